import { describe, expect, test } from "vitest";
import { batchShareOf } from "../../src/budget/batch-share.ts";
import type { Covers } from "../../src/budget/figures.ts";
import { figuresOfSum } from "../../src/budget/sum-figures.ts";
import { compareScenarios } from "../../src/compare/compare.ts";
import type { ScenarioComparison } from "../../src/compare/comparison.ts";
import { ratio, type Ratio } from "../../src/money.ts";
import type { Projection, TokenSpan } from "../../src/projection/projection.ts";
import { estimator, sideOf, type ScenarioSpec } from "../compare/scenario-specs.ts";
import { usd } from "../dollars.ts";
import { spec } from "./judged-specs.ts";
import { figuresOf } from "./limits/judge-one.ts";

function compared(head: readonly ScenarioSpec[], base: readonly ScenarioSpec[] | null) {
  return compareScenarios({
    head: head.map(sideOf),
    base: base?.map(sideOf) ?? null,
    estimator,
  });
}

/** A scenario of a thousand prompt tokens a run whose projection says otherwise. */
function projected(id: string, over: Partial<Projection>): ScenarioComparison {
  const [comparison] = compared([spec(id, 0)], null);
  if (comparison?.head === null || comparison === undefined) throw new Error(id);
  return { ...comparison, head: { ...comparison.head, ...over } };
}

function sum(
  comparisons: readonly ScenarioComparison[],
  over: Partial<Parameters<typeof figuresOfSum>[0]> = {},
) {
  return figuresOfSum({ comparisons, compared: true, runsPerMonth: () => ratio(1n), ...over });
}

const half = ratio(1n, 2n);

describe("hit rates of a sum", () => {
  const rate = (n: bigint, low: bigint, high: bigint) => ({
    hitRate: ratio(n, 10n),
    hitRateRange: { low: ratio(low, 10n), high: ratio(high, 10n) },
  });

  test("have the ends of all their scenarios, and those without an interval stand still", () => {
    const wide = projected("a", rate(4n, 2n, 6n));
    const sure = projected("b", { hitRate: ratio(8n, 10n), hitRateRange: null });
    const both = sum([wide, sure]);
    expect(both.hitRate).toEqual(ratio(6n, 10n));
    expect(both.hitRateRange).toEqual({ low: half, high: ratio(7n, 10n) });
    expect(sum([wide, projected("b", rate(8n, 8n, 10n))]).hitRateRange).toEqual({
      low: half,
      high: ratio(8n, 10n),
    });
    expect(sum([sure]).hitRateRange).toBeNull();
  });

  test("weigh prompts by all their tokens, however they are billed", () => {
    const of = (id: string, tokens: object, hitRate: Ratio | null): ScenarioComparison => {
      const { head } = projected(id, {});
      const [line] = head?.perRun.lines ?? [];
      if (head === null || line === undefined) throw new Error(id);
      const none = { input: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, cacheRead: 0n };
      const lines = [
        { ...line, ...none, ...tokens },
        { ...line, ...none, input: 100n },
      ];
      return projected(id, { perRun: { ...head.perRun, divisor: 1n, lines }, hitRate });
    };
    const other = of("b", {}, null);
    for (const kind of ["input", "cacheWrite5m", "cacheWrite1h", "cacheRead"])
      expect(sum([of("a", { [kind]: 200n }, ratio(1n)), other]).hitRate).toEqual(ratio(3n, 4n));
  });

  test("weigh scenarios by fractions of runs, too", () => {
    const [a, b] = [projected("a", { hitRate: ratio(1n) }), projected("b", { hitRate: ratio(0n) })];
    const runsPerMonth = (id: string) => ratio(id === "a" ? 1n : 2n, 7n);
    expect(sum([a, b], { runsPerMonth }).hitRate).toEqual(ratio(1n, 3n));
  });

  test("are none without a prompt", () => {
    const { head } = projected("a", {});
    if (head === null) throw new Error("gone");
    const empty = projected("a", { perRun: { ...head.perRun, lines: [] } });
    expect(sum([empty])).toMatchObject({ hitRate: null, hitRateRange: null });
    const ranged = projected("a", {
      perRun: { ...head.perRun, lines: [] },
      ...rate(4n, 2n, 6n),
    });
    expect(sum([ranged]).hitRateRange).toBeNull();
  });
});

