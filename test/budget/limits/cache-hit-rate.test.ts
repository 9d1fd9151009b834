import { describe, expect, test } from "vitest";
import { ratio } from "../../../src/money.ts";
import { judgeOne } from "./judge-one.ts";

describe("cache-hit-rate", () => {
  const least = { cacheHitRate: ratio(80n, 100n) };

  test("must be reached, and is at its edge", () => {
    expect(judgeOne(least, { hitRate: ratio(80n, 100n) })).toMatchObject({
      over: false,
      actual: ratio(80n, 100n),
    });
    expect(judgeOne(least, { hitRate: ratio(799_999n, 1_000_000n) })).toMatchObject({
      over: true,
      actual: ratio(799_999n, 1_000_000n),
    });
    expect(judgeOne(least, { hitRate: null })).toMatchObject({ over: false, actual: null });
  });

  test("is uncertain where an end of its interval lies on the other side", () => {
    const hitRateRange = { low: ratio(79n, 100n), high: ratio(82n, 100n) };
    const uncertain = (percent: bigint, range: typeof hitRateRange) =>
      judgeOne(least, { hitRate: ratio(percent, 100n), hitRateRange: range }).uncertain;
    expect(uncertain(81n, hitRateRange)).toBe(true);
    expect(uncertain(79n, hitRateRange)).toBe(true);
    expect(uncertain(81n, { ...hitRateRange, low: ratio(80n, 100n) })).toBe(false);
    expect(uncertain(78n, { low: ratio(77n, 100n), high: ratio(79n, 100n) })).toBe(false);
  });
});
