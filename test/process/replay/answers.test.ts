import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startClaude } from "../../servers/claude.ts";
import { createRepository, type Files } from "../../repositories/scratch-repository.ts";
import { request, usage, answers, six, start, replay } from "./six-questions.ts";
import { codesOf, readText } from "../cli.ts";

describe("a fixture of two scenarios", () => {
  const shared = (vars: string): Files => ({
    "promptcost.yml":
      `scenarios: { a: { fixtures: "f.json", vars: { who: { value: Ann } } }, b: { ` +
      `fixtures: "f.json", vars: { who: { value: ${vars} } } } }\n`,
    "p.md": "Hello {{who}}",
    "f.json": { request: { ...request("x"), system: { $file: "p.md" } } },
  });

  test("that give it the same values is sent once, and both have their recording", async () => {
    await using claude = await start();
    const root = createRepository({ files: shared("Ann") });
    expect([(await replay(root, claude.url)).code, claude.messages().length]).toEqual([0, 1]);
    expect([(await replay(root, claude.url)).code, claude.messages().length]).toEqual([0, 1]);
  });

  test("that give it different values has room for one recording only, and nothing is sent", async () => {
    await using claude = await start();
    const { code, stdout } = await replay(createRepository({ files: shared("Bob") }), claude.url);
    expect([code, codesOf(stdout), claude.calls.length]).toEqual([2, ["replay-shared-fixture"], 0]);
    // Nor where one of the two is named.
    const named = await replay(createRepository({ files: shared("Bob") }), claude.url, "a");
    expect([named.code, codesOf(named.stdout), claude.calls.length]).toEqual([
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
    expect(JSON.parse(readText(root, "f/a.json")).recorded).toBeUndefined();
    const sent = claude.messages().length;
    expect([(await replay(root, claude.url)).code, claude.messages().length]).toEqual([2, sent]);
  });

  test("to a file that changed meanwhile is not put into it", async () => {
    const lines = (more: readonly string[]): string =>
      [...more, "one", "two"]
        .map((named) => `${JSON.stringify({ request: request(named) })}\n`)
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
    expect(readText(root, "f.jsonl")).toBe(lines(["zero"]));
    expect(
      readText(root, ".promptcost/replay/journal.jsonl").match(/"kind":"answered"/g),
    ).toHaveLength(2);
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
  expect([code, codesOf(stdout), claude.messages().length]).toEqual([
    2,
    ["replay-count-failed"],
    0,
  ]);
});
