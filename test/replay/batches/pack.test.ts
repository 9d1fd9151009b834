import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customIdOf } from "../../../src/replay/batches/custom-id.ts";
import { findCandidates, pollPauseMs } from "../../../src/replay/batches/listing.ts";
import { splitIntoBatches, utf8Length } from "../../../src/replay/batches/pack.ts";
import type { JournalKey } from "../../../src/replay/journal/entry.ts";
import type { ListedBatch } from "../../../src/replay/ports.ts";

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
function key(over: Partial<JournalKey> = {}): JournalKey {
  return {
    scenario: "ask",
    run: "f/ask",
    index: 0,
    sample: 0,
    body: "b",
    ...over,
  };
}

describe("custom ids", () => {
  test("say scenario, run and place, and are what the API takes, whatever they are called", () => {
    expect(customIdOf(key({ index: 3, sample: 1 }), "batch", digest)).toMatch(
      /^ask-f-ask-3-1-[0-9a-f]{24}$/,
    );
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.string(),
        fc.nat(),
        fc.nat(63),
        (scenario, run, index, sample) => {
          expect(customIdOf(key({ scenario, run, index, sample }), "b", digest)).toMatch(
            /^[A-Za-z0-9_-]{1,64}$/,
          );
        },
      ),
    );
  });

  test("differ by everything a request differs in, and by batch", () => {
    const keys = [
      key(),
      key({ scenario: "ask!" }),
      key({ run: "f-ask" }),
      key({ index: 1 }),
      key({ sample: 1 }),
      key({ body: "c" }),
    ];
    const ids = keys.flatMap((one) => [customIdOf(one, "a", digest), customIdOf(one, "b", digest)]);
    expect(new Set(ids).size).toBe(12);
  });
});

test("bytes of a text are counted as they are sent", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(utf8Length(text)).toBe(Buffer.byteLength(text, "utf8"));
    }),
  );
});

test("batches hold requests in order, of one set of betas each, and never more than their limits", () => {
  const item = fc.record({
    betas: fc.subarray(["a", "b"]),
    bytes: fc.integer({ min: 1, max: 40 }),
    id: fc.nat(),
  });
  fc.assert(
    fc.property(
      fc.array(item),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 40, max: 90 }),
      (items, requests, bytes) => {
        const batches = splitIntoBatches(items, { requests, bytes });
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(requests);
          expect(batch.reduce((sum, one) => sum + one.bytes, 0)).toBeLessThanOrEqual(bytes);
          expect(new Set(batch.map(({ betas }) => betas.join())).size).toBe(1);
        }
        for (const betas of [[], ["a"], ["b"], ["a", "b"]]) {
          const mine = (one: { readonly betas: readonly string[] }): boolean =>
            one.betas.join() === betas.join();
          expect(batches.flat().filter(mine)).toEqual(items.filter(mine));
        }
      },
    ),
  );
});

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
