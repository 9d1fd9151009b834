import { describe, expect, test } from "vitest";
import { startClaude, type ClaudeServer } from "../../servers/claude.ts";
import { groupBy } from "../../../src/order.ts";
import {
  callReplay,
  createQuestions,
  findLeftovers,
  killOf,
  readJournaled,
  readRecorded,
} from "./killed-calls.ts";

/**
 * Kills of each mode; more of them by hand, on a machine that does nothing else:
 * `KILLS=200 npx vitest run test/process/replay/kills.test.ts`.
 */
const kills = Number(process.env["KILLS"] ?? "8");
/** Where a run by hand begins, to see one round again. */
const from = Number(process.env["KILLS_FROM"] ?? "0");
const rounds = Array.from({ length: kills }, (_, index) => from + index);

const usage = {
  input_tokens: 9,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
  output_tokens: 20,
};

/** How often each body came: what the server knows of what it may have been paid for. */
function timesPaid(bodies: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...groupBy(bodies, (body) => body)].map(([body, all]) => [body, all.length]));
}

/** The bodies that were paid before and came again. */
function paidAgain(before: readonly string[], after: readonly string[]): readonly string[] {
  const known = new Set(before);
  return after.slice(before.length).filter((body) => known.has(body));
}

/** What is the same in streaming and in batches. */
interface Mode {
  readonly words: readonly string[];
  readonly chat: boolean;
  /** Questions of the server in one call that is not killed. */
  readonly calls: number;
  readonly start: () => Promise<ClaudeServer>;
  /** Bodies that the server took. */
  readonly paid: (claude: ClaudeServer) => readonly string[];
  /** Problems that say that nobody knows whether something was paid. */
  readonly unknown: readonly string[];
}

const modes: Readonly<Record<"streaming" | "batches", Mode>> = {
  streaming: {
    words: ["--concurrency", "3"],
    chat: true,
    calls: 18,
    start: () =>
      startClaude(
        () => 9,
        undefined,
        (_, before) => ({ kind: "answer", usage, delayMs: 20, text: `Answer ${String(before)}.` }),
      ),
    paid: (claude) => claude.messages(),
    unknown: ["replay-maybe-paid"],
  },
  batches: {
    words: ["--batch"],
    chat: false,
    calls: 10,
    start: () => {
      let items = 0;
      return startClaude(() => 9, undefined, undefined, {
        polls: 0,
        item: () => {
          items += 1;
          return {
            type: "succeeded",
            message: {
              id: "m",
              type: "message",
              role: "assistant",
              model: "claude-sonnet-4-6",
              content: [{ type: "text", text: `Answer ${String(items)}.` }],
              stop_reason: "end_turn",
              stop_sequence: null,
              usage,
            },
          };
        },
      });
    },
    paid: (claude) => claude.shipped.map(({ params }) => JSON.stringify(params)),
    unknown: ["replay-batch-open", "replay-maybe-paid"],
  },
};

/** A kill in four goes to a call with `--times`, at whatever moment that one is killed. */
function timesOf(round: number): number {
  return Math.floor(round / 8) % 2 === 1 || round % 8 > 5 ? 3 : 1;
}

/**
 * One round: a call that is killed, one that goes on, and where nobody knows what became of a
 * request, one that is told to send it again.
 */
async function killOnce(round: number, { words, chat, calls, start, paid, unknown }: Mode) {
  await using claude = await start();
  const root = createQuestions(chat);
  const times = timesOf(round);
  const timesWords = times === 1 ? [] : ["--times", String(times)];
  const killed = await callReplay(root, claude, {
    words: [...words, ...timesWords],
    kill: killOf(round, times === 1 ? calls : 2 * calls),
  });
  const where = `round ${String(round)}, ${String(times)} times`;
  const before = paid(claude);
  expect([where, Math.max(0, ...timesPaid(before).values()) <= times]).toEqual([where, true]);
  const journaled = readJournaled(root);
  const kept = readRecorded(root, chat);

  const next = await callReplay(root, claude, { words });
  const between = paid(claude);
  expect([where, paidAgain(before, between)]).toEqual([where, []]);
  expect([where, next.codes.filter((code) => !unknown.includes(code))]).toEqual([where, []]);
  expect([where, next.code]).toEqual([where, next.codes.length === 0 ? 0 : 2]);
  // A batch of which nobody knows was never taken: else it is found.
  if (next.codes.includes("replay-batch-open")) expect([where, before]).toEqual([where, []]);

  if (next.codes.length > 0) {
    const last = await callReplay(root, claude, { words: [...words, "--resend-unknown"] });
    expect([where, last.code, last.codes]).toEqual([where, 0, []]);
  }
  const again = paidAgain(between, paid(claude));
  expect([where, again.length <= next.codes.length]).toEqual([where, true]);

  const recorded = readRecorded(root, chat);
  const texts = recorded.map((answer) => answer?.text ?? null);
  expect([where, texts.includes(null)]).toEqual([where, false]);
  // What was there after the kill, in a fixture or in the journal, is there still.
  const found = [...journaled.texts, ...kept.flatMap((answer) => answer?.text ?? [])];
  expect([where, found.filter((text) => !texts.includes(text))]).toEqual([where, []]);
  const samples = recorded.reduce((sum, answer) => sum + (answer?.samples ?? 0), 0);
  expect([where, samples >= journaled.answers]).toEqual([where, true]);
  expect([where, findLeftovers(root)]).toEqual([where, []]);
  return killed.killed ? 1 : 0;
}

describe.each(["streaming", "batches"] as const)("killed %s", (name) => {
  test(
    `${String(kills)} times: nothing is paid twice, lost, or left lying`,
    async () => {
      let count = 0;
      for (const round of rounds) count += await killOnce(round, modes[name]);
      // Some moments are behind the end of a call that was quick.
      expect(count).toBeGreaterThan(kills / 2);
      if (kills > 100) console.log(`${name}: ${String(count)} kills in ${String(kills)} rounds`);
    },
    kills * 30_000,
  );
});
