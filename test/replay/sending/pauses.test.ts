import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createPauses } from "../../../src/replay/sending/pauses.ts";

test("requests that are told to wait as long as each other wake one after the other", () => {
  const pause = createPauses(() => 0);
  expect([1000, 1000, 1000].map(pause)).toEqual([1000, 1200, 1400]);
  expect(pause(5000)).toBe(5000);
});

test("nobody wakes earlier than it was told, nor within 200 ms of another", () => {
  const tolds = fc.array(fc.tuple(fc.nat(2000), fc.nat(500)), { maxLength: 30 });
  fc.assert(
    fc.property(tolds, (told) => {
      let now = 0;
      const pause = createPauses(() => now);
      const wakes = told.map(([asked, later]) => {
        now += later;
        const given = pause(asked);
        expect(given).toBeGreaterThanOrEqual(asked);
        return now + given;
      });
      const sorted = wakes.toSorted((a, b) => a - b);
      sorted.slice(1).forEach((wake, index) => {
        expect(wake - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(200);
      });
    }),
  );
});
