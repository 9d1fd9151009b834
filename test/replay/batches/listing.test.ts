import { expect, test } from "vitest";
import { findCandidates, pollPauseMs } from "../../../src/replay/batches/listing.ts";
import type { ListedBatch } from "../../../src/replay/ports.ts";

test("a batch is found by time and size, the nearest first, none that is known or too old", () => {
  const at = Date.parse("2026-11-25T10:00:00Z");
  const listed = (id: string, minutes: number, size: number): ListedBatch => ({
    id,
    createdAt: new Date(at + minutes * 60_000).toISOString(),
    ended: false,
    counts: { processing: size - 1, succeeded: 1, errored: 0, canceled: 0, expired: 0 },
  });
  const all = [
    listed("late", 9, 3),
    listed("near", 1, 3),
    listed("other", 0, 4),
    listed("mine", 0, 3),
    listed("old", -6, 3),
  ];
  const found = findCandidates(all, { atMs: at, size: 3, known: new Set(["mine"]) });
  expect(found.map(({ id }) => id)).toEqual(["near", "late"]);
});

test("it is asked after ever more rarely, at least once a minute", () => {
  const pauses = Array.from({ length: 20 }, (_, asked) => pollPauseMs(asked));
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect([pauses[0], pauses[1], pauses.at(-1)]).toEqual([1000, 1500, 60_000]);
});
