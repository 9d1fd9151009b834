import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { commandNames, commandSpecs, type CommandName } from "../../src/cli/usage.ts";
import {
  commitAll,
  createRepository,
  scratchFolder,
  write,
} from "../repositories/scratch-repository.ts";
import { runWith } from "./typed.ts";

/**
 * What a command says on the standard output once JSON is asked for is one JSON document, however
 * it ends: another program reads it.
 */
const request = {
  model: "claude-sonnet-4-5",
  max_tokens: 100,
  messages: [{ role: "user", content: "Hello there" }],
};
const files = {
  "promptcost.yml": 'scenarios: { a: { fixtures: "f/*" } }\n',
  "f/a.json": { request, expect: { output_tokens: 10 } },
};

/** Words that are asked of each command, with which it does its work where all is well. */
const operands: Readonly<Record<CommandName, readonly string[]>> = {
  check: [],
  update: [],
  count: ["f/a.json"],
  bill: ["f/a.json"],
  simulate: ["f/a.json"],
  explain: ["a"],
  replay: ["--max-usd", "1"],
  record: ["--stub", "--", process.execPath, "-e", "0"],
  reconcile: ["f/a.json"],
  history: [],
  init: [],
  demo: [],
};

function jsonWords(name: CommandName): readonly string[] {
  const { json } = commandSpecs[name].options;
  return json.kind === "flag" ? ["--json"] : ["--json", "-"];
}

function run(folder: string | null, words: readonly string[], env = {}) {
  return runWith({ folder, words, env }).catch((error: unknown) => {
    throw new Error(`${words.join(" ")} crashed`, { cause: error });
  });
}

interface Document {
  readonly problems?: readonly Readonly<Record<"code" | "message" | "fix", string>>[];
}

/** The one document; throws where the output is no such. */
function read(out: string): Document {
  const document: Document = JSON.parse(out);
  expect(out.endsWith("}\n") || out.endsWith("]\n")).toBe(true);
  return document;
}

/** Commands that look at the folder they run in. */
const inFolder = commandNames.filter((name) => name !== "demo");
const configured = inFolder.filter(
  (name) => !["count", "bill", "simulate", "init", "record"].includes(name),
);
const overFiles = ["count", "bill", "simulate", "reconcile"] as const;

