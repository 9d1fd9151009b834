import { expect, test } from "vitest";
import {
  findCandidates,
  findUnlikely,
  hadTimeToTurnUp,
  isNearInTime,
  pollPauseMs,
} from "../../../src/replay/batches/listing.ts";
import type { SentBatch } from "../../../src/replay/journal/entry.ts";
import type { BatchList, ListedBatch } from "../../../src/replay/ports.ts";

const sentAt = Date.parse("2026-11-25T10:00:00Z");

function after(minutes: number): string {
  return new Date(sentAt + minutes * 60_000).toISOString();
}

/** `at` is our clock, a year behind. */
function sent(more: Partial<SentBatch> = {}): SentBatch {
  const at = "2025-11-25T10:00:00Z";
  return { name: "b", at, size: 3, id: null, account: "a", after: null, apiAt: after(0), ...more };
}

function listed(id: string, minutes: number, size = 3): ListedBatch {
  return {
    id,
    createdAt: after(minutes),
    ended: false,
    counts: { processing: size - 1, succeeded: 1, errored: 0, canceled: 0, expired: 0 },
  };
}

function list(minutes: number, ...batches: readonly ListedBatch[]): BatchList {
  return { batches, whole: true, at: sentAt + minutes * 60_000 };
}

function idsOf(found: readonly ListedBatch[]): readonly string[] {
  return found.map(({ id }) => id);
}

test("a batch is found by its size, the nearest in time first, whatever our clock said", () => {
  const all = list(
    10,
    listed("late", 9),
    listed("near", 1),
    listed("other", 0, 4),
    listed("mine", 0),
    listed("old", -600),
  );
  expect(idsOf(findCandidates(all, sent(), new Set(["mine"])))).toEqual(["near", "late", "old"]);
  expect(all.batches.filter((batch) => isNearInTime(batch, sent())).map(({ id }) => id)).toEqual([
    "late",
    "near",
    "other",
    "mine",
  ]);
});

test("one that came too late is left out only where the times of the list go together", () => {
  const late = listed("late", 40);
  const near = listed("near", 1);
  const none = new Set<string>();
  expect(idsOf(findCandidates(list(50, late, near), sent(), none))).toEqual(["near"]);
  // From the future; out of order; a list or a batch without a time.
  expect(idsOf(findCandidates(list(10, late, near), sent(), none))).toEqual(["near", "late"]);
  expect(idsOf(findCandidates(list(50, near, late), sent(), none))).toEqual(["near", "late"]);
  const timeless = { ...list(50, late, near), at: null };
  expect(idsOf(findCandidates(timeless, sent(), none))).toEqual(["near", "late"]);
  expect(idsOf(findCandidates(list(50, late, near), sent({ apiAt: null }), none))).toHaveLength(2);
  const blank = { ...near, createdAt: "soon" };
  expect(idsOf(findCandidates(list(50, late, blank), sent(), none))).toHaveLength(2);
});

test("one that counts nothing yet may be of any size; an ended one of another size is unlikely", () => {
  const nothing = { processing: 0, succeeded: 0, errored: 0, canceled: 0, expired: 0 };
  const blank = { ...listed("blank", 1), counts: nothing };
  const ended = { ...blank, id: "ended", ended: true };
  const all = list(5, ended, blank, listed("other", 0, 4));
  expect(idsOf(findCandidates(all, sent(), new Set()))).toEqual(["blank"]);
  expect(idsOf(findUnlikely(all, sent(), new Set()))).toEqual(["ended"]);
  expect(findUnlikely(all, sent(), new Set(["ended"]))).toEqual([]);
  expect(findUnlikely(all, sent({ apiAt: null }), new Set())).toEqual([]);
});

test("it had its time by the API's clock alone", () => {
  expect([19, 20].map((minutes) => hadTimeToTurnUp(sent(), list(minutes)))).toEqual([false, true]);
  expect(hadTimeToTurnUp(sent({ apiAt: null }), list(10_000))).toBe(false);
  expect(hadTimeToTurnUp(sent(), { ...list(10_000), at: null })).toBe(false);
});

test("it is asked after ever more rarely, at least once a minute", () => {
  const pauses = Array.from({ length: 20 }, (_, asked) => pollPauseMs(asked));
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect([pauses[0], pauses[1], pauses.at(-1)]).toEqual([1000, 1500, 60_000]);
});
