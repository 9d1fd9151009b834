import { describe, expect, test } from "vitest";
import { judge } from "../../src/budget/verdict.ts";
import { compareScenarios } from "../../src/compare/compare.ts";
import { ratio } from "../../src/money.ts";
import { budgetOf } from "./budget-of.ts";
import { estimator, sideOf } from "../compare/scenario-specs.ts";
import { spec, configWith, run } from "./judged-specs.ts";
import { usd } from "../dollars.ts";

describe("a scenario", () => {
  test("is judged by its own budget, at its place in the config", () => {
    const judged = run([spec("a", 1), spec("b", 0)], [spec("a", 0), spec("b", 0)], {
      each: {
        a: budgetOf({
          monthly: usd(5),
          perRun: usd(0.004),
          increase: { percent: ratio(5n), atLeast: usd(3) },
          cacheHitRate: ratio(1n, 2n),
          action: "warn",
        }),
      },
    });
    const limits = judged.scenarios.get("a") ?? [];
    expect(limits.map((limit) => [limit.kind, limit.over, limit.place.path])).toEqual([
      ["monthly", false, "scenarios.a.budget.monthly"],
      ["per-run", true, "scenarios.a.budget.per-run"],
      ["increase", false, "scenarios.a.budget.increase"],
      ["cache-hit-rate", true, "scenarios.a.budget.cache-hit-rate"],
    ]);
    expect(judged.scenarios.get("b")).toEqual([]);
    expect(judged.verdict).toBe("warn");
  });

  test("that sets no breakpoint reads nothing: taking the markers out does not silence the rule", () => {
    const judged = run([spec("a", 0)], null, {
      each: { a: budgetOf({ cacheHitRate: ratio(1n, 100n) }) },
    });
    expect(judged.scenarios.get("a")).toMatchObject([{ over: true, actual: ratio(0n) }]);
  });

  test("is not judged for an increase where nothing was compared, nor when it is new", () => {
    const each = {
      a: budgetOf({ increase: { percent: ratio(0n), atLeast: null }, monthly: usd(4) }),
    };
    for (const judged of [run([spec("a", 1)], null, { each }), run([spec("a", 1)], [], { each })]) {
      expect(
        judged.scenarios.get("a")?.map((limit) => [limit.kind, limit.actual !== null, limit.over]),
      ).toEqual([
        ["monthly", true, true],
        ["increase", false, false],
      ]);
      expect(judged.verdict).toBe("fail");
    }
  });

  test("of less traffic is judged like with like", () => {
    const each = { a: budgetOf({ increase: { percent: ratio(5n), atLeast: null } }) };
    // Half the traffic makes it cheaper, and yet a run costs two thirds more.
    const judged = run([spec("a", 1, { traffic: 500 })], [spec("a", 0)], { each });
    expect(judged.scenarios.get("a")).toMatchObject([
      { over: true, actual: { usd: usd(1), share: ratio(2n, 3n) } },
    ]);
    // Twice the traffic is no increase of this rule's.
    expect(run([spec("a", 0, { traffic: 2_000 })], [spec("a", 0)], { each }).verdict).toBe("pass");
  });

  test("without traffic is judged per run", () => {
    const each = {
      a: budgetOf({
        increase: { percent: ratio(66n), atLeast: null },
        perRun: usd(0.005),
        monthly: usd(1),
      }),
    };
    const judged = run([spec("a", 1, { traffic: null })], [spec("a", 0, { traffic: null })], {
      each,
    });
    expect(
      judged.scenarios.get("a")?.map((limit) => [limit.kind, limit.actual !== null, limit.over]),
    ).toEqual([
      ["monthly", false, false],
      ["per-run", true, false],
      ["increase", true, true],
    ]);
  });

  test("that is gone has no limits left", () => {
    const head = [spec("a", 0)];
    const comparisons = compareScenarios({
      head: head.map(sideOf),
      base: [spec("a", 0), spec("b", 0)].map(sideOf),
      estimator,
    });
    const config = configWith([...head, spec("b", 0)], { each: { b: budgetOf({ monthly: 0n }) } });
    const judged = judge({ config, comparisons, compared: true });
    expect(judged.scenarios.get("b")).toEqual([]);
    expect(judged.verdict).toBe("pass");
  });

  test("that the judging config does not have is in the sum alone, as one without traffic", () => {
    const head = [spec("a", 0), spec("new", 1)];
    const comparisons = compareScenarios({
      head: head.map(sideOf),
      base: [sideOf(spec("a", 0))],
      estimator,
    });
    const budget = budgetOf({ monthly: usd(8), perRun: usd(0.008) });
    const judged = judge({
      config: configWith([spec("a", 0)], { budget }),
      comparisons,
      compared: true,
    });
    expect(judged.scenarios.get("new")).toEqual([]);
    expect(judged.total).toMatchObject([
      { kind: "monthly", actual: usd(8) },
      { kind: "per-run", actual: usd(0.008) },
    ]);
  });
});
