import { describe, expect, test } from "vitest";
import type { Figures } from "../../src/budget/figures.ts";
import { judgeBudget, type JudgedLimit } from "../../src/budget/limits/limits.ts";
import { exitCode, verdictOf, worstVerdict } from "../../src/budget/verdict.ts";
import { ratio, type Pico } from "../../src/money.ts";
import { nowhere } from "../../src/problem.ts";
import { budgetOf, type Limits } from "./limits.ts";

function usd(dollars: number): Pico {
  return BigInt(Math.round(dollars * 1e6)) * 1_000_000n;
}
function exact(amount: Pico) {
  return { usd: amount, low: amount, high: amount };
}
function figuresOf(over: Partial<Figures>): Figures {
  return {
    monthly: null,
    perRun: null,
    increase: null,
    hitRate: null,
    ...over,
  };
}
function judgeOne(budget: Limits, figures: Partial<Figures>): JudgedLimit {
  const limits = judgeBudget({
    budget: budgetOf(budget),
    figures: figuresOf(figures),
    locate: () => nowhere,
  });
  expect(limits).toHaveLength(1);
  return limits[0]!;
}
function grew(base: Pico, delta: Pico, basis: "month" | "run" = "month") {
  return {
    increase: { base, delta: exact(delta), basis },
  };
}

describe.each([
  ["monthly", "monthly"],
  ["perRun", "per-run"],
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

describe("increase", () => {
  const both = { increase: { percent: ratio(5n), atLeast: usd(10) } };

  test("is exceeded only where both are passed", () => {
    expect(judgeOne(both, grew(usd(1000), usd(51))).over).toBe(true);
    // Much, but little of what was there.
    expect(judgeOne(both, grew(usd(10_000), usd(400))).over).toBe(false);
    // A large share of cents.
    expect(judgeOne(both, grew(usd(1), usd(9.99))).over).toBe(false);
    expect(judgeOne(both, grew(usd(1), usd(10))).over).toBe(true);
  });

  test("its percentage is allowed to the edge, its amount counts from the edge", () => {
    expect(judgeOne(both, grew(usd(1000), usd(50))).over).toBe(false);
    expect(judgeOne(both, grew(usd(1000), usd(50) + 1n)).over).toBe(true);
    expect(judgeOne(both, grew(usd(100), usd(10) - 1n)).over).toBe(false);
    expect(judgeOne(both, grew(usd(100), usd(10))).over).toBe(true);
  });

  test("each alone", () => {
    const percent = { increase: { percent: ratio(5n), atLeast: null } };
    const amount = { increase: { percent: null, atLeast: usd(10) } };
    expect(judgeOne(percent, grew(usd(1), usd(0.06))).over).toBe(true);
    expect(judgeOne(percent, grew(usd(1), usd(0.05))).over).toBe(false);
    expect(judgeOne(amount, grew(usd(1e6), usd(10))).over).toBe(true);
    expect(judgeOne(amount, grew(usd(1e6), usd(10) - 1n)).over).toBe(false);
  });

  test("a fall is no increase, nor is standing still", () => {
    expect(judgeOne(both, grew(usd(1000), -usd(500))).over).toBe(false);
    expect(
      judgeOne({ increase: { percent: ratio(0n), atLeast: null } }, grew(usd(1000), 0n)).over,
    ).toBe(false);
  });

  test("from nothing, anything is more than a percentage", () => {
    expect(judgeOne(both, grew(0n, usd(10)))).toMatchObject({
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

describe("the verdict", () => {
  const over = (action: "fail" | "warn"): JudgedLimit =>
    judgeOne({ monthly: 0n, action }, { monthly: exact(1n) });
  const under = (action: "fail" | "warn"): JudgedLimit =>
    judgeOne({ monthly: 1n, action }, { monthly: exact(1n) });

  test("is the worst of what is exceeded", () => {
    expect(verdictOf([])).toBe("pass");
    expect(verdictOf([under("fail"), under("warn")])).toBe("pass");
    expect(verdictOf([over("warn"), under("fail")])).toBe("warn");
    expect(verdictOf([over("warn"), over("fail")])).toBe("fail");
    expect(verdictOf([judgeOne({ monthly: 0n }, {})])).toBe("pass");
    expect(worstVerdict([])).toBe("pass");
    expect(worstVerdict(["pass", "fail", "warn"])).toBe("fail");
    expect(worstVerdict(["error", "fail"])).toBe("error");
  });

  test("and its exit code", () => {
    expect((["pass", "warn", "fail", "error"] as const).map(exitCode)).toEqual([0, 0, 1, 2]);
  });
});

test("a budget of several limits is judged limit by limit; none is none", () => {
  const budget = budgetOf({
    monthly: 1n,
    perRun: 1n,
    increase: { percent: ratio(5n), atLeast: null },
    cacheHitRate: ratio(1n, 2n),
    action: "warn",
  });
  const limits = judgeBudget({
    budget,
    figures: figuresOf({}),
    locate: (kind) => ({ ...nowhere, path: kind }),
  });
  expect(limits.map((one) => [one.kind, one.place.path, one.action])).toEqual(
    ["monthly", "per-run", "increase", "cache-hit-rate"].map((kind) => [kind, kind, "warn"]),
  );
  expect(judgeBudget({ budget: null, figures: figuresOf({}), locate: () => nowhere })).toEqual([]);
});
