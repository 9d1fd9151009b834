import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startClaude, type Behaviour } from "../claude-server.ts";
import { createRepository, scratchFolder, type Files } from "../scratch-repository.ts";
import { promptcost } from "./process.ts";

/** What a second call makes of what a first one left, and of fixtures and answers that are not what they seem. */
const request = (question: string) => ({ model: "claude-sonnet-4-6", max_tokens: 50, messages: [{ role: "user", content: question }] });
const usage = { input_tokens: 9, cache_read_input_tokens: 0, cache_creation_input_tokens: 0, output_tokens: 20 };
const answers: Behaviour = { kind: "answer", usage };
const names = ["a", "b", "c", "d", "e", "f"];
const six: Files = {
  "promptcost.yml": 'scenarios: { ask: { fixtures: "f/*.json" } }\n',
  ...Object.fromEntries(names.map((name) => [`f/${name}.json`, { request: request(name) }])),
};

const succeeded = () => ({
  type: "succeeded",
  message: { id: "m", type: "message", role: "assistant", model: "claude-sonnet-4-6", content: [], stop_reason: "end_turn", usage },
});
const start = (
  behaviourOf: (body: string, before: number) => Behaviour = () => answers,
  question?: (before: number) => number | undefined,
) => startClaude(() => 9, undefined, behaviourOf, { item: succeeded, polls: 0, ...(question === undefined ? {} : { question }) });
const replay = (root: string, url: string, ...words: readonly string[]) =>
  promptcost(root, ["replay", "--json", "--max-usd", "1", ...words], { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "k" });
const codesOf = (stdout: string): readonly string[] => JSON.parse(stdout).problems.map(({ code }: { code: string }) => code);
const folderOf = (root: string): string => join(root, ".promptcost/replay");
const read = (root: string, name: string): string => readFileSync(join(root, name), "utf8");

describe("a journal", () => {
  test("an open batch of recordings that still hold is collected by a plain call, and not sent again by the next", async () => {
    let isDown = false;
    await using claude = await start(undefined, () => (isDown ? 403 : undefined));
    const root = createRepository({ files: six });
    await replay(root, claude.url, "--batch");
    isDown = true;
    const open = await replay(root, claude.url, "--batch", "--only", "all");
    expect([open.code, codesOf(open.stdout), claude.shipped.length]).toEqual([2, ["replay-batch-open"], 12]);
    isDown = false;
    const plain = await replay(root, claude.url);
    expect([plain.code, codesOf(plain.stdout)]).toEqual([0, ["replay-waiting"]]);
    expect(JSON.parse(plain.stdout).problems[0].message).toContain("6 answers");
    const all = await replay(root, claude.url, "--batch", "--only", "all");
    expect([all.code, claude.shipped.length, claude.messages().length, existsSync(folderOf(root))]).toEqual([0, 12, 0, false]);
  });

  test("what was spent before a kill counts, though its answers are in their files", async () => {
    await using claude = await start();
    const root = createRepository({ files: six });
    await replay(root, claude.url, "--concurrency", "1");
    // As a kill leaves it: `a` is answered and kept, `b` was under way. Both recordings then go stale.
    const recorded = JSON.parse(read(root, "f/a.json")).recorded;
    const entry = (index: number, name: string) => ({ scenario: "ask", run: `f/${name}`, index, sample: 0, body: "x" });
    mkdirSync(folderOf(root), { recursive: true });
    const answered = { response: recorded.response, requestId: null, at: recorded.at, usd: "400000000000", batch: false };
    const lines = [
      { kind: "sent", key: entry(0, "a"), usd: "400000000000", batch: null },
      { kind: "answered", key: entry(0, "a"), answered },
      { kind: "sent", key: entry(0, "b"), usd: "300000000000", batch: null },
    ];
    const write = (some: readonly object[]): void =>
      writeFileSync(join(folderOf(root), "journal.jsonl"), some.map((one) => `${JSON.stringify(one)}\n`).join(""));
    write(lines);
    const next = await replay(root, claude.url);
    expect(JSON.parse(next.stdout).spentUsd).toBe("0.7");
    // Nothing unknown, and the fixture holds the very answer: that call is over.
    mkdirSync(folderOf(root), { recursive: true });
    write(lines.slice(0, 2));
    const over = await replay(root, claude.url);
    expect([over.code, JSON.parse(over.stdout).spentUsd, existsSync(folderOf(root))]).toEqual([0, "0", false]);
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
      expect([name, code, codesOf(stdout), readFileSync(victim, "utf8")]).toEqual([name, 2, ["replay-journal-failed"], "mine\n"]);
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

describe("a fixture of two scenarios", () => {
  const shared = (vars: string): Files => ({
    "promptcost.yml": `scenarios: { a: { fixtures: "f.json", vars: { who: { value: Ann } } }, b: { fixtures: "f.json", vars: { who: { value: ${vars} } } } }\n`,
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
      [...more, "one", "two"].map((one) => `${JSON.stringify({ request: request(one) })}\n`).join("");
    let root = "";
    await using claude = await start((_, before) => {
      if (before === 0) writeFileSync(join(root, "f.jsonl"), lines(["zero"]));
      return answers;
    });
    root = createRepository({ files: { "promptcost.yml": 'scenarios: { ask: { fixtures: "f.jsonl" } }\n', "f.jsonl": lines([]) } });
    const { code, stdout } = await replay(root, claude.url, "--concurrency", "1");
    expect([code, codesOf(stdout)]).toEqual([2, ["replay-not-kept", "replay-not-kept"]]);
    expect(read(root, "f.jsonl")).toBe(lines(["zero"]));
    expect(read(root, ".promptcost/replay/journal.jsonl").match(/"kind":"answered"/g)).toHaveLength(2);
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
