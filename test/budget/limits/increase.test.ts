import { describe, expect, test } from "vitest";
import { ratio } from "../../../src/money.ts";
import { judgeOne, grew } from "./judge-one.ts";
import { usd } from "../../dollars.ts";

describe("increase", () => {
  const both = { increase: { percent: ratio(5n), atLeast: usd(10) } };

  test("is exceeded only where both are passed", () => {
    expect(judgeOne(both, grew(usd(1000), usd(51))).over).toBe(true);
    // Much, but little of what was there.
    expect(judgeOne(both, grew(usd(10_000), usd(400))).over).toBe(false);
    // A large share of cents.
    expect(judgeOne(both, grew(usd(1), usd(9.99))).over).toBe(false);
    expect(judgeOne(both, grew(usd(1), usd(10) + 1n)).over).toBe(true);
  });

  test("both are allowed to the edge: an increase that passes neither is none", () => {
    expect(judgeOne(both, grew(usd(1000), usd(50))).over).toBe(false);
    expect(judgeOne(both, grew(usd(1000), usd(50) + 1n)).over).toBe(true);
    expect(judgeOne(both, grew(usd(100), usd(10))).over).toBe(false);
    expect(judgeOne(both, grew(usd(100), usd(10) + 1n)).over).toBe(true);
  });

  test("each alone", () => {
    const percent = { increase: { percent: ratio(5n), atLeast: null } };
    const amount = { increase: { percent: null, atLeast: usd(10) } };
    expect(judgeOne(percent, grew(usd(1), usd(0.06))).over).toBe(true);
    expect(judgeOne(percent, grew(usd(1), usd(0.05))).over).toBe(false);
    expect(judgeOne(amount, grew(usd(1e6), usd(10) + 1n)).over).toBe(true);
    expect(judgeOne(amount, grew(usd(1e6), usd(10))).over).toBe(false);
  });

  test("a fall is no increase, nor is standing still", () => {
    expect(judgeOne(both, grew(usd(1000), -usd(500))).over).toBe(false);
    expect(
      judgeOne({ increase: { percent: ratio(0n), atLeast: null } }, grew(usd(1000), 0n)).over,
    ).toBe(false);
  });

  test("from nothing, anything is more than a percentage", () => {
    expect(judgeOne(both, grew(0n, usd(11)))).toMatchObject({
      over: true,
      actual: { share: null },
    });
    expect(judgeOne(both, grew(0n, usd(9)))).toMatchObject({
      over: false,
      actual: { share: null },
    });
    expect(judgeOne(both, grew(0n, 0n)).over).toBe(false);
  });

  test("is not judged where nothing was compared", () => {
    expect(judgeOne(both, {})).toMatchObject({
      over: false,
      actual: null,
    });
  });

  test("per run there is no amount a month", () => {
    expect(judgeOne(both, grew(usd(0.001), usd(0.0001), "run")).over).toBe(true);
    expect(judgeOne(both, grew(usd(0.001), usd(0.00005), "run")).over).toBe(false);
  });

  test("tells the share it is", () => {
    expect(judgeOne(both, grew(usd(1000), usd(51)))).toMatchObject({
      value: { percent: ratio(5n), atLeast: usd(10) },
      actual: { share: ratio(51n, 1000n), usd: usd(51) },
    });
  });

  test("is uncertain where an end of the delta turns it", () => {
    const delta = { usd: usd(51), low: usd(50), high: usd(52) };
    expect(judgeOne(both, { increase: { base: usd(1000), delta, basis: "month" } })).toMatchObject({
      over: true,
      uncertain: true,
    });
    const under = { usd: usd(49), low: usd(48), high: usd(51) };
    expect(
      judgeOne(both, { increase: { base: usd(1000), delta: under, basis: "month" } }),
    ).toMatchObject({ over: false, uncertain: true });
    const sure = { usd: usd(52), low: usd(51), high: usd(53) };
    expect(
      judgeOne(both, { increase: { base: usd(1000), delta: sure, basis: "month" } }),
    ).toMatchObject({ over: true, uncertain: false });
  });
});
