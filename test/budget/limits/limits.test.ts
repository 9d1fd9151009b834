import { expect, test } from "vitest";
import { judgeBudget } from "../../../src/budget/limits/limits.ts";
import { ratio } from "../../../src/money.ts";
import { nowhere } from "../../../src/problem.ts";
import { budgetOf } from "../budget-of.ts";
import { figuresOf } from "./judge-one.ts";

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
    onUncertain: "judge",
    locate: (kind) => ({ ...nowhere, path: kind }),
  });
  expect(limits.map((limit) => [limit.kind, limit.place.path, limit.action])).toEqual(
    ["monthly", "per-run", "increase", "cache-hit-rate"].map((kind) => [kind, kind, "warn"]),
  );
  expect(
    judgeBudget({
      budget: null,
      figures: figuresOf({}),
      onUncertain: "judge",
      locate: () => nowhere,
    }),
  ).toEqual([]);
});