describe("of runs", () => {
  const costs = (...each: readonly bigint[]) => ({
    runCosts: each.map((cost) => ({ share: ratio(1n, BigInt(each.length)), usd: ratio(cost) })),
  });

  test("nine of ten are those of all scenarios, each as often as it runs", () => {
    const [cheap, dear] = [projected("a", costs(usd(1))), projected("b", costs(usd(5)))];
    const p90 = (often: Ratio, seldom: Ratio) =>
      sum([cheap, dear], { runsPerMonth: (id) => (id === "a" ? often : seldom) }).p90Run?.usd;
    expect(p90(ratio(9n), ratio(1n))).toBe(usd(1));
    expect(p90(ratio(89n), ratio(11n))).toBe(usd(5));
    expect(p90(ratio(9n, 7n), ratio(1n, 7n))).toBe(usd(1));
    expect(p90(ratio(89n, 300n), ratio(11n, 300n))).toBe(usd(5));
  });

  test("nine of ten are as far off as the mean is", () => {
    const wide = projected("a", {
      usdPerMonth: usd(4),
      range: {
        low: { usdPerRun: usd(3), usdPerMonth: usd(3) },
        high: { usdPerRun: usd(6), usdPerMonth: usd(6) },
      },
      ...costs(usd(2), usd(8)),
    });
    expect(sum([wide]).p90Run).toEqual({ usd: usd(8), low: usd(6), high: usd(12) });
    const free = projected("a", {
      usdPerMonth: 0n,
      range: {
        low: { usdPerRun: 0n, usdPerMonth: 0n },
        high: { usdPerRun: 0n, usdPerMonth: 0n },
      },
      ...costs(0n, 0n),
    });
    expect(sum([free]).p90Run).toEqual({ usd: 0n, low: 0n, high: 0n });
  });

  test("an average of fractions of a run a month is exact", () => {
    const [one] = compared([spec("a", 0)], null);
    const third = { runsPerMonth: () => ratio(1n, 3n) };
    // $3 a month.
    expect(sum(one === undefined ? [] : [one], third).perRun?.usd).toBe(usd(9));
  });
});

describe("without traffic", () => {
  const bare = { traffic: null };
  const none = { runsPerMonth: () => null };

  test("a new scenario's run counts whole, one of main's by its delta", () => {
    const both = compared([spec("a", 1, bare), spec("b", 0, bare)], [spec("a", 0, bare)]);
    const delta = usd(0.002) + usd(0.003);
    expect(sum(both, none).increase).toEqual({
      base: usd(0.003),
      delta: { usd: delta, low: delta, high: delta },
      basis: "run",
    });
    expect(sum(both, { ...none, compared: false }).increase).toBeNull();
  });

  test("a sum of scenarios that are gone has no figure", () => {
    const gone = compared([], [spec("a", 0, bare)]);
    expect(gone.map(({ state }) => state)).toEqual(["gone"]);
    expect(sum(gone, none)).toEqual(figuresOf({}));
  });
});

describe("what requests have otherwise", () => {
  const opus = (id: string): ScenarioSpec => {
    const [only] = spec(id, 0).runs;
    return spec(id, 0, {
      runs: (only === undefined ? [] : [only]).map((run) => ({
        ...run,
        asks: run.asks.map((ask) => ({ ...ask, body: { ...ask.body, model: "claude-opus-5" } })),
      })),
    });
  };

  test("is that of all scenarios of a sum that were compared, by scenario", () => {
    const found = sum(compared([opus("a"), spec("b", 1)], [spec("a", 0)]));
    expect(found.dearerModels).toMatchObject([{ scenario: "a", model: "claude-opus-5" }]);
    expect(found.levelChanges?.filter(({ from, to }) => from !== to)).toEqual([]);
    const grown = sum(compared([spec("a", 1), opus("b")], [spec("a", 0), opus("b")]));
    expect(grown.levelChanges?.filter(({ from, to }) => from !== to)).toMatchObject([
      { scenario: "a", level: "system", from: 0, to: 1_000 },
    ]);
    expect(grown.dearerModels).toEqual([]);
  });

  test("is not known where nothing was compared", () => {
    expect(sum(compared([opus("a")], null))).toMatchObject({
      levelChanges: null,
      dearerModels: null,
    });
  });

  test("is accepted by whoever is asked, where somebody is", () => {
    const covers: Covers = () => true;
    const one = compared([spec("a", 0)], null);
    expect(sum(one, { covers }).covers).toBe(covers);
    expect(Object.hasOwn(sum(one), "covers")).toBe(false);
  });
});

describe("the share that goes in batches", () => {
  const span = (low: bigint, tokens: bigint, high: bigint): TokenSpan => ({
    tokens: ratio(tokens),
    low: ratio(low),
    high: ratio(high),
  });

  test("is of all tokens, with the ends where one side stands high and the other low", () => {
    const a = projected("a", {
      batched: { batch: span(200n, 300n, 400n), single: span(100n, 100n, 200n) },
    });
    expect(sum([a]).batchShare).toEqual({ share: ratio(3n, 4n), low: half, high: ratio(4n, 5n) });
    const b = projected("b", { batched: { batch: span(0n, 0n, 0n), single: span(50n, 50n, 50n) } });
    const weighed = sum([a, b], { runsPerMonth: (id) => ratio(id === "a" ? 1n : 2n, 7n) });
    expect(weighed.batchShare?.share).toEqual(ratio(3n, 5n));
  });

  test("is none of nothing; an end of nothing is the share itself", () => {
    const { head } = projected("a", {});
    if (head === null) throw new Error("gone");
    const of = (batch: TokenSpan, single: TokenSpan) =>
      batchShareOf([{ projection: { ...head, batched: { batch, single } }, runs: ratio(1n) }]);
    const nothing = span(0n, 0n, 0n);
    expect(of(nothing, nothing)).toBeNull();
    expect(batchShareOf([])).toBeNull();
    expect(of(span(0n, 10n, 10n), nothing)).toEqual({
      share: ratio(1n),
      low: ratio(1n),
      high: ratio(1n),
    });
    expect(of(nothing, span(0n, 10n, 10n))).toEqual({
      share: ratio(0n),
      low: ratio(0n),
      high: ratio(0n),
    });
  });
});
