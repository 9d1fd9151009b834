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
});
