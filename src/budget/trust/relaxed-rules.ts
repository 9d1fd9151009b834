import type { Config, GroupConfig, ScenarioConfig } from "../../config/config.ts";
import type { Pico } from "../../money.ts";
import type { Place } from "../../problem.ts";
import { relaxBudget, relaxUncertain, type UncertainDefaults } from "../limits/limits.ts";
import { below, type Relaxation } from "../relaxation.ts";
import { describeUsd, none } from "../words.ts";
import { decide, type Decisions } from "./rules/decisions.ts";
import { relaxAcceptances } from "./relaxed-acceptances.ts";
import { relaxModels } from "./rules/relaxed-models.ts";
import { relaxPrices } from "./rules/relaxed-prices.ts";
import { relaxScenario } from "./relaxed-scenario.ts";

/**
 * A rule that a change makes laxer, with what it said and says, for people. Shown first, judged by
 * nobody.
 */
export interface RelaxedRule {
  /** `scenarios.a.budget.monthly` */
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  /** The same as a sentence without its full stop, where that says it better. */
  readonly sentence?: string;
  readonly place: Place;
}

/**
 * Every rule of the config that the head has laxer than the base: limits, actions, traffic,
 * assertions, prices, what names of models mean. `renamed`: scenarios' new ids by their old ones.
 */
export function findRelaxedRules(
  base: Config,
  head: Config,
  renamed: Renamed = new Map(),
): readonly RelaxedRule[] {
  return decide(decisions, { base, head, renamed }).map(({ path, from, to }) => ({
    rule: path.join("."),
    from,
    to,
    place: head.locate(path),
  }));
}

type Renamed = ReadonlyMap<string, string>;

interface Configs {
  readonly base: Config;
  readonly head: Config;
  readonly renamed: Renamed;
}

const decisions = {
  file: "both sides are read from the same path",
  scenarios: relaxScenarios,
  groups: relaxGroups,
  budget: ({ base, head }) =>
    below(relaxBudget(base.budget, head.budget, uncertainOf({ base, head })), "budget"),
  onNoBase: ({ base, head }) =>
    base.onNoBase === "error" && head.onNoBase === "judge"
      ? [{ path: ["on-no-base"], from: "error", to: "judge" }]
      : [],
  onUncertain: ({ base, head }) => relaxUncertain(base.onUncertain, head.onUncertain),
  accept: ({ base, head, renamed }) => relaxAcceptances(base.accept, head.accept, renamed),
  baseline: "a comparison is with main's tree, wherever its baseline stands",
  prices: ({ base, head }) => relaxPrices(base.prices, head.prices),
  models: ({ base, head }) => relaxModels(base.models, head.models),
  extraKeys: ({ base, head }) => uncountedKeys(base.extraKeys, head.extraKeys),
  recordInto: "scenarios of its folders are paired like all others",
  redact: "what `record` keeps costs what it costs",
  replayMaxUsd: ({ base, head }) => higherCap(base.replayMaxUsd, head.replayMaxUsd),
  locate: "no rule: where they stand",
} as const satisfies Decisions<Config, [configs: Configs], Relaxation>;

function relaxScenarios({ base, head, renamed }: Configs): readonly Relaxation[] {
  const uncertain = uncertainOf({ base, head });
  const newId = (id: string): string => renamed.get(id) ?? id;
  return base.scenarios.flatMap((before) => {
    const id = newId(before.id);
    const after = head.scenarios.find((scenario) => scenario.id === id);
    if (after === undefined) return [];
    const known = new Set(neighboursOf(before, base.scenarios).map(newId));
    const newNeighbours = neighboursOf(after, head.scenarios).filter((other) => !known.has(other));
    return below(relaxScenario({ before, after, uncertain, newNeighbours }), "scenarios", id);
  });
}

/** Ids of the scenarios that share a scenario's cache. */
function neighboursOf(
  { id, cacheGroup }: ScenarioConfig,
  scenarios: readonly ScenarioConfig[],
): readonly string[] {
  return cacheGroup === null
    ? []
    : scenarios
        .filter((other) => other.cacheGroup === cacheGroup && other.id !== id)
        .map((other) => other.id);
}

function relaxGroups({ base, head, renamed }: Configs): readonly Relaxation[] {
  const uncertain = uncertainOf({ base, head });
  return base.groups.flatMap((before) => {
    const after = head.groups.find(({ name }) => name === before.name);
    return below(relaxGroup(before, after ?? null, { renamed, uncertain }), "groups", before.name);
  });
}

function uncertainOf({ base, head }: Pick<Configs, "base" | "head">): UncertainDefaults {
  return { before: base.onUncertain, after: head.onUncertain };
}

/** Keys of requests that are let through, and counted by nothing. */
function uncountedKeys(before: readonly string[], after: readonly string[]): readonly Relaxation[] {
  const added = after.filter((key) => !before.includes(key));
  return added.length === 0
    ? []
    : [
        {
          path: ["extra-keys"],
          from: before.length === 0 ? none : before.join(", "),
          to: after.join(", "),
        },
      ];
}

/** What one `replay` may spend: more than before. */
function higherCap(before: Pico | null, after: Pico | null): readonly Relaxation[] {
  return before !== null && after !== null && after > before
    ? [{ path: ["replay", "max-usd"], from: describeUsd(before), to: describeUsd(after) }]
    : [];
}

/** A group's budget is laxer, or it is no longer of all the scenarios it was of. */
function relaxGroup(
  before: GroupConfig,
  after: GroupConfig | null,
  options: {
    readonly renamed: ReadonlyMap<string, string>;
    readonly uncertain: UncertainDefaults;
  },
): readonly Relaxation[] {
  const { renamed, uncertain } = options;
  const found = relaxBudget(before.budget, after?.budget ?? null, uncertain);
  const budget = below(found, "budget");
  const isStill = (id: string): boolean =>
    after?.scenarios.includes(renamed.get(id) ?? id) === true;
  if (after === null || before.scenarios.every(isStill)) return budget;
  const [from, to] = [before.scenarios.join(", "), after.scenarios.join(", ")];
  return [...budget, { path: ["scenarios"], from, to }];
}
