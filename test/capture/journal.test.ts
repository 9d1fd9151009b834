import * as fc from "fast-check";
import { expect, test } from "vitest";
import { keyText, pruneJournal, readJournal, runText, writeEntry, type JournalEntry, type JournalKey } from "../../src/capture/journal.ts";

const key = (index: number): JournalKey => ({ scenario: "a", run: 'r "1"', index, sample: 0, body: `sha256:${String(index)}` });
const answered = {
  response: { model: "m", usage: { input_tokens: 3 } },
  requestId: "req_1",
  at: "2026-11-24T10:00:00.000Z",
  usd: 40n,
  batch: false,
};

test("says what was answered, what nobody knows, and what that comes to", () => {
  const text = [
    writeEntry({ kind: "sent", key: key(0), usd: 100n, batch: null }),
    writeEntry({ kind: "answered", key: key(0), answered }),
    writeEntry({ kind: "sent", key: key(1), usd: 100n, batch: null }),
    writeEntry({ kind: "refused", key: key(1) }),
    writeEntry({ kind: "sent", key: key(2), usd: 7n, batch: null }),
  ].join("");
  const { answered: known, unknown, spent } = readJournal(text);
  expect([...known]).toEqual([[keyText(key(0)), answered]]);
  expect([...unknown.keys()]).toEqual([keyText(key(2))]);
  expect(spent).toBe(47n);
});

test("sent once more, though nobody knows of the first time: both count", () => {
  const sent = writeEntry({ kind: "sent", key: key(0), usd: 7n, batch: null });
  expect(readJournal(sent + sent).spent).toBe(14n);
  expect(readJournal(sent + sent + writeEntry({ kind: "answered", key: key(0), answered })).spent).toBe(47n);
});

test("what it says of runs that are done is over", () => {
  const other = { ...key(3), run: "other", sample: 2 };
  const text = writeEntry({ kind: "sent", key: key(0), usd: 7n, batch: null }) + writeEntry({ kind: "answered", key: other, answered });
  expect(pruneJournal(`${text}{"kind":"se`, new Set())).toBe(text);
  expect(pruneJournal(text, new Set([runText(key(0))]))).toBe(writeEntry({ kind: "answered", key: other, answered }));
  expect(pruneJournal(text, new Set([runText(key(0)), runText(other)]))).toBe("");
});

test("a batch is known by its name, has its id once it came, and is forgotten with the last line that speaks of it", () => {
  const batch = { name: "1@2", at: "2026-11-24T10:00:00.000Z", size: 2, id: null };
  const sent = writeEntry({ kind: "sent", key: key(0), usd: 7n, batch: "1@2" });
  const text = sent + writeEntry({ kind: "batch", ...batch }) + writeEntry({ kind: "batch", ...batch, id: "msgbatch_1" });
  const { unknown, batches, spent } = readJournal(text);
  expect([[...unknown.values()], [...batches.values()], spent]).toEqual([
    [{ key: key(0), usd: 7n, batch: "1@2" }],
    [{ ...batch, id: "msgbatch_1" }],
    7n,
  ]);
  expect(pruneJournal(text, new Set())).toBe(text);
  expect(pruneJournal(text, new Set([runText(key(0))]))).toBe("");
});

test("cut off anywhere, it holds everything but its last line, and never throws", () => {
  const entries: readonly JournalEntry[] = [
    { kind: "sent", key: key(0), usd: 100n, batch: null },
    { kind: "answered", key: key(0), answered },
    { kind: "sent", key: key(1), usd: 5n, batch: null },
  ];
  const text = entries.map(writeEntry).join("");
  fc.assert(
    fc.property(fc.nat(text.length), (at) => {
      const whole = text.slice(0, at).split("\n").length - 1;
      const read = readJournal(text.slice(0, at));
      const least = readJournal(entries.slice(0, whole).map(writeEntry).join(""));
      // A line whose line break alone is missing is whole.
      expect(read.answered.size >= least.answered.size && read.spent >= 0n).toBe(true);
      expect(() => readJournal(`${text.slice(0, at)}\n${text}`)).not.toThrow();
    }),
  );
});
