import { expect } from "vitest";
import { compareScenarios } from "../../src/compare/compare.ts";
import type { ScenarioComparison } from "../../src/compare/comparison.ts";
import type { JsonObject } from "../../src/json.ts";
import { estimator, declared, sideOf, type Ask, type ScenarioSpec } from "./scenario-specs.ts";

export const messages = [{ role: "user", content: [declared("question", 1_000)] }];

export function body(over: JsonObject = {}): JsonObject {
  return {
    model: "claude-sonnet-5",
    max_tokens: 1_000,
    messages,
    ...over,
  };
}

export function ask(over: Partial<Ask> = {}): Ask {
  return { body: body(), output: 100, ...over };
}

/** 1,000 tokens of input and 100 of output: $0.003 a run, nothing cached. */
export function spec(asks: readonly Ask[], over: Partial<ScenarioSpec> = {}): ScenarioSpec {
  return {
    traffic: 1_000,
    runs: [{ id: "r", asks }],
    ...over,
  };
}

export function compareAll(
  head: readonly ScenarioSpec[],
  base: readonly ScenarioSpec[],
): readonly ScenarioComparison[] {
  return compareScenarios({
    head: head.map(sideOf),
    base: base.map(sideOf),
    estimator,
  });
}

export function compare(head: ScenarioSpec, base: ScenarioSpec): ScenarioComparison {
  const [comparison, ...others] = compareAll([head], [base]);
  expect(others).toEqual([]);
  return comparison!;
}

export function shown(comparison: ScenarioComparison) {
  return {
    causes: comparison.causes.map((cause) => [cause.kind, cause.usd]),
    adjustments: comparison.adjustments.map(({ kind, usd }) => [kind, usd]),
  };
}
