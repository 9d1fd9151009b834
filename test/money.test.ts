import { expect, test } from "vitest";
import { formatRatio, ratio } from "../src/money.ts";

test.each([
  [ratio(1n, 3n), "0.333333"],
  [ratio(2n, 3n), "0.666667"],
  [ratio(5n, 10_000_000n), "0"],
  [ratio(15n, 10_000_000n), "0.000002"],
  [ratio(200_000n), "200000"],
  [ratio(-1n, 4n), "-0.25"],
])("a quotient to a millionth, half to even: %o", (value, text) => {
  expect(formatRatio(value, 6)).toBe(text);
});
