import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { createPendingAnswers } from "../../../src/replay/answers/pending-answers.ts";
import type { AnswerToKeep } from "../../../src/replay/answers/keep.ts";
import { writeEntry, type JournalKey } from "../../../src/replay/journal/entry.ts";
import type { LinePlace } from "../../../src/replay/journal/journal.ts";
import type { RunSample } from "../../../src/replay/session.ts";
import { load, request } from "../../fixture/load-text.ts";

/** A file of so many lines, a run each, as they are sent. */
function runsOf(count: number, times = 1) {
  const text = Array.from({ length: count }, () => `${JSON.stringify({ request: request() })}\n`);
  const [scenario] = load({ "fixtures/all.jsonl": text.join("") }).scenarios;
  const runs = scenario!.runs.map((run) => ({
    run,
    planned: {
      scenario: scenario!.config,
      id: run.id,
      file: "fixtures/all.jsonl",
      place: run.place,
      ages: ["missing" as const],
      open: () => {
        throw new Error("nothing is opened");
      },
    },
  }));
  return Array.from({ length: times }, (_, sample) =>
    runs.map(({ run, planned }) => ({ run, sent: { planned, sample } })),
  ).flat();
}

function answer(text: string): JsonObject {
  const usage = { input_tokens: 3, output_tokens: text.length };
  return { model: "m", usage, stop_reason: "end_turn", content: [{ type: "text", text }] };
}

function lineOf(run: RunSample, response: JsonObject): string {
  const key: JournalKey = { scenario: "a", run: run.planned.id, index: 0, sample: 0, body: "b" };
  const settled = { requestId: null, at: "2026-11-24T10:00:00.000Z", usd: 1n, batch: false };
  const answered = { ...settled, fast: false, response };
  return writeEntry({ kind: "answered", key, answered }).trimEnd();
}

/** Puts an answer for every run; the journal holds what `journaled` gives for it. */
function collect(
  count: number,
  options: {
    readonly times?: number;
    readonly journaled: (index: number) => JsonObject | null;
  },
) {
  const { times = 1, journaled } = options;
  const read: number[] = [];
  const kept: { readonly exchange: AnswerToKeep["exchange"]; readonly recorded: JsonObject }[] = [];
  const runs = runsOf(count, times);
  const pending = createPendingAnswers(
    runs.map(({ sent }) => sent),
    { times, keepsAnswers: true },
    {
      keep: (answers) => {
        return answers.filter(({ exchange, recorded }) => {
          const had = recorded();
          if (had !== undefined) kept.push({ exchange, recorded: had });
          return had === undefined;
        });
      },
      readLine: ({ offset }: LinePlace) => {
        read.push(offset);
        const response = journaled(offset);
        return response === null ? null : lineOf(runs[offset]!.sent, response);
      },
    },
  );
  for (const [index, { run, sent }] of runs.entries()) {
    expect(read).toEqual([]);
    pending.put({
      run: sent,
      exchange: run.exchanges[0]!,
      text: "digest",
      answered: { response: { offset: index, length: 1, digest: "" } },
      response: answer("as it came"),
      recorded: { at: "2026-11-24T10:00:00.000Z" },
    });
    pending.end(sent);
  }
  return { pending, kept, read };
}

test("what is kept of 2,000 answers is read from the journal, each once, when the file is written", () => {
  const { pending, kept, read } = collect(2000, {
    journaled: (index) => answer(`from the journal: ${String(index)}`),
  });
  expect(read).toEqual(Array.from({ length: 2000 }, (_, index) => index));
  expect(kept).toHaveLength(2000);
  // Nothing of an answer was held meanwhile: not what came, but what the journal holds is kept.
  for (const [index, { recorded }] of kept.entries())
    expect(recorded).toMatchObject({ response: answer(`from the journal: ${String(index)}`) });
  expect([pending.done.size, pending.problems]).toEqual([2000, []]);
});

test("of several times the first answer is read, and what each came to is kept", () => {
  const { kept, read, pending } = collect(3, { times: 2, journaled: () => answer("as it came") });
  expect(read).toEqual([0, 1, 2]);
  const sample = { usage: { input_tokens: 3, output_tokens: 10 }, stop_reason: "end_turn" };
  for (const { recorded } of kept) expect(recorded).toMatchObject({ samples: [sample, sample] });
  expect(pending.lengths.map(({ tokens }) => tokens)).toEqual([
    [10, 10],
    [10, 10],
    [10, 10],
  ]);
});

test("an answer that the journal does not hold any more is a problem, and no recording", () => {
  const { pending, kept } = collect(3, {
    journaled: (index) => (index === 1 ? null : answer("as it came")),
  });
  expect(kept.map(({ exchange }) => exchange.place.line)).toEqual([1, 3]);
  expect(pending.problems.map(({ code, line }) => [code, line])).toEqual([
    ["replay-journal-changed", 2],
  ]);
  // None of its file is done: the journal goes on holding all of them.
  expect(pending.done.size).toBe(0);
});
