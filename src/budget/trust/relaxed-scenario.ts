import type { Changes, ScenarioConfig, VariableConfig } from "../../config/config.ts";
import { rateTiers } from "../../models/limits/rate-limits.ts";
import { compareRatio } from "../../money.ts";
import { relaxBudget, type UncertainDefaults } from "../limits/limits.ts";
import { below, type Relaxation } from "../relaxation.ts";
import { none, describeShare } from "../words.ts";
import { decide, type Decisions } from "./rules/decisions.ts";
import { relaxTraffic } from "./rules/relaxed-traffic.ts";

/** Both sides of a scenario, and what is said of it elsewhere in the files. */
export interface ScenarioSides {
  readonly before: ScenarioConfig;
  readonly after: ScenarioConfig;
  readonly uncertain: UncertainDefaults;
  /** The head's other members of its cache group that main's group has not, by their new ids. */
  readonly newNeighbours: readonly string[];
}

/** What of a scenario is laxer: its budget, what its traffic is said to be, what it asserts. */
export function relaxScenario(sides: ScenarioSides): readonly Relaxation[] {
  return decide(decisions, sides);
}

const decisions = {
  id: "a scenario that is gone or has another name: `findGoneScenarios`",
  fixtures: "runs that are left out or new: `findGoneRuns`, `findRelaxedRuns`",
  traffic: ({ before, after }) => below(relaxTraffic(before.traffic, after.traffic), "traffic"),
  variants: "shown beside the figures, judged by nothing",
  budget: ({ before, after, uncertain }) =>
    below(relaxBudget(before.budget, after.budget, uncertain), "budget"),
  output: ({ before, after }) => shorterOutput(before.output, after.output),
  cacheGroup: joinedGroup,
  rateTier: ({ before, after }) => higherTier(before.rateTier, after.rateTier),
  batchHitShare: ({ before, after }) => moreBatchHits(before, after),
  vars: ({ before, after }) => laxerVars(before.vars, after.vars),
} as const satisfies Decisions<ScenarioConfig, [sides: ScenarioSides], Relaxation>;

/** How often a text changes, as a number: less often is laxer. */
export function frequency(changes: Changes): number {
  switch (changes) {
    case "request":
      return Infinity;
    case "run":
      return Number.MAX_SAFE_INTEGER;
    case "day":
    case "never":
      return 1;
    default:
      return changes;
  }
}

function shorterOutput(before: number | null, after: number | null): readonly Relaxation[] {
  return before !== null && after !== null && after < before
    ? [{ path: ["output"], from: String(before), to: String(after) }]
    : [];
}

/** What others write, it reads: whoever is new in its group keeps its prompts alive. */
function joinedGroup({ before, after, newNeighbours }: ScenarioSides): readonly Relaxation[] {
  if (newNeighbours.length === 0) return [];
  const to = `${after.cacheGroup ?? none}, with ${newNeighbours.join(", ")}`;
  return [{ path: ["cache"], from: before.cacheGroup ?? none, to }];
}

/** A higher tier, or none, has limits that are passed later, or never. */
function higherTier(
  before: ScenarioConfig["rateTier"],
  after: ScenarioConfig["rateTier"],
): readonly Relaxation[] {
  if (before === undefined) return [];
  return after === undefined || rateTiers.indexOf(after) > rateTiers.indexOf(before)
    ? [{ path: ["tier"], from: before, to: after ?? none }]
    : [];
}

function moreBatchHits(before: ScenarioConfig, after: ScenarioConfig): readonly Relaxation[] {
  const [from, to] = [before.batchHitShare, after.batchHitShare];
  return compareRatio(to, from) > 0
    ? [{ path: ["batch", "hit-share"], from: describeShare(from), to: describeShare(to) }]
    : [];
}

/** Variables that change less often, or stand for fewer tokens, than they did. */
function laxerVars(
  before: ScenarioConfig["vars"],
  after: ScenarioConfig["vars"],
): readonly Relaxation[] {
  return Object.entries(before)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, was]) => {
      const is = after[name];
      return is === undefined ? [] : below(laxerVariable(was, is), "vars", name);
    });
}

function laxerVariable(before: VariableConfig, after: VariableConfig): readonly Relaxation[] {
  const tokensOf = ({ value }: VariableConfig): number | null =>
    value === null || typeof value === "string" ? null : value.tokens;
  const [was, is] = [tokensOf(before), tokensOf(after)];
  const isSmaller = was !== null && is !== null && is < was;
  return [
    ...(frequency(after.changes) < frequency(before.changes)
      ? [{ path: ["changes"], from: String(before.changes), to: String(after.changes) }]
      : []),
    ...(isSmaller ? [{ path: ["value", "$tokens"], from: String(was), to: String(is) }] : []),
  ];
}
