import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { startClaude } from "../../servers/claude.ts";
import { createRepository, type Files } from "../../repositories/scratch-repository.ts";
import { promptcost, readText } from "../cli.ts";

/**
 * Kills of each mode; more of them by hand: `KILLS=200 npx vitest run
 * test/process/replay/kills.test.ts`.
 */
const kills = Number(process.env["KILLS"] ?? "10");

function request(question: string) {
  return {
    model: "claude-sonnet-4-6",
    max_tokens: 50,
    messages: [{ role: "user", content: question }],
  };
}
const questions = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
function files(more: Files): Files {
  return {
    "promptcost.yml": 'scenarios: { ask: { fixtures: "f/*" } }\n',
    "f/all.jsonl": questions
      .map((question) => `${JSON.stringify({ request: request(question) })}\n`)
      .join(""),
    "f/own.json": { request: request("nine") },
    ...more,
  };
}
/** Its second turn holds the answer to the first: no batch takes it. */
const chat = `# two turns
exchanges:
  - request: ${JSON.stringify(request("ten"))}
  - offset: 20ms
    request: { messages: { $append: [{ role: assistant, content: [{ $answer: true }] }, { role: user, content: and }] } }
`;
const usage = {
  input_tokens: 9,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
  output_tokens: 20,
};

/** Moments of a process' life, in milliseconds, the same in every run. */
function moments(seed: number, until: number): readonly number[] {
  let state = seed;
  return Array.from({ length: kills }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return 180 + (state % until);
  });
}

interface Recorded {
  readonly recorded?: unknown;
}

/** How many exchanges of the fixtures are recorded. Throws where a file is not whole. */
function countRecorded(root: string, hasChat: boolean): number {
  const lines: readonly Recorded[] = readText(root, "f/all.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const own: Recorded = JSON.parse(readText(root, "f/own.json"));
  const turns: readonly Recorded[] = hasChat ? parse(readText(root, "f/chat.yaml")).exchanges : [];
  expect([lines.length, turns.length]).toEqual([8, hasChat ? 2 : 0]);
  return [...lines, own, ...turns].filter(({ recorded }) => recorded !== undefined).length;
}

/** Requests whose answers the journal holds, in all. */
function countJournaled(root: string): number {
  const path = join(root, ".promptcost/replay/journal.jsonl");
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  return new Set(
    lines
      .filter((line) => line.startsWith('{"kind":"answered"') && line.endsWith("}}"))
      .map((line) => JSON.stringify(JSON.parse(line).key)),
  ).size;
}

test(
  `killed ${String(kills)} times while it sends: no answer is lost, none is paid for ` +
    "twice, no file is half",
  async () => {
    for (const [index, ms] of moments(7, 700).entries()) {
      await using claude = await startClaude(
        () => 9,
        undefined,
        () => ({ kind: "answer", usage, delayMs: 40 }),
      );
      const root = createRepository({ files: files({ "f/chat.yaml": chat }) });
      const env = { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "k" };
      await promptcost(root, ["replay", "--max-usd", "1", "--concurrency", "3"], env, ms);
      const before = claude.messages().length;
      const answered = Math.max(countJournaled(root), countRecorded(root, true));
      const resends = index % 2 === 0;
      const next = await promptcost(
        root,
        ["replay", "--json", "--max-usd", "1", ...(resends ? ["--resend-unknown"] : [])],
        env,
      );
      const sent = claude.messages().length - before;
      const problems: readonly { readonly code: string }[] = JSON.parse(next.stdout).problems;
      expect(new Set(problems.map(({ code }) => code))).toEqual(
        new Set(problems.length === 0 ? [] : ["replay-maybe-paid"]),
      );
      expect(next.code).toBe(problems.length === 0 ? 0 : 2);
      // Eleven in all. Where the chat's first turn may have been paid, its second one is not sent
      // either.
      const left = 11 - answered - sent - problems.length;
      expect([ms, left === 0 || (problems.length > 0 && left === 1)]).toEqual([ms, true]);
      if (resends)
        expect([
          ms,
          countRecorded(root, true),
          existsSync(join(root, ".promptcost/replay")),
        ]).toEqual([ms, 11, false]);
    }
  },
  600_000,
);

test(`killed ${String(kills)} times in a batch: it goes on with it, and sends no other`, async () => {
  for (const ms of moments(11, 1500)) {
    await using claude = await startClaude(() => 9, undefined, undefined, {
      polls: 0,
      item: () => ({
        type: "succeeded",
        message: {
          id: "m",
          type: "message",
          role: "assistant",
          model: "claude-sonnet-4-6",
          content: [],
          stop_reason: "end_turn",
          stop_sequence: null,
          usage,
        },
      }),
    });
    const root = createRepository({ files: files({}) });
    const env = { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "k" };
    await promptcost(root, ["replay", "--batch", "--max-usd", "1"], env, ms);
    countRecorded(root, false);
    const next = await promptcost(root, ["replay", "--json", "--batch", "--max-usd", "1"], env);
    const [open, ...others]: readonly { readonly code: string }[] = JSON.parse(
      next.stdout,
    ).problems;
    expect([ms, others, open?.code ?? "replay-batch-open"]).toEqual([ms, [], "replay-batch-open"]);
    // Written down, and killed before it left: nobody knows, so it is not sent again by itself.
    if (open !== undefined) {
      expect([ms, claude.shipped.length]).toEqual([ms, 0]);
      await promptcost(root, ["replay", "--batch", "--max-usd", "1", "--resend-unknown"], env);
    } else expect([ms, next.code]).toEqual([ms, 0]);
    expect([ms, claude.shipped.length]).toEqual([ms, 9]);
    expect([ms, countRecorded(root, false), existsSync(join(root, ".promptcost/replay"))]).toEqual([
      ms,
      9,
      false,
    ]);
  }
}, 900_000);
