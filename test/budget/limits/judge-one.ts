import { expect } from "vitest";
import type { Figures } from "../../../src/budget/figures.ts";
import { judgeBudget, type JudgedLimit } from "../../../src/budget/limits/limits.ts";
import type { Pico } from "../../../src/money.ts";
import { nowhere } from "../../../src/problem.ts";
import { budgetOf, type Limits } from "../budget-of.ts";

export function exact(amount: Pico) {
  return { usd: amount, low: amount, high: amount };
}

export function figuresOf(over: Partial<Figures>): Figures {
  return {
    monthly: null,
    perRun: null,
    p90Run: null,
    increase: null,
    hitRate: null,
    hitRateRange: null,
    batchShare: null,
    largest: null,
    levelChanges: null,
    dearerModels: null,
    ...over,
  };
}

export function judgeOne(budget: Limits, figures: Partial<Figures>): JudgedLimit {
  const limits = judgeBudget({
    budget: budgetOf(budget),
    figures: figuresOf(figures),
    onUncertain: "judge",
    locate: () => nowhere,
  });
  expect(limits).toHaveLength(1);
  return limits[0]!;
}

export function grew(base: Pico, delta: Pico, basis: "month" | "run" = "month") {
  return {
    increase: { base, delta: exact(delta), basis },
  };
}
