import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startClaude, type Behaviour } from "../servers/claude.ts";
import {
  createRepository,
  plainEnvironment,
  runProcess,
  scratchFolder,
  type Files,
} from "../repositories/scratch-repository.ts";
import { promptcost } from "./cli.ts";

/**
 * What a second call makes of what a first one left, and of fixtures and answers that are not what
 * they seem.
 */
function request(question: string) {
  return {
    model: "claude-sonnet-4-6",
    max_tokens: 50,
    messages: [{ role: "user", content: question }],
  };
}
const usage = {
  input_tokens: 9,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
  output_tokens: 20,
};
const answers: Behaviour = { kind: "answer", usage };
const names = ["a", "b", "c", "d", "e", "f"];
const six: Files = {
  "promptcost.yml": 'scenarios: { ask: { fixtures: "f/*.json" } }\n',
  ...Object.fromEntries(names.map((name) => [`f/${name}.json`, { request: request(name) }])),
};

function succeeded() {
  return {
    type: "succeeded",
    message: {
      id: "m",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-6",
      content: [],
      stop_reason: "end_turn",
      usage,
    },
  };
}
function start(
  behaviourOf: (body: string, before: number) => Behaviour = () => answers,
  question?: (before: number) => number | undefined,
) {
  return startClaude(() => 9, undefined, behaviourOf, {
    item: succeeded,
    polls: 0,
    ...(question === undefined ? {} : { question }),
  });
}
function replay(root: string, url: string, ...words: readonly string[]) {
  return promptcost(root, ["replay", "--json", "--max-usd", "1", ...words], {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: "k",
  });
}
function codesOf(stdout: string): readonly string[] {
  return JSON.parse(stdout).problems.map(({ code }: { code: string }) => code);
}
function folderOf(root: string): string {
  return join(root, ".promptcost/replay");
}
function read(root: string, name: string): string {
  return readFileSync(join(root, name), "utf8");
}

describe("a journal", () => {
  test(
    "an open batch of recordings that still hold is collected by a plain call, and not " +
      "sent again by the next",
    async () => {
      let isDown = false;
      await using claude = await start(undefined, () => (isDown ? 403 : undefined));
      const root = createRepository({ files: six });
      await replay(root, claude.url, "--batch");
      isDown = true;
      const open = await replay(root, claude.url, "--batch", "--only", "all");
      expect([open.code, codesOf(open.stdout), claude.shipped.length]).toEqual([
        2,
        ["replay-batch-open"],
        12,
      ]);
      isDown = false;
      const plain = await replay(root, claude.url);
      expect([plain.code, codesOf(plain.stdout)]).toEqual([0, ["replay-waiting"]]);
      expect(JSON.parse(plain.stdout).problems[0].message).toContain("6 answers");
      const all = await replay(root, claude.url, "--batch", "--only", "all");
      expect([
        all.code,
        claude.shipped.length,
        claude.messages().length,
        existsSync(folderOf(root)),
      ]).toEqual([0, 12, 0, false]);
    },
  );

  test("what was spent before a kill counts, though its answers are in their files", async () => {
    await using claude = await start();
    const root = createRepository({ files: six });
    await replay(root, claude.url, "--concurrency", "1");
    // As a kill leaves it: `a` is answered and kept, `b` was under way. Both recordings then go
    // stale.
    const recorded = JSON.parse(read(root, "f/a.json")).recorded;
    const entry = (index: number, name: string) => ({
      scenario: "ask",
      run: `f/${name}`,
      index,
      sample: 0,
      body: "x",
    });
    mkdirSync(folderOf(root), { recursive: true });
    const answered = {
      response: recorded.response,
      requestId: null,
      at: recorded.at,
      usd: "400000000000",
      batch: false,
    };
    const lines = [
      { kind: "sent", key: entry(0, "a"), usd: "400000000000", batch: null },
      { kind: "answered", key: entry(0, "a"), answered },
      { kind: "sent", key: entry(0, "b"), usd: "300000000000", batch: null },
    ];
    const write = (some: readonly object[]): void =>
      writeFileSync(
        join(folderOf(root), "journal.jsonl"),
        some.map((one) => `${JSON.stringify(one)}\n`).join(""),
      );
    write(lines);
    const next = await replay(root, claude.url);
    expect(JSON.parse(next.stdout).spentUsd).toBe("0.7");
    // Nothing unknown, and the fixture holds the very answer: that call is over.
    mkdirSync(folderOf(root), { recursive: true });
    write(lines.slice(0, 2));
    const over = await replay(root, claude.url);
    expect([over.code, JSON.parse(over.stdout).spentUsd, existsSync(folderOf(root))]).toEqual([
      0,
      "0",
      false,
    ]);
  });

  test("one that cannot be read sends nothing, and stays", async () => {
    await using claude = await start();
    const root = createRepository({ files: six });
    mkdirSync(join(folderOf(root), "journal.jsonl"), { recursive: true });
    const { code, stdout } = await replay(root, claude.url);
    expect([code, codesOf(stdout), claude.calls.length]).toEqual([2, ["replay-journal-failed"], 0]);
  });

  test("no link of a repository leads out of it", async () => {
    await using claude = await start();
    for (const name of [".gitignore", "journal.jsonl", "lock"]) {
      const root = createRepository({ files: six });
      const victim = join(scratchFolder(), "victim");
      writeFileSync(victim, "mine\n");
      mkdirSync(folderOf(root), { recursive: true });
      symlinkSync(victim, join(folderOf(root), name));
      const { code, stdout } = await replay(root, claude.url);
      expect([name, code, codesOf(stdout), readFileSync(victim, "utf8")]).toEqual([
        name,
        2,
        ["replay-journal-failed"],
        "mine\n",
      ]);
    }
    expect(claude.calls).toEqual([]);
  });

  test("of several calls at once one sends, whatever lock a dead one left", async () => {
    await using claude = await start(() => ({ ...answers, delayMs: 50 }));
    for (const left of ["999999999", "", "nonsense"]) {
      const root = createRepository({ files: six });
      const before = claude.messages().length;
      mkdirSync(folderOf(root), { recursive: true });
      writeFileSync(join(folderOf(root), "lock"), left);
      const ends = await Promise.all(Array.from({ length: 4 }, () => replay(root, claude.url)));
      const said = ends.map(({ stdout }) => codesOf(stdout).join());
      expect([left, claude.messages().length - before]).toEqual([left, 6]);
      expect(new Set(said.filter((one) => one !== "replay-running"))).toEqual(new Set([""]));
    }
  });
});

