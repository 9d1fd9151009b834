/** Requests that stand elsewhere by the next call: what was paid for them goes with them. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ClaudeServer } from "../../servers/claude.ts";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { codesOf } from "../cli.ts";
import { callReplay, createQuestions, findLeftovers } from "./killed-calls.ts";
import { answers, replay, request, start } from "./six-questions.ts";

function linesOf(questions: readonly string[]): string {
  return questions
    .map((question) => `${JSON.stringify({ request: request(question) })}\n`)
    .join("");
}

function readLines(root: string, file: string): readonly string[] {
  return readFileSync(join(root, file), "utf8").trimEnd().split("\n");
}

function timesAsked(claude: ClaudeServer, question: string): number {
  return claude.messages().filter((body) => JSON.parse(body).messages[0].content === question)
    .length;
}

/** A server that hangs up on one question, once. */
function startHangingUp(question: string): Promise<ClaudeServer> {
  let isFirst = true;
  return start((body) => {
    if (!body.includes(question) || !isFirst) return answers;
    isFirst = false;
    return { kind: "hang-up" };
  });
}

test("to the line of one that is recorded by now: it is not sent again unasked", async () => {
  await using claude = await startHangingUp("three");
  const root = createRepository({
    files: {
      "promptcost.yml": 'scenarios: { ask: { fixtures: "f.jsonl" } }\n',
      "f.jsonl": linesOf(["one", "two", "three"]),
    },
  });
  await replay(root, claude.url);
  // The lines of "one" and "two" are recorded: "three" moves before them, with what they hold.
  const recorded = readLines(root, "f.jsonl");
  writeFileSync(
    join(root, "f.jsonl"),
    [recorded[2], recorded[0], recorded[1]].map((line) => `${line ?? ""}\n`).join(""),
  );
  const second = await replay(root, claude.url);
  expect([codesOf(second.stdout), timesAsked(claude, "three")]).toEqual([["replay-maybe-paid"], 1]);
  const third = await replay(root, claude.url, "--resend-unknown");
  expect([third.code, timesAsked(claude, "three")]).toEqual([0, 2]);
  // Nothing is left that the next call would count as spent.
  expect(existsSync(join(root, ".promptcost"))).toBe(false);
});

test("to another scenario, of the same file: it is not sent again unasked", async () => {
  await using claude = await startHangingUp("one");
  const root = createRepository({
    files: {
      "promptcost.yml": "scenarios: { a: { fixtures: f.json }, b: { fixtures: f.json } }\n",
      "f.json": { request: request("one") },
    },
  });
  await replay(root, claude.url, "a");
  const second = await replay(root, claude.url, "b");
  expect([codesOf(second.stdout), timesAsked(claude, "one")]).toEqual([["replay-maybe-paid"], 1]);
});

test("to another file, though a killed call had kept its answer: nothing waits for it", async () => {
  await using claude = await start();
  const root = createQuestions(false);
  const words = ["--concurrency", "1"];
  for (const step of ["renamed:1", "renamed:1"]) {
    const { killed } = await callReplay(root, claude, { words, kill: { step } });
    expect(killed).toBe(true);
  }
  renameSync(join(root, "f/all.jsonl"), join(root, "f/others.jsonl"));
  const { code, codes } = await callReplay(root, claude, { words });
  expect([code, codes, claude.messages().length]).toEqual([0, [], 7]);
  renameSync(join(root, "f/others.jsonl"), join(root, "f/all.jsonl"));
  expect(findLeftovers(root)).toEqual([]);
});

test("to another file, out of a batch that is gone: sent again, it is no longer unknown", async () => {
  let isGone = true;
  await using claude = await start(undefined, () => (isGone ? 404 : undefined));
  const root = createRepository({
    files: {
      "promptcost.yml": 'scenarios: { ask: { fixtures: "f/*" } }\n',
      "f/one.json": { request: request("one") },
    },
  });
  const first = await replay(root, claude.url, "--batch");
  expect(codesOf(first.stdout)).toEqual(["replay-batch-gone"]);
  renameSync(join(root, "f/one.json"), join(root, "f/other.json"));
  const second = await replay(root, claude.url, "--resend-unknown");
  isGone = false;
  expect([second.code, timesAsked(claude, "one")]).toEqual([0, 1]);
  expect(existsSync(join(root, ".promptcost"))).toBe(false);
});
