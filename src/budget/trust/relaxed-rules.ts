import type { Config, GroupConfig } from "../../config/config.ts";
import type { Place } from "../../problem.ts";
import { relaxBudget, relaxUncertain, type UncertainDefaults } from "../limits/limits.ts";
import { below, type Relaxation } from "../relaxation.ts";
import { relaxAcceptances } from "./relaxed-acceptances.ts";
import { relaxModels } from "./relaxed-models.ts";
import { relaxPrices } from "./relaxed-prices.ts";
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
  renamed: ReadonlyMap<string, string> = new Map(),
): readonly RelaxedRule[] {
  const uncertain = { before: base.onUncertain, after: head.onUncertain };
  const scenarios = base.scenarios.flatMap((before) => {
    const id = renamed.get(before.id) ?? before.id;
    const after = head.scenarios.find((scenario) => scenario.id === id);
    return after === undefined
      ? []
      : below(relaxScenario(before, after, uncertain), "scenarios", id);
  });
  const groups = base.groups.flatMap((before) => {
    const after = head.groups.find(({ name }) => name === before.name);
    return below(relaxGroup(before, after ?? null, { renamed, uncertain }), "groups", before.name);
  });
  const noBase =
    base.onNoBase === "error" && head.onNoBase === "judge"
      ? [{ path: ["on-no-base"], from: "error", to: "judge" }]
      : [];
  const found = [
    ...scenarios,
    ...groups,
    ...below(relaxBudget(base.budget, head.budget, uncertain), "budget"),
    ...noBase,
    ...relaxUncertain(uncertain.before, uncertain.after),
    ...relaxAcceptances(base.accept, head.accept, renamed),
    ...relaxPrices(base.prices, head.prices),
    ...relaxModels(base.models, head.models),
  ];
  return found.map(({ path, from, to }) => ({
    rule: path.join("."),
    from,
    to,
    place: head.locate(path),
  }));
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