describe("what an earlier call left", () => {
  const chat = (first: string, second: string) => ({
    exchanges: [
      { request: request(first) },
      { offset: "1ms", request: { messages: { $append: [{ role: "user", content: second }] } } },
    ],
  });

  test("a run that was refused before, and may have been paid now, is not forgotten", async () => {
    let call = 0;
    await using claude = await start((body) => {
      if (call === 0) return { kind: "status", status: 400, type: "invalid_request_error" };
      return body.includes("second") ? { kind: "hang-up" } : answers;
    });
    const root = createRepository({
      files: {
        "promptcost.yml": 'scenarios: { ask: { fixtures: "f.json" } }\n',
        "f.json": chat("first", "second"),
      },
    });
    expect(codesOf((await replay(root, claude.url)).stdout)).toEqual(["replay-refused"]);
    call = 1;
    const second = await replay(root, claude.url);
    expect([codesOf(second.stdout), claude.messages().length]).toEqual([["replay-maybe-paid"], 3]);
    const third = await replay(root, claude.url);
    expect([codesOf(third.stdout), claude.messages().length]).toEqual([["replay-maybe-paid"], 3]);
    expect(JSON.parse(third.stdout).spentUsd).toBe(JSON.parse(second.stdout).spentUsd);
  });

  test("a run that is half answered outlives a call for another scenario", async () => {
    let refuses = true;
    await using claude = await start((body) =>
      refuses && body.includes("second")
        ? { kind: "status", status: 400, type: "invalid_request_error" }
        : answers,
    );
    const root = createRepository({
      files: {
        "promptcost.yml": "scenarios: { a: { fixtures: a.json }, b: { fixtures: b.json } }\n",
        "a.json": chat("first", "second"),
        "b.json": { request: request("other") },
      },
    });
    await replay(root, claude.url, "a");
    refuses = false;
    await replay(root, claude.url, "b");
    await replay(root, claude.url, "a");
    const asked = claude
      .messages()
      .map(
        (body) => /first|second|other/g.exec(JSON.stringify(JSON.parse(body).messages.at(-1)))?.[0],
      );
    expect(asked).toEqual(["first", "second", "other", "second"]);
  });

  test("--times that met the cap goes on where it was", async () => {
    await using claude = await start();
    const root = createRepository({ files: six });
    // A bound is 10 tokens at 3.30 and 50 of answer at 16.50 USD per million: $0.00086; an answer
    // costs $0.00033.
    const words = ["replay", "--json", "--times", "3", "--concurrency", "1"];
    const env = { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "k" };
    const first = await promptcost(root, [...words, "--max-usd", "0.004"], env);
    const sent = claude.messages().length;
    expect([first.code, codesOf(first.stdout), sent > 6, sent < 18]).toEqual([
      2,
      ["replay-cap-reached"],
      true,
      true,
    ]);
    const second = await promptcost(root, [...words, "--max-usd", "1"], env);
    expect([second.code, claude.messages().length]).toEqual([0, 18]);
    expect(JSON.parse(read(root, "f/a.json")).recorded.samples).toHaveLength(3);
  });

  test("an answer is found though its line has moved", async () => {
    const lines = (some: readonly string[]): string =>
      some.map((one) => `${JSON.stringify({ request: request(one) })}\n`).join("");
    let fails = true;
    await using claude = await start((body) =>
      fails && body.includes("three") ? { kind: "hang-up" } : answers,
    );
    const root = createRepository({
      files: {
        "promptcost.yml": 'scenarios: { ask: { fixtures: "f.jsonl" } }\n',
        "f.jsonl": lines(["one", "two", "three"]),
      },
    });
    await replay(root, claude.url, "--concurrency", "1");
    fails = false;
    // Kept and lost alike: the answers are in the journal while their file is not whole.
    writeFileSync(join(root, "f.jsonl"), lines(["zero", "one", "two", "three"]));
    const second = await replay(root, claude.url, "--concurrency", "1");
    expect(codesOf(second.stdout)).toEqual(["replay-maybe-paid"]);
    const asked = claude.messages().map((body) => JSON.parse(body).messages[0].content);
    expect(asked.filter((one) => one === "three")).toHaveLength(1);
    expect(asked.filter((one) => one === "zero")).toHaveLength(1);
  });

  test(
    "a batch that was open when a line moved is not shipped again; nor is what was only " +
      "expected an overrun afterwards",
    async () => {
      let isDown = true;
      await using claude = await start(undefined, () => (isDown ? 403 : undefined));
      const searching = {
        ...request("x"),
        tools: [{ type: "web_search_20250305", name: "web_search" }],
      };
      const lines = (some: readonly object[]): string =>
        some.map((one) => `${JSON.stringify({ request: one })}\n`).join("");
      const root = createRepository({
        files: {
          "promptcost.yml": 'scenarios: { ask: { fixtures: "f.jsonl" } }\n',
          "f.jsonl": lines([request("one"), request("two"), searching]),
        },
      });
      await replay(root, claude.url, "--batch", "--unbounded", "ask");
      isDown = false;
      writeFileSync(
        join(root, "f.jsonl"),
        lines([request("zero"), request("one"), request("two"), searching]),
      );
      const second = await replay(root, claude.url, "--batch", "--unbounded", "ask");
      expect([second.code, codesOf(second.stdout), claude.shipped.length]).toEqual([0, [], 4]);
      expect(existsSync(folderOf(root))).toBe(false);
    },
  );

  test("Ctrl-C in a pause before a new try sends no more; nor does one who waits while another overran", async () => {
    let signal: (name: NodeJS.Signals) => void = () => undefined;
    await using claude = await start((_, before) => {
      if (before === 3) setTimeout(() => signal("SIGINT"), 100);
      return {
        kind: "status",
        status: 429,
        type: "rate_limit_error",
        headers: { "retry-after": "20" },
      };
    });
    const root = createRepository({ files: six });
    const env = {
      ...plainEnvironment(root),
      ANTHROPIC_BASE_URL: claude.url,
      ANTHROPIC_API_KEY: "k",
    };
    const words = [
      join(import.meta.dirname, "../../dist/cli.js"),
      "replay",
      "--max-usd",
      "1",
      "--json",
    ];
    const { code, stdout } = await runProcess(process.execPath, words, {
      folder: root,
      env,
      onStart: (send) => (signal = send),
    });
    expect([code, claude.messages().length, JSON.parse(stdout).spentUsd]).toEqual([2, 4, "0"]);
    await using dear = await start((_, before) =>
      before === 0
        ? {
            kind: "status",
            status: 529,
            type: "overloaded_error",
            headers: { "retry-after-ms": "600" },
          }
        : { kind: "answer", usage: { ...usage, input_tokens: 400_000 } },
    );
    const over = await replay(createRepository({ files: six }), dear.url, "--concurrency", "2");
    expect([over.code, codesOf(over.stdout), dear.messages().length]).toEqual([
      2,
      ["replay-overrun"],
      2,
    ]);
  });

  test("an answer over what was only expected stops nothing while the cap holds", async () => {
    const searching = {
      ...request("x"),
      tools: [{ type: "web_search_20250305", name: "web_search" }],
    };
    await using claude = await start(() => ({
      kind: "answer",
      usage: { ...usage, input_tokens: 60_000 },
    }));
    const files = {
      "promptcost.yml": six["promptcost.yml"],
      "f/a.json": { request: searching },
      "f/b.json": { request: searching },
    };
    const named = await replay(
      createRepository({ files }),
      claude.url,
      "--unbounded",
      "ask",
      "--concurrency",
      "1",
    );
    expect([named.code, codesOf(named.stdout), claude.messages().length]).toEqual([0, [], 2]);
    const dry = await promptcost(createRepository({ files }), ["replay", "--dry-run", "--json"]);
    expect(JSON.parse(dry.stdout).worstUsd).toBeNull();
  });

  test("an empty answer is nothing to go on with", async () => {
    const silent: Behaviour = { kind: "answer", usage, silent: true };
    await using claude = await start(() => silent);
    const turns = {
      exchanges: [
        { request: request("first") },
        {
          offset: "1ms",
          request: {
            messages: {
              $append: [
                { role: "assistant", content: [{ $answer: true }] },
                { role: "user", content: "and" },
              ],
            },
          },
        },
      ],
    };
    const root = createRepository({
      files: { "promptcost.yml": 'scenarios: { ask: { fixtures: "f.json" } }\n', "f.json": turns },
    });
    const { code, stdout } = await replay(root, claude.url);
    expect([code, codesOf(stdout), claude.messages().length]).toEqual([
      2,
      ["replay-unsendable"],
      1,
    ]);
  });
});

