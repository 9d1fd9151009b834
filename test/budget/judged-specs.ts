import { judge } from "../../src/budget/verdict.ts";
import { compareScenarios } from "../../src/compare/compare.ts";
import type { Budget, Config } from "../../src/config/config.ts";
import { placeIn } from "../../src/problem.ts";
import {
  estimator,
  configOf,
  declared,
  sideOf,
  type ScenarioSpec,
} from "../compare/scenario-specs.ts";

/** $0.003 a run, and `extra` thousand tokens of system prompt at $0.002 each. */
export function spec(id: string, extra: number, over: Partial<ScenarioSpec> = {}): ScenarioSpec {
  return {
    id,
    traffic: 1_000,
    runs: [
      {
        id: `run of ${id}`,
        asks: [
          {
            output: 100,
            body: {
              model: "claude-sonnet-5",
              max_tokens: 1_000,
              ...(extra === 0 ? {} : { system: [declared("s", extra * 1_000)] }),
              messages: [{ role: "user", content: [declared(`question ${id}`, 1_000)] }],
            },
          },
        ],
      },
    ],
    ...over,
  };
}

export function configWith(
  specs: readonly ScenarioSpec[],
  over: Partial<Config> & { readonly each?: Readonly<Record<string, Budget>> },
): Config {
  const { each, ...rest } = over;
  return {
    file: "promptcost.yml",
    scenarios: specs.map((spec) => ({ ...configOf(spec), budget: each?.[spec.id ?? "a"] ?? null })),
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
    ...rest,
  };
}

export function run(
  head: readonly ScenarioSpec[],
  base: readonly ScenarioSpec[] | null,
  over: Parameters<typeof configWith>[1],
) {
  const comparisons = compareScenarios({
    head: head.map(sideOf),
    base: base?.map(sideOf) ?? null,
    estimator,
  });
  return judge({ config: configWith(head, over), comparisons, compared: base !== null });
}
