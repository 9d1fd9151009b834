import type { Budget, Config, ScenarioConfig } from "../../../src/config/config.ts";
import { ratio } from "../../../src/money.ts";
import { placeIn } from "../../../src/problem.ts";
import { budgetOf, type Limits } from "../budget-of.ts";
import { configOf, sideOf, type Ask, type ScenarioSpec } from "../../compare/scenario-specs.ts";
import { usd } from "../../dollars.ts";

const limits: Limits = {
  monthly: usd(900),
  perRun: usd(2),
  increase: { percent: ratio(5n), atLeast: usd(10) },
  cacheHitRate: ratio(4n, 5n),
  action: "fail",
};

export const strict = strictBut({});

export function strictBut(over: Limits): Budget {
  return budgetOf({ ...limits, ...over });
}

export function scenario(
  budget: Budget | null,
  over: Partial<ScenarioConfig> = {},
): ScenarioConfig {
  return {
    ...configOf({ traffic: 1_000 }),
    budget,
    ...over,
  };
}

export function config(over: Partial<Config> = {}): Config {
  return {
    file: "promptcost.yml",
    scenarios: [scenario(strict)],
    budget: null,
    groups: [],
    baseline: ".promptcost/baseline.json",
    prices: [],
    extraKeys: [],
    models: new Map(),
    onNoBase: "judge",
    onUncertain: "judge",
    recordInto: "fixtures/recorded",
    redact: [],
    replayMaxUsd: null,
    accept: [],
    locate: (path) => placeIn("promptcost.yml", path.join(".")),
    ...over,
  };
}

export function spec(over: Partial<Ask> = {}, weight = 1): ScenarioSpec {
  return {
    runs: [
      { id: "r", weight, asks: [{ body: { model: "claude-sonnet-5" }, output: 300, ...over }] },
    ],
  };
}

export function scenarioOf(side: ScenarioSpec) {
  return sideOf(side).scenario;
}
