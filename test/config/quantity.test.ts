import { expect, test } from "vitest";
import { amount, batchForms, decodeQuantities, hitRate, share } from "../../src/config/quantity.ts";
import { numberText } from "../../src/json.ts";
import { ratio } from "../../src/money.ts";

const known = {
  monthly: { ...amount, needsTraffic: "budget-needs-traffic" },
  percent: share,
  "cache-hit-rate": hitRate,
} as const;

test("a mapping's numbers are decoded in the order of the file, at their place; other keys are not", () => {
  const mapping = { "cache-hit-rate": "80%", toString: 1, action: "warn", monthly: "$900" };
  expect(decodeQuantities(mapping, ["budget"], known)).toEqual([
    {
      key: "cache-hit-rate",
      path: ["budget", "cache-hit-rate"],
      expected: hitRate.expected,
      isTooFine: false,
      needsTraffic: null,
      hitRate: { share: ratio(4n, 5n), written: "80%" },
    },
    {
      key: "monthly",
      path: ["budget", "monthly"],
      expected: amount.expected,
      isTooFine: false,
      needsTraffic: "budget-needs-traffic",
      hitRate: null,
    },
  ]);
});

test("a number with more digits than a pico-dollar is too fine; a wrong text is the schema's matter", () => {
  const isTooFine = (value: Parameters<typeof decodeQuantities>[0][string]) =>
    decodeQuantities({ monthly: value }, [], known)[0]?.isTooFine;
  expect(isTooFine(numberText("0.000000000001"))).toBe(false);
  expect(isTooFine(numberText("0.0000000000001"))).toBe(true);
  expect(isTooFine("lots")).toBe(false);
});

test("only a hit rate is given as a share of 1, with what was written", () => {
  const [hitShare] = decodeQuantities({ "hit-share": 50 }, ["batch"], batchForms);
  expect(hitShare?.hitRate).toEqual({ share: ratio(1n, 2n), written: "50" });
  expect(decodeQuantities({ percent: "5%" }, [], known)[0]?.hitRate).toBeNull();
  expect(decodeQuantities({ "cache-hit-rate": "much" }, [], known)[0]?.hitRate).toBeNull();
});
