import * as fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance } from "../src/edit-distance.ts";

test.each([
  ["", "", 0, 0],
  ["", "abc", 3, 3],
  ["kitten", "sitting", 3, 3],
  ["traffic", "trafifc", 2, 1],
  ["budget", "bugdet", 2, 1],
  ["ab", "ba", 2, 1],
])("%j to %j: %i edits, %i with swaps", (from, to, plain, swapped) => {
  expect(editDistance(from, to, { swaps: false })).toBe(plain);
  expect(editDistance(from, to, { swaps: true })).toBe(swapped);
});

test("a distance: none to itself, the same both ways, no longer by a detour", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      const distance = (from: string, to: string): number =>
        editDistance(from, to, { swaps: false });
      expect(distance(a, b) === 0).toBe(a === b);
      expect(distance(a, b)).toBe(distance(b, a));
      expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c));
      expect(distance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      expect(editDistance(a, b, { swaps: true })).toBeLessThanOrEqual(distance(a, b));
    }),
  );
});