describe("a fixture of two scenarios", () => {
  const shared = (vars: string): Files => ({
    "promptcost.yml":
      `scenarios: { a: { fixtures: "f.json", vars: { who: { value: Ann } } }, b: { ` +
      `fixtures: "f.json", vars: { who: { value: ${vars} } } } }\n`,
    "p.md": "Hello {{who}}",
    "f.json": { request: { ...request("x"), system: { $file: "p.md" } } },
  });

  test("that fill it alike is sent once, and both have their recording", async () => {
    await using claude = await start();
    const root = createRepository({ files: shared("Ann") });
    expect([(await replay(root, claude.url)).code, claude.messages().length]).toEqual([0, 1]);
    expect([(await replay(root, claude.url)).code, claude.messages().length]).toEqual([0, 1]);
  });

  test("that fill it differently has room for one recording only, and nothing is sent", async () => {
    await using claude = await start();
    const { code, stdout } = await replay(createRepository({ files: shared("Bob") }), claude.url);
    expect([code, codesOf(stdout), claude.calls.length]).toEqual([2, ["replay-shared-fixture"], 0]);
    // Nor where one of the two is named.
    const one = await replay(createRepository({ files: shared("Bob") }), claude.url, "a");
    expect([one.code, codesOf(one.stdout), claude.calls.length]).toEqual([
      2,
      ["replay-shared-fixture"],
      0,
    ]);
  });
});

