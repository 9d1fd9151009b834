import type { Acceptance } from "../../../src/budget/acceptance/acceptance.ts";
import { judgeAccepted } from "../../../src/budget/acceptance/judge-accepted.ts";
import { compareScenarios } from "../../../src/compare/compare.ts";
import type { Config } from "../../../src/config/config.ts";
import { ratio } from "../../../src/money.ts";
import { estimator, sideOf, type ScenarioSpec } from "../../compare/scenario-specs.ts";
import { budgetOf } from "../budget-of.ts";
import { configWith, spec } from "../judged-specs.ts";

export const increase = budgetOf({ increase: { percent: ratio(5n), atLeast: null } });
export const asOf = "2026-11-24";

export function yes(scenario: string, amount: bigint, over: Partial<Acceptance> = {}): Acceptance {
  return {
    scenario,
    upTo: { kind: "usd", usd: amount, basis: null },
    from: null,
    reason: "agreed",
    until: null,
    by: { kind: "comment", login: "ann", url: null },
    ...over,
  };
}

/** `a` costs $2 a month more than on main for each thousand tokens: a thousand runs, $2 per MTok. */
export function judged(options: {
  readonly head?: readonly ScenarioSpec[];
  readonly base?: readonly ScenarioSpec[] | null;
  readonly config?: Parameters<typeof configWith>[1];
  readonly acceptances: readonly Acceptance[];
}) {
  const {
    head = [spec("a", 1), spec("b", 0)],
    base = [spec("a", 0), spec("b", 0)],
    config = { each: { a: increase, b: increase } },
  } = options;
  const comparisons = compareScenarios({
    head: head.map(sideOf),
    base: base?.map(sideOf) ?? null,
    estimator,
  });
  const built: Config = configWith(head, config);
  return judgeAccepted({
    config: built,
    comparisons,
    compared: base !== null,
    acceptances: options.acceptances,
    asOf,
  });
}

/** What `a` costs a month with no thousand tokens. */
export const zero =
  compareScenarios({ head: [sideOf(spec("a", 0))], base: null, estimator })[0]?.headUsd ?? 0n;

export function states(result: ReturnType<typeof judged>): readonly string[] {
  return result.acceptances.map(({ state }) => state);
}
