import { describe, expect, test } from "vitest";
import { deltaOf, withoutAccepted } from "../../../src/budget/acceptance/accepted-deltas.ts";
import { compareScenarios } from "../../../src/compare/compare.ts";
import { estimator, sideOf, type ScenarioSpec } from "../../compare/scenario-specs.ts";
import { usd } from "../../dollars.ts";
import { spec } from "../judged-specs.ts";
import { exact, figuresOf } from "../limits/judge-one.ts";

function deltas(
  head: readonly ScenarioSpec[],
  base: readonly ScenarioSpec[],
  compared = true,
): readonly ReturnType<typeof deltaOf>[] {
  const comparisons = compareScenarios({
    head: head.map(sideOf),
    base: compared ? base.map(sideOf) : null,
    estimator,
  });
  return comparisons.map((comparison) => deltaOf(comparison, compared));
}

describe("what a scenario adds to a sum", () => {
  test("is its increase, and all of it where it is new", () => {
    const bare = { traffic: null };
    expect(deltas([spec("a", 1)], [spec("a", 0)])).toEqual([
      { base: usd(3), delta: exact(usd(2)), basis: "month" },
    ]);
    expect(deltas([spec("a", 1)], [])).toEqual([{ delta: exact(usd(5)), basis: "month" }]);
    expect(deltas([spec("a", 1, bare)], [])).toEqual([{ delta: exact(usd(0.005)), basis: "run" }]);
  });

  test("is nothing known where it is gone, or nothing was compared", () => {
    expect(deltas([], [spec("a", 1)])).toEqual([null]);
    expect(deltas([spec("a", 1)], [], false)).toEqual([null]);
  });
});

describe("a sum without what is accepted", () => {
  const delta = { usd: 100n, low: 90n, high: 120n };
  const part = { usd: 30n, low: 20n, high: 50n };
  const figures = figuresOf({ increase: { base: 9n, delta, basis: "month" } });
  const without = (scenarios: readonly string[], basis: "month" | "run" = "month") =>
    withoutAccepted(figures, scenarios, new Map([["a", { delta: part, basis }]]));

  test("is less by the figure and by both ends", () => {
    expect(without(["a", "b"]).increase).toEqual({
      base: 9n,
      delta: { usd: 70n, low: 70n, high: 70n },
      basis: "month",
    });
  });

  test("is what it was where none of its scenarios is, or by another measure", () => {
    expect(without(["b"])).toEqual(figures);
    expect(without(["a"], "run")).toEqual(figures);
    const none = figuresOf({});
    expect(withoutAccepted(none, ["a"], new Map([["a", { delta: part, basis: "month" }]]))).toBe(
      none,
    );
  });
});
