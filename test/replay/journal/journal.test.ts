import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  keyText,
  runText,
  writeEntry,
  type JournalEntry,
  type JournalKey,
} from "../../../src/replay/journal/entry.ts";
import {
  readJournal,
  type Journal,
  type JournalLine,
} from "../../../src/replay/journal/journal.ts";
import { pruneJournal, runsOver, unfinishedJournal } from "../../../src/replay/journal/pruning.ts";

const somewhere = { offset: 0, length: 0, digest: "" };
function linesOf(text: string): readonly JournalLine[] {
  return text.split("\n").map((line) => ({ text: line, place: () => somewhere }));
}
function readText(text: string): Journal {
  return readJournal(linesOf(text));
}
function pruneText(text: string, done: ReadonlySet<string>): string {
  return [...pruneJournal(() => linesOf(text), done)].map((line) => `${line}\n`).join("");
}

function key(index: number): JournalKey {
  return {
    scenario: "a",
    run: 'r "1"',
    index,
    sample: 0,
    body: `sha256:${String(index)}`,
  };
}
const answered = {
  response: { model: "m", usage: { input_tokens: 3 } },
  requestId: "req_1",
  at: "2026-11-24T10:00:00.000Z",
  usd: 40n,
  batch: false,
  fast: false,
};

test("says what was answered, what nobody knows, and what that comes to", () => {
  const text = [
    writeEntry({ kind: "sent", key: key(0), usd: 100n, batch: null, firm: true }),
    writeEntry({ kind: "answered", key: key(0), answered }),
    writeEntry({ kind: "sent", key: key(1), usd: 100n, batch: null, firm: true }),
    writeEntry({ kind: "refused", key: key(1) }),
    writeEntry({ kind: "sent", key: key(2), usd: 7n, batch: null, firm: true }),
  ].join("");
  const { answered: known, unknown, spent } = readText(text);
  expect([...known]).toEqual([[keyText(key(0)), { ...answered, response: somewhere }]]);
  expect([...unknown.keys()]).toEqual([keyText(key(2))]);
  expect(spent).toBe(47n);
});

test("sent once more, though nobody knows of the first time: both count", () => {
  const sent = writeEntry({ kind: "sent", key: key(0), usd: 7n, batch: null, firm: true });
  expect(readText(sent + sent).spent).toBe(14n);
  expect(
    readText(sent + sent + writeEntry({ kind: "answered", key: key(0), answered })).spent,
  ).toBe(47n);
});

test("what it says of runs that are done is over", () => {
  const other = { ...key(3), run: "other", sample: 2 };
  const text =
    writeEntry({ kind: "sent", key: key(0), usd: 7n, batch: null, firm: true }) +
    writeEntry({ kind: "answered", key: other, answered });
  expect(pruneText(`${text}{"kind":"se`, new Set())).toBe(text);
  expect(pruneText(text, new Set([runText(key(0))]))).toBe(
    writeEntry({ kind: "answered", key: other, answered }),
  );
  expect(pruneText(text, new Set([runText(key(0)), runText(other)]))).toBe("");
});

test(
  "a batch is known by its name, has its id once it came, and is forgotten with the " +
    "last line that speaks of it",
  () => {
    const batch = {
      name: "1@2",
      at: "2026-11-24T10:00:00.000Z",
      size: 2,
      id: null,
      account: "a",
      after: "msgbatch_0",
      apiAt: "2026-11-24T10:00:01.000Z",
    };
    const sent = (index: number): string =>
      writeEntry({ kind: "sent", key: key(index), usd: 7n, batch: "1@2", firm: true });
    const text =
      writeEntry({ kind: "batch", ...batch }) +
      sent(0) +
      sent(1) +
      writeEntry({ kind: "batch", ...batch, id: "msgbatch_1" });
    const { unknown, batches, spent } = readText(text);
    expect([[...unknown.values()], [...batches.values()], spent]).toEqual([
      [0, 1].map((index) => ({ key: key(index), usd: 7n, batch: "1@2", firm: true })),
      [{ ...batch, id: "msgbatch_1" }],
      14n,
    ]);
    expect(pruneText(text, new Set())).toBe(text);
    expect(pruneText(text, new Set([runText(key(0))]))).toBe("");
  },
);

test("a batch whose requests are not all written down was never sent", () => {
  const batch = writeEntry({
    kind: "batch",
    name: "b",
    at: "2026-11-24T10:00:00.000Z",
    size: 2,
    id: null,
    account: "a",
    after: null,
    apiAt: null,
  });
  const sent = (index: number): string =>
    writeEntry({ kind: "sent", key: key(index), usd: 7n, batch: "b", firm: true });
  const refused = (index: number): string => writeEntry({ kind: "refused", key: key(index) });
  for (const text of [
    batch,
    batch + sent(0),
    sent(0),
    batch + sent(0) + sent(1) + refused(0) + refused(1) + batch + sent(0),
  ]) {
    const { unknown, batches, spent } = readText(text);
    expect([unknown.size, batches.size, spent]).toEqual([0, 0, 0n]);
  }
  expect(readText(batch + sent(0) + sent(1)).unknown.size).toBe(2);
});

