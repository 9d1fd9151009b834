import { describe, expect, test } from "vitest";
import { exact, judgeOne } from "./judge-one.ts";
import { usd } from "../../dollars.ts";

describe.each([
  ["monthly", "monthly"],
  ["perRun", "per-run"],
  ["p90Run", "per-run-p90"],
] as const)("%s", (name, kind) => {
  test("is exceeded by a pico-dollar, and not at its edge", () => {
    expect(judgeOne({ [name]: usd(900) }, { [name]: exact(usd(900)) })).toMatchObject({
      kind,
      over: false,
      actual: usd(900),
    });
    expect(judgeOne({ [name]: usd(900) }, { [name]: exact(usd(900) + 1n) })).toMatchObject({
      kind,
      over: true,
      actual: usd(900) + 1n,
    });
  });

  test("zero allows nothing but zero", () => {
    expect(judgeOne({ [name]: 0n }, { [name]: exact(0n) }).over).toBe(false);
    expect(judgeOne({ [name]: 0n }, { [name]: exact(1n) }).over).toBe(true);
  });

  test("is not judged where there is no such figure", () => {
    expect(judgeOne({ [name]: usd(900) }, {})).toMatchObject({
      over: false,
      actual: null,
    });
  });

  test("is uncertain where the interval crosses the limit, whichever side it is on", () => {
    const amount = (low: number, middle: number, high: number) => ({
      usd: usd(middle),
      low: usd(low),
      high: usd(high),
    });
    expect(judgeOne({ [name]: usd(900) }, { [name]: amount(890, 895, 901) })).toMatchObject({
      over: false,
      uncertain: true,
    });
    expect(judgeOne({ [name]: usd(900) }, { [name]: amount(899, 905, 910) })).toMatchObject({
      over: true,
      uncertain: true,
    });
    expect(judgeOne({ [name]: usd(900) }, { [name]: amount(890, 895, 900) })).toMatchObject({
      over: false,
      uncertain: false,
    });
    expect(judgeOne({ [name]: usd(900) }, { [name]: amount(901, 905, 910) })).toMatchObject({
      over: true,
      uncertain: false,
    });
  });
});
