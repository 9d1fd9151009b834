import * as fc from "fast-check";
import { expect, test } from "vitest";
import { wholeNumber } from "../../src/api/number.ts";
import { parseJson } from "../../src/json-text.ts";

test("a count in whatever form JSON has it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (count) => {
      for (const text of [`${count}`, `${count}.0`, `${count}e0`, `${count}0e-1`])
        expect(wholeNumber(parseJson(text)), text).toBe(count);
    }),
  );
});

test.each(["-1", "1.5", "1e300", "9007199254740993", '"5"', "null", "true", "[]"])(
  "%s is none",
  (text) => {
    expect(wholeNumber(parseJson(text))).toBeNull();
  },
);

test("nothing is none", () => {
  expect(wholeNumber(undefined)).toBeNull();
});