describe("an answer", () => {
  test.each([
    ["none", {}],
    ["no output", { input_tokens: 3 }],
    ["a fraction", { ...usage, input_tokens: 1.5 }],
    ["below zero", { ...usage, output_tokens: -1 }],
  ])("with a usage of %s is no recording, and counts in full", async (_, odd) => {
    await using claude = await start(() => ({ kind: "answer", usage: odd }));
    const root = createRepository({ files: six });
    const { code, stdout } = await replay(root, claude.url, "--concurrency", "1");
    expect([code, new Set(codesOf(stdout))]).toEqual([2, new Set(["replay-without-usage"])]);
    expect(Number(JSON.parse(stdout).spentUsd)).toBeGreaterThan(0);
    expect(JSON.parse(read(root, "f/a.json")).recorded).toBeUndefined();
    const sent = claude.messages().length;
    expect([(await replay(root, claude.url)).code, claude.messages().length]).toEqual([2, sent]);
  });

  test("to a file that changed meanwhile is not put into it", async () => {
    const lines = (more: readonly string[]): string =>
      [...more, "one", "two"]
        .map((one) => `${JSON.stringify({ request: request(one) })}\n`)
        .join("");
    let root = "";
    await using claude = await start((_, before) => {
      if (before === 0) writeFileSync(join(root, "f.jsonl"), lines(["zero"]));
      return answers;
    });
    root = createRepository({
      files: {
        "promptcost.yml": 'scenarios: { ask: { fixtures: "f.jsonl" } }\n',
        "f.jsonl": lines([]),
      },
    });
    const { code, stdout } = await replay(root, claude.url, "--concurrency", "1");
    expect([code, codesOf(stdout)]).toEqual([2, ["replay-not-kept", "replay-not-kept"]]);
    expect(read(root, "f.jsonl")).toBe(lines(["zero"]));
    expect(read(root, ".promptcost/replay/journal.jsonl").match(/"kind":"answered"/g)).toHaveLength(
      2,
    );
  });
});

test.each([
  ["nothing", Number.NaN],
  ["zero", 0],
  ["a fraction", 12.5],
  ["below zero", -3],
])("count_tokens that says %s bounds nothing", async (_, tokens) => {
  await using claude = await startClaude(
    () => tokens,
    undefined,
    () => answers,
  );
  const { code, stdout } = await replay(createRepository({ files: six }), claude.url);
  expect([code, codesOf(stdout), claude.messages().length]).toEqual([2, ["replay-unbounded"], 0]);
});
