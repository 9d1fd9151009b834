import { chownSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import {
  commitAll,
  createRepository,
  git,
  scratchFolder,
  write,
} from "../repositories/scratch-repository.ts";
import { run } from "./typed.ts";

async function problemsOf(folder: string, ...words: readonly string[]) {
  const { code, out } = await run(folder, ...words, "--json");
  const {
    problems,
  }: {
    problems: { code: string; severity: string; file: string; fix: string; message: string }[];
  } = JSON.parse(out);
  return { code, problems };
}

const request = {
  model: "claude-sonnet-5",
  max_tokens: 100,
  system: { $file: "../prompts/policy.md" },
  messages: [{ role: "user", content: "Hello" }],
};

/** A repository with its config in a folder, and a prompt that the scenario's `vars` fill. */
function repository(): string {
  return createRepository({
    files: {
      "app/promptcost.yml":
        'scenarios:\n  a: { fixtures: "fixtures/*.json", vars: { company: { value: "Acme and its many friends", changes: never } } }\n',
      "app/prompts/policy.md": "You help customers of {{company}}.\n",
      "app/fixtures/one.json": { request, expect: { output_tokens: 10 } },
      "app/fixtures/deep/none.json": { request, expect: { output_tokens: 10 } },
    },
  });
}

describe("a fixture is read as its own repository has it, wherever one stands", () => {
  test.each(["count", "simulate", "bill"])("%s", async (command) => {
    const root = repository();
    const inside = await run(join(root, "app"), command, "fixtures/one.json", "--json");
    for (const [folder, path] of [
      [scratchFolder(), join(root, "app/fixtures/one.json")],
      [join(root, "app/fixtures"), "one.json"],
      ["/", join(root, "app/fixtures/one.json").slice(1)],
    ] as const) {
      const outside = await run(folder, command, path, "--json");
      const bare = (text: string) =>
        text.replaceAll(join(root, "app/"), "app/").replaceAll(/"id":"[^"]*"/g, "");
      expect([outside.code, bare(outside.out)]).toEqual([inside.code, bare(inside.out)]);
    }
    expect(inside.out).not.toContain("undeclared-variable");
  });

  test("of no repository: what lies in its folder", async () => {
    const folder = scratchFolder();
    write(folder, { "prompts/policy.md": "Be kind.", "f/one.json": { request } });
    const { code, problems } = await problemsOf(folder, "count", "f/one.json");
    expect([code, problems]).toEqual([0, []]);
  });

  test("several scenarios say different things: the first counts, said so", async () => {
    const root = repository();
    write(root, {
      "app/promptcost.yml":
        'scenarios:\n  a: { fixtures: "fixtures/*.json", vars: { company: { value: x } } }\n' +
        '  b: { fixtures: "fixtures/*.json", vars: { company: { value: y } } }\n',
    });
    const { problems } = await problemsOf(root, "count", "app/fixtures/one.json");
    expect(problems.map((found) => found.code)).toEqual(["fixture-of-several"]);
    write(root, { "app/promptcost.yml": "scenarios: 7\n" });
    const broken = await problemsOf(root, "count", "app/fixtures/one.json");
    expect(broken.problems.map((found) => found.code)).toContain("config-unread");
  });

  test("a link that is named leads to its fixture", async () => {
    const root = repository();
    symlinkSync(join(root, "app/fixtures/one.json"), join(root, "link.json"));
    expect((await run(root, "count", "link.json")).code).toBe(0);
  });
});

describe("what a named file is, where it is no fixture", () => {
  const long = "x".repeat(3_000);
  test.each([
    ["a folder of nothing", "app/prompts", "recording-folder-empty", "Known are"],
    ["no file, one like it", "app/fixtures/on.json", "file-missing", "`app/fixtures/one.json`"],
    ["no folder", "/nowhere/at/all/x.json", "file-missing", "Name a file"],
    ["a path below a file", "app/promptcost.yml/x.json", "file-missing", "Name a file"],
    ["an empty file", "empty.json", "fixture-empty", "at least one exchange"],
    ["an empty YAML file", "empty.yaml", "fixture-empty", "at least one exchange"],
    ["no lines", "empty.jsonl", "fixture-empty", "at least one exchange"],
    ["bytes", "bytes.json", "fixture-not-text", "UTF-8"],
    ["bytes in lines", "bytes.jsonl", "fixture-not-text", "UTF-8"],
    ["a pointer", "pointer.json", "content-lfs-pointer", "lfs: true"],
    ["a pointer in lines", "pointer.jsonl", "content-lfs-pointer", "lfs: true"],
    ["a prompt", "app/prompts/policy.md", "recording-unknown", "Known are"],
    ["a link to nothing", "broken.json", "file-missing", "Name a file"],
  ])("%s", async (_, path, code, fix) => {
    const root = repository();
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0x00]), Buffer.from(long)]);
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 7\n`;
    write(root, { "empty.json": "", "empty.yaml": "\n", "empty.jsonl": "\n\n" });
    write(root, { "pointer.json": pointer, "pointer.jsonl": pointer });
    for (const name of ["bytes.json", "bytes.jsonl"]) writeFileSync(join(root, name), bytes);
    symlinkSync("nowhere", join(root, "broken.json"));
    for (const command of ["count", "simulate", "bill"]) {
      const { code: exit, problems } = await problemsOf(root, command, path);
      expect([exit, problems.map((found) => found.code)]).toEqual([2, [code]]);
      expect(problems[0]?.fix).toContain(fix);
    }
  });

  test("the way from the root, typed in a folder: what was meant is as it is to be typed", async () => {
    const { problems } = await problemsOf(
      join(repository(), "app/prompts"),
      "count",
      "app/fixtures/one.json",
    );
    expect(problems[0]?.fix).toContain("`../fixtures/one.json`");
  });

  test("a reference that leads nowhere: what was meant is as it is to be written", async () => {
    const root = repository();
    const wrong = { ...request, system: { $file: "../prompts/polcy.md" } };
    write(root, { "app/fixtures/one.json": { request: wrong } });
    const { code, problems } = await problemsOf(root, "count", "app/fixtures/one.json");
    expect([code, problems[0]?.fix]).toEqual([2, "Did you mean `../prompts/policy.md`?"]);
    const far = { ...request, system: { $file: "polici.md" } };
    write(root, { "app/fixtures/one.json": { request: far } });
    const other = await problemsOf(root, "count", "app/fixtures/one.json");
    expect(other.problems[0]?.fix).toBe("Did you mean `../prompts/policy.md`?");
  });

  test("a request that could not be read counts as nothing, not as the rest of it", async () => {
    const root = repository();
    write(root, {
      "app/fixtures/one.json": { request: { ...request, system: { $file: "no.md" } } },
    });
    const { out } = await run(root, "count", "app/fixtures/one.json");
    expect(out).toContain("0 exchanges, 0 input tokens");
  });
});

describe("the config", () => {
  test("one in a folder above is found and named", async () => {
    const root = repository();
    const { code, out, err } = await run(join(root, "app/fixtures/deep"), "check", "--json", "-");
    expect([code, JSON.parse(out).config]).toEqual([0, "app/promptcost.yml"]);
    expect(err).toBe("promptcost: the config is ../../promptcost.yml\n");
    expect((await run(join(root, "app"), "check")).err).toBe("");
  });

  test("above no repository is no config of it", async () => {
    const outer = scratchFolder();
    write(outer, { "promptcost.yml": 'scenarios: { a: { fixtures: "*.json" } }' });
    const inner = join(outer, "inner");
    mkdirSync(inner);
    git(inner, "init", "-q", "-b", "main");
    write(inner, { "x.md": "x" });
    commitAll(inner, "x");
    const { code, out } = await run(inner, "check");
    expect([code, out.includes("config-not-found")]).toEqual([2, true]);
  });

  test("one elsewhere is pointed to, and a folder is called one", async () => {
    const root = repository();
    const { code, out } = await run(root, "check");
    expect(code).toBe(2);
    expect(out).toContain("Did you mean `--config app/promptcost.yml`?");
    expect((await run(root, "check", "--config", "app")).out).toContain("is a folder");
  });
});

test.each(["HEAD~1", "main^", "main~2^0", "main@{0}", "v1", ":/first", "HEAD^{/first}"])(
  "--base %s",
  async (base) => {
    const root = repository();
    git(root, "tag", "v1");
    for (const message of ["first", "second", "third"]) {
      write(root, { "README.md": message });
      commitAll(root, message);
    }
    const { code, out } = await run(
      root,
      "check",
      "--config",
      "app/promptcost.yml",
      "--base",
      base,
      "--json",
      "-",
    );
    const sha = git(root, "rev-parse", `${base}${base.startsWith(":/") ? "" : "^{commit}"}`);
    expect([code, JSON.parse(out).base.sha]).toEqual([0, sha]);
  },
);

test("--base that is no commit: named, exit 2", async () => {
  const { code, out } = await run(
    repository(),
    "check",
    "--config",
    "app/promptcost.yml",
    "--base",
    "HEAD~9",
  );
  expect(code).toBe(2);
  expect(out).toContain("`HEAD~9` is no commit here");
});

test.skipIf(process.getuid?.() !== 0)(
  "a repository of another user is read in a job, whose workspace it is",
  async () => {
    const root = repository();
    for (const path of ["", ".git", ...readdirSync(root)]) chownSync(join(root, path), 1234, 1234);
    vi.stubEnv("CI", "true");
    const { code } = await run(root, "check", "--config", "app/promptcost.yml");
    vi.unstubAllEnvs();
    expect(code).toBe(0);
  },
);

test.each([
  ["recorded-is-response", (response: object) => ({ recorded: response })],
  ["recorded-holds-request", (response: object) => ({ recorded: { request: {}, response } })],
  ["response-beside-request", (response: object) => ({ response, offset: "0s" })],
  ["recording-without-usage", () => ({ recorded: { response: { model: "claude-sonnet-5" } } })],
])("%s is the one thing said of it, by every command", async (code, more) => {
  const folder = scratchFolder();
  const response = { model: "claude-sonnet-5", usage: { input_tokens: 1, output_tokens: 1 } };
  const plain = { model: "claude-sonnet-5", max_tokens: 9, messages: request.messages };
  write(folder, { "x.json": { request: plain, ...more(response) } });
  for (const command of ["count", "bill", "simulate"]) {
    const { code: exit, problems } = await problemsOf(folder, command, "x.json");
    const errors = problems.filter(({ severity }) => severity === "error");
    expect([exit, errors.map((found) => found.code)]).toEqual([2, [code]]);
  }
});

test("a request with its response beside it is a recording, to every command", async () => {
  const folder = scratchFolder();
  const response = { model: "claude-sonnet-5", usage: { input_tokens: 1, output_tokens: 1 } };
  const plain = { model: "claude-sonnet-5", max_tokens: 9, messages: request.messages };
  write(folder, { "x.json": { request: plain, response } });
  for (const command of ["count", "bill", "simulate"]) {
    const { code, problems } = await problemsOf(folder, command, "x.json");
    expect([code, problems.filter(({ severity }) => severity === "error")]).toEqual([0, []]);
  }
});

test("an unknown model stands in the file that writes it, at its line", async () => {
  const root = repository();
  write(root, {
    "app/llm.json": '{\n  "models": {\n    "answer": "gpt-4o"\n  }\n}\n',
    "app/fixtures/one.json": {
      request: { ...request, model: { $json: "../llm.json#/models/answer" } },
    },
    "app/fixtures/deep/none.json": { request },
  });
  const { out } = await run(join(root, "app"), "check", "--json", "-");
  const { problems }: { problems: { code: string }[] } = JSON.parse(out);
  expect(problems.filter(({ code }) => code === "unknown-model")).toMatchObject([
    {
      file: "app/llm.json",
      line: 3,
      column: 15,
      path: "models.answer",
      message: "`gpt-4o` is no Claude model: neither its prices nor its tokens are known.",
    },
  ]);
  write(root, { "app/llm.json": '{\n  "models": {\n    "answer": 4\n  }\n}\n' });
  const wrong = JSON.parse((await run(join(root, "app"), "check", "--json", "-")).out);
  expect(wrong.problems).toMatchObject([{ file: "app/llm.json", line: 3, column: 15 }]);
});

test("what a name of a model means, the config above a file says, of a scenario or of none", async () => {
  const root = repository();
  const usage = { input_tokens: 1000, output_tokens: 100 };
  const recorded = { response: { model: "our-chat", usage } };
  const asked = { ...request, model: "our-chat", system: "Be kind." };
  write(root, {
    "app/promptcost.yml":
      'scenarios: { a: { fixtures: "fixtures/*.json" } }\nmodels: { our-chat: eu.anthropic.claude-sonnet-5 }\n',
    "app/fixtures/one.json": { at: "2026-11-20T10:00:00Z", request: asked, recorded },
    "app/logs/usage.jsonl": `${JSON.stringify({ at: "2026-11-20T10:00:00Z", recorded })}\n`,
    "usage.json": { at: "2026-11-20T10:00:00Z", recorded },
  });
  for (const file of ["app/fixtures/one.json", "app/logs/usage.jsonl"]) {
    const { code, out } = await run(root, "bill", file, "--json");
    // 1,000 at $2 and 100 at $10 per million, and 10 % for the region.
    expect([code, JSON.parse(out).totalUsd]).toEqual([0, "0.0033"]);
  }
  const outside = await problemsOf(root, "bill", "usage.json");
  expect([outside.code, outside.problems.map(({ code }) => code)]).toEqual([2, ["unknown-model"]]);
  for (const command of ["count", "simulate"]) {
    const { problems } = await problemsOf(root, command, "app/fixtures/one.json");
    expect(problems.map(({ code }) => code)).not.toContain("tokenizer-assumed");
  }
  const { code, out } = await run(join(root, "app"), "explain", "a");
  expect(code).toBe(0);
  expect(out).toContain("eu.anthropic.claude-sonnet-5");
});

test("of a folder what is nothing known is passed over: pictures, empty files, prose, bodies of others", async () => {
  const root = repository();
  const mapping = {
    request: {
      url: "/v1/messages",
      method: "POST",
      bodyPatterns: [
        {
          equalToJson: JSON.stringify({
            model: "claude-haiku-4-5",
            max_tokens: 9,
            messages: [{ role: "user", content: "Hi" }],
          }),
        },
      ],
    },
    response: { status: 200, bodyFileName: "answer.txt" },
  };
  const events = [
    [
      "message_start",
      {
        message: {
          type: "message",
          role: "assistant",
          model: "claude-haiku-4-5",
          content: [],
          usage: { input_tokens: 8, output_tokens: 1 },
        },
      },
    ],
    ["message_delta", { delta: { stop_reason: "end_turn" }, usage: { output_tokens: 4 } }],
    ["message_stop", {}],
  ] as const;
  write(root, {
    "stubs/mappings/a.json": JSON.stringify(mapping),
    "stubs/__files/answer.txt": events
      .map(
        ([event, data]) => `event: ${event}\ndata: ${JSON.stringify({ type: event, ...data })}\n\n`,
      )
      .join(""),
    "stubs/README.md": "# Stubs\n\nWhat: recorded.\n",
    "stubs/empty.json": "",
    "stubs/none.jsonl": "",
  });
  writeFileSync(join(root, "stubs/logo.png"), Buffer.from([0x89, 0x50, 0xff, 0x00, 0xfe]));
  const { code, problems } = await problemsOf(root, "bill", "stubs");
  expect([code, problems.map((found) => [found.severity, found.code])]).toEqual([
    0,
    [["note", "priced-as-of"]],
  ]);
  // The answer of a stub counts with it, whichever is named first; alone it is usage.
  const counted = async (...files: readonly string[]): Promise<readonly number[]> => {
    const { out } = await run(root, "bill", "--json", ...files);
    const { exchanges }: { exchanges: { ledger: { output: number } }[] } = JSON.parse(out);
    return exchanges.map(({ ledger }) => ledger.output);
  };
  expect(await counted("stubs")).toEqual([4]);
  expect(await counted("stubs/__files/answer.txt", "stubs/mappings/a.json")).toEqual([4]);
  expect(await counted("stubs/__files/answer.txt")).toEqual([4]);
});