test("a run is done where the fixture holds the very answer, and nothing of it is unknown", () => {
  const text =
    writeEntry({ kind: "sent", key: key(0), usd: 7n, batch: null, firm: true }) +
    writeEntry({ kind: "answered", key: key(0), answered });
  const kept = (at: string, samples = 1) =>
    new Map([[runText(key(0)), new Map([[0, { at, samples }]])]]);
  expect([...runsOver(readText(text), kept(answered.at))]).toEqual([runText(key(0))]);
  expect(runsOver(readText(text), kept("2026-11-24T09:00:00.000Z")).size).toBe(0);
  expect(runsOver(readText(text), new Map()).size).toBe(0);
  const more = text + writeEntry({ kind: "sent", key: key(1), usd: 7n, batch: null, firm: true });
  expect(runsOver(readText(more), kept(answered.at)).size).toBe(0);
  // An answer of a second time is kept where the fixture has two.
  const twice = text + writeEntry({ kind: "answered", key: { ...key(0), sample: 1 }, answered });
  expect([
    runsOver(readText(twice), kept(answered.at)).size,
    runsOver(readText(twice), kept(answered.at, 2)).size,
  ]).toEqual([0, 1]);
});

test("what was sent again and refused, or never left in its batch, leaves the first time unknown", () => {
  const sent = writeEntry({ kind: "sent", key: key(0), usd: 7n, batch: null, firm: true });
  const refused = writeEntry({ kind: "refused", key: key(0) });
  const half =
    writeEntry({
      kind: "batch",
      name: "b",
      at: "2026-11-24T10:00:00.000Z",
      size: 2,
      id: null,
      account: "a",
      after: null,
      apiAt: null,
    }) + writeEntry({ kind: "sent", key: key(0), usd: 7n, batch: "b", firm: true });
  for (const text of [sent + sent + refused, sent + half])
    expect([readText(text).unknown.size, readText(text).spent]).toEqual([1, 7n]);
  expect(runsOver(readText(sent + refused), new Map())).toEqual(new Set([runText(key(0))]));
  expect(runsOver(readText(sent), new Map())).toEqual(new Set());
});

test("cut off anywhere, it holds everything but its last line, and never throws", () => {
  const entries: readonly JournalEntry[] = [
    { kind: "sent", key: key(0), usd: 100n, batch: null, firm: true },
    { kind: "answered", key: key(0), answered },
    { kind: "sent", key: key(1), usd: 5n, batch: null, firm: true },
  ];
  const text = entries.map((entry) => writeEntry(entry)).join("");
  fc.assert(
    fc.property(fc.nat(text.length), (end) => {
      const whole = text.slice(0, end).split("\n").length - 1;
      const read = readText(text.slice(0, end));
      const least = readText(
        entries
          .slice(0, whole)
          .map((entry) => writeEntry(entry))
          .join(""),
      );
      // A line whose line break alone is missing is whole.
      expect(read.answered.size >= least.answered.size && read.spent >= 0n).toBe(true);
      expect(() => readText(`${text.slice(0, end)}\n${text}`)).not.toThrow();
    }),
  );
});

describe("a request that was moved", () => {
  const elsewhere: JournalKey = { ...key(0), run: "elsewhere" };
  const sent = (of: JournalKey, usd: bigint): string =>
    writeEntry({ kind: "sent", key: of, usd, batch: null, firm: true });
  const moved = writeEntry({ kind: "moved", key: key(0), to: elsewhere });

  test("has its answer, and what nobody knows of, where it stands now", () => {
    const text = [sent(key(0), 100n), writeEntry({ kind: "answered", key: key(0), answered })];
    const journal = readText([...text, sent(key(0), 3n), moved].join(""));
    expect([...journal.answered.keys()]).toEqual([keyText(elsewhere)]);
    expect([...journal.keys.values()]).toEqual([elsewhere]);
    expect(journal.spent).toBe(43n);
    const unknown = readText([sent(key(0), 1n), sent(key(0), 2n), moved].join(""));
    expect([...unknown.unknown.values()].map(({ key: at, usd }) => [at, usd])).toEqual([
      [elsewhere, 2n],
    ]);
    expect([...unknown.unknownBefore.keys()]).toEqual([keyText(elsewhere)]);
  });

  test("goes with the run it stands in now, and back again", () => {
    const back = writeEntry({ kind: "moved", key: elsewhere, to: key(0) });
    const once = [sent(key(0), 1n), moved].join("");
    const twice = [once, back].join("");
    const prune = (text: string, run: JournalKey): string =>
      [
        ...pruneJournal(() => linesOf(text), new Set([runText(run)]), {
          moved: readText(text).moved,
          config: "promptcost.yml",
        }),
      ].join("\n");
    expect([prune(once, elsewhere), prune(once, key(0))]).toEqual(["", once.trimEnd()]);
    expect([prune(twice, key(0)), prune(twice, elsewhere)]).toEqual(["", twice.trimEnd()]);
  });

  test("is another one once it is sent from the old place again", () => {
    const text = [sent(key(0), 1n), moved, sent(key(0), 2n)].join("");
    const { unknown, moved: left } = readText(text);
    expect([...unknown.keys()].toSorted()).toEqual(
      [keyText(elsewhere), keyText(key(0))].toSorted(),
    );
    expect(left.size).toBe(0);
  });

  test("of one config to another's run counts against the cap of the first", () => {
    const other: JournalKey = { ...elsewhere, config: "other.yml" };
    const text = [sent(key(0), 5n), writeEntry({ kind: "moved", key: key(0), to: other })].join("");
    expect(unfinishedJournal(readText(text), new Map()).spent).toBe(5n);
    expect(readJournal(linesOf(text), "other.yml").spent).toBe(0n);
  });
});