describe("with JSON asked for, every refusal is one JSON document with the problem", () => {
  beforeEach(() => {
    vi.stubEnv("ANTHROPIC_API_KEY", undefined);
    vi.stubEnv("ANTHROPIC_AUTH_TOKEN", undefined);
    vi.stubEnv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9");
  });
  afterEach(() => void vi.unstubAllEnvs());

  const refuses = async (
    folder: string,
    name: CommandName,
    { words = operands[name], more = [], env = {} }: RefusedCall = {},
  ): Promise<readonly string[]> => {
    const { code, out } = await run(folder, [name, ...more, ...jsonWords(name), ...words], env);
    expect([name, code]).toEqual([name, 2]);
    const { problems = [] } = read(out);
    for (const { message, fix } of problems) expect([message, fix]).not.toContain("");
    return problems.map(({ code: found }) => found);
  };
  interface RefusedCall {
    readonly words?: readonly string[];
    readonly more?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  }

  test.each(commandNames)("%s: an option that is none, before and behind --json", async (name) => {
    const folder = createRepository({ files });
    expect(await refuses(folder, name, { more: ["--nonsense"] })).toEqual(["command-line"]);
    const { code, out } = await run(folder, [name, ...jsonWords(name), "--nonsense"]);
    expect([code, read(out).problems?.[0]?.code]).toEqual([2, "command-line"]);
  });

  test.each(commandNames.filter((name) => "as-of" in commandSpecs[name].options))(
    "%s: a value that is none",
    async (name) => {
      const folder = createRepository({ files });
      expect(await refuses(folder, name, { more: ["--as-of", "today"] })).toEqual(["command-line"]);
    },
  );

  test.each(commandNames.filter((name) => commandSpecs[name].operands.least > 0))(
    "%s: without what it needs",
    async (name) => {
      const folder = createRepository({ files });
      expect(await refuses(folder, name, { words: [] })).toEqual(["command-line"]);
    },
  );

  test("a command that is none", async () => {
    const { code, out } = await run(".", ["chekc", "--json", "-"]);
    expect([code, read(out).problems?.map(({ code: found }) => found)]).toEqual([
      2,
      ["command-line"],
    ]);
  });

  test("an option before a command, or one that takes no value", async () => {
    for (const words of [["--json", "check"], ["--json"], ["replay", "--json=x"]]) {
      const { code, out } = await run(".", words);
      expect([code, read(out).problems?.map(({ code: found }) => found)]).toEqual([
        2,
        ["command-line"],
      ]);
    }
  });

  test.each(["check", "demo"] as const)("%s: --json without the file it takes", async (name) => {
    for (const words of [["--json"], ["--json", "--nonsense"]]) {
      const { code, out } = await run(".", [name, ...words]);
      expect([code, read(out).problems?.length]).toEqual([2, 1]);
    }
  });

  test.each(commandNames)("%s: in a folder that is there no more", async (name) => {
    const { code, out, err } = await run(null, [name, ...jsonWords(name), ...operands[name]]);
    expect([code, read(out).problems?.map(({ code: found }) => found)]).toEqual([
      2,
      ["folder-gone"],
    ]);
    expect(err).toMatch(/^promptcost: The folder [^.]+ is there no more\. /);
  });

  test.each(configured)("%s: no config, in a repository and outside of one", async (name) => {
    for (const folder of [createRepository({ files: { "f/a.json": files["f/a.json"] } })])
      expect(await refuses(folder, name)).toContain("config-not-found");
    const outside = scratchFolder();
    write(outside, { "f/a.json": files["f/a.json"] });
    expect(await refuses(outside, name)).toContain("config-not-found");
  });

  test.each([...configured, "record"] as const)("%s: a config that is broken", async (name) => {
    const folder = createRepository({
      files: { ...files, "promptcost.yml": "scenarios:\n  a: { fixtures: [\n" },
    });
    expect(await refuses(folder, name)).toContain("config-syntax");
  });

  test.each(["check", "update", "explain", "replay", "record", "reconcile"] as const)(
    "%s: fixtures that are none, or cannot be read",
    async (name) => {
      const empty = createRepository({ files: { "promptcost.yml": files["promptcost.yml"] } });
      if (name !== "record") expect((await refuses(empty, name)).length).toBeGreaterThan(0);
      const broken = createRepository({ files: { ...files, "f/a.json": "{" } });
      expect((await refuses(broken, name)).length).toBeGreaterThan(0);
    },
  );

  test.each(inFolder.filter((name) => "config" in commandSpecs[name].options))(
    "%s: a config outside of the repository, a folder in its place, one that is missing",
    async (name) => {
      const folder = createRepository({ files });
      mkdirSync(join(folder, "folder.yml"));
      symlinkSync("loop.yml", join(folder, "loop.yml"));
      const outside = await refuses(folder, name, { more: ["--config", "/elsewhere.yml"] });
      expect(outside).toEqual(["config-elsewhere"]);
      for (const config of ["folder.yml", "loop.yml", "none.yml"])
        if (name !== "record" || config !== "none.yml")
          expect(
            (await refuses(folder, name, { more: ["--config", config] })).length,
          ).toBeGreaterThan(0);
    },
  );

  test.each(["explain", "replay", "history"] as const)(
    "%s: a scenario that is none",
    async (name) => {
      const folder = createRepository({ files });
      const words = name === "replay" ? ["aa", "--max-usd", "1"] : ["aa"];
      expect((await refuses(folder, name, { words })).length).toBeGreaterThan(0);
    },
  );

  test.each(["check", "explain"] as const)("%s: a base that is none", async (name) => {
    const folder = createRepository({ files });
    expect((await refuses(folder, name, { more: ["--base", "none"] })).length).toBeGreaterThan(0);
  });

  test.each(["check", "update"] as const)(
    "%s --tree commit: git that is broken, or none",
    async (name) => {
      const broken = createRepository({ files });
      writeFileSync(join(broken, ".git/HEAD"), "nonsense\n");
      const none = scratchFolder();
      write(none, files);
      for (const folder of [broken, none])
        expect(await refuses(folder, name, { more: ["--tree", "commit"] })).toEqual([
          "base-git-failed",
        ]);
    },
  );

  test.each(inFolder)("%s: git that is broken", async (name) => {
    const folder = createRepository({ files });
    writeFileSync(join(folder, ".git/HEAD"), "nonsense\n");
    const { out } = await run(folder, [name, ...jsonWords(name), ...operands[name]]);
    expect(typeof read(out)).toBe("object");
  });

  test.each(overFiles)(
    "%s: a file that is missing, a folder of none, a broken one",
    async (name) => {
      const folder = createRepository({ files: { ...files, "broken.json": "{" } });
      mkdirSync(join(folder, "empty"));
      symlinkSync("loop.json", join(folder, "loop.json"));
      for (const file of ["none.json", "loop.json", "broken.json", "empty"])
        expect((await refuses(folder, name, { words: [file] })).length).toBeGreaterThan(0);
    },
  );

  test("replay: no cap, no key; a scenario named by --unbounded that is none", async () => {
    const folder = createRepository({ files });
    expect(await refuses(folder, "replay", { words: [] })).toEqual([
      "replay-needs-cap",
      "replay-needs-key",
    ]);
    const words = ["--max-usd", "1", "--unbounded", "b"];
    expect(await refuses(folder, "replay", { words })).toEqual(["scenario-unknown"]);
  });

  test("replay, count --api: the network is down, or there is no key", async () => {
    const folder = createRepository({ files });
    vi.stubEnv("ANTHROPIC_API_KEY", "k");
    const env = { ANTHROPIC_API_KEY: "k" };
    expect((await refuses(folder, "replay", { env })).length).toBeGreaterThan(0);
    expect(await refuses(folder, "count", { env, more: ["--api"] })).toEqual(["count-api-refused"]);
    vi.stubEnv("ANTHROPIC_API_KEY", undefined);
    expect((await refuses(folder, "count", { more: ["--api"] })).length).toBeGreaterThan(0);
    const admin = ["--admin", "--month", "2026-10"];
    expect((await refuses(folder, "reconcile", { words: admin })).length).toBeGreaterThan(0);
  }, 60_000);

  test("count --write without --api, record --new without --stub", async () => {
    const folder = createRepository({ files });
    expect(await refuses(folder, "count", { more: ["--write"] })).toEqual(["command-line"]);
    const words = ["--", process.execPath, "-e", "0"];
    expect(await refuses(folder, "record", { more: ["--new", "fail"], words })).toEqual([
      "command-line",
    ]);
  });

  test("what cannot be written: the baseline, a report, the picture of a history", async () => {
    const folder = createRepository({
      files: {
        ...files,
        "promptcost.yml": `${files["promptcost.yml"]}baseline: f/a.json/b.json\n`,
      },
    });
    expect((await refuses(folder, "update")).length).toBeGreaterThan(0);
    const kept = createRepository({ files });
    await run(kept, ["update"]);
    commitAll(kept, "baseline");
    expect(await refuses(kept, "history", { more: ["--svg", "f/a.json/a.svg"] })).toEqual([
      "file-not-written",
    ]);
    const report = await run(kept, ["demo", "--json", join(kept, "f/a.json/report.json")]);
    expect([report.code, report.err]).toEqual([2, expect.stringContaining("could not be written")]);
  });
});
