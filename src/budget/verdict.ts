import type { ScenarioComparison } from "../compare/comparison.ts";
import type { Budget, Config } from "../config/config.ts";
import type { LimitKind } from "../config/limits.ts";
import type { Path } from "../json.ts";
import { namesOf } from "../names.ts";
import type { Place } from "../problem.ts";
import { withoutAccepted, type AcceptedDeltas } from "./acceptance/accepted-deltas.ts";
import { figuresOf, figuresOfSum } from "./figures.ts";
import { judgeBudget, type JudgedLimit } from "./limits/limits.ts";

/** What a check can come to, with its exit code; mildest first. */
const exitCodes = { pass: 0, warn: 0, fail: 1, error: 2 } as const;

export type Verdict = keyof typeof exitCodes;
export const verdicts = namesOf(exitCodes);

const verdictOfAction: Readonly<Record<Budget["action"], Verdict>> = { fail: "fail", warn: "warn" };

/** What judged limits come to. A limit with nothing to hold it against says nothing. */
export function verdictOf(limits: readonly JudgedLimit[]): Verdict {
  const over = limits.filter((limit) => limit.over);
  return worstVerdict(over.map((limit) => verdictOfAction[limit.action]));
}

export function worstVerdict(found: readonly Verdict[]): Verdict {
  return verdicts.findLast((verdict) => found.includes(verdict)) ?? "pass";
}

export function exitCode(verdict: Verdict): 0 | 1 | 2 {
  return exitCodes[verdict];
}

/** Every budget of a config, judged. */
export interface Judgement {
  /** By scenario id; gone scenarios have no limits. */
  readonly scenarios: ReadonlyMap<string, readonly JudgedLimit[]>;
  readonly groups: readonly {
    readonly name: string;
    readonly scenarios: readonly string[];
    readonly limits: readonly JudgedLimit[];
  }[];
  readonly total: readonly JudgedLimit[];
  /** Of the budgets alone: whether a check ends in `error` is for the caller to find. */
  readonly verdict: Verdict;
}

/**
 * Judges scenarios, groups and the sum by one config: the one whose rules count (see `forkRules`).
 * `compared` is false on a first run and where no base could be had; then only absolute budgets are
 * judged. `accepted`: deltas that the sums leave out of their increase.
 */
export function judge(options: {
  readonly config: Config;
  readonly comparisons: readonly ScenarioComparison[];
  readonly compared: boolean;
  readonly accepted?: AcceptedDeltas;
}): Judgement {
  const { config, comparisons, compared, accepted = new Map() } = options;
  const locate =
    (path: Path) =>
    (kind: LimitKind): Place =>
      config.locate([...path, "budget", kind]);
  const configs = new Map(config.scenarios.map((scenario) => [scenario.id, scenario]));
  const runsPerMonth = (id: string) => configs.get(id)?.traffic?.runsPerMonth ?? null;
  const scenarios = new Map(
    comparisons.map((comparison) => {
      const { id, state } = comparison;
      const budget = state === "gone" ? null : (configs.get(id)?.budget ?? null);
      const figures = figuresOf(comparison);
      return [id, judgeBudget({ budget, figures, locate: locate(["scenarios", id]) })] as const;
    }),
  );
  const groups = config.groups.map((group) => {
    const members = comparisons.filter(({ id }) => group.scenarios.includes(id));
    const whole = figuresOfSum({ comparisons: members, compared, runsPerMonth });
    const figures = withoutAccepted(whole, group.scenarios, accepted);
    const limits = judgeBudget({
      budget: group.budget,
      figures,
      locate: locate(["groups", group.name]),
    });
    return { name: group.name, scenarios: group.scenarios, limits };
  });
  const whole = figuresOfSum({ comparisons, compared, runsPerMonth });
  const ids = comparisons.map(({ id }) => id);
  const total = judgeBudget({
    budget: config.budget,
    figures: withoutAccepted(whole, ids, accepted),
    locate: locate([]),
  });
  const judged = { scenarios, groups, total };
  return { ...judged, verdict: verdictOfAll(judged) };
}

/** What all judged limits together come to. */
export function verdictOfAll({
  scenarios,
  groups,
  total,
}: Pick<Judgement, "scenarios" | "groups" | "total">): Verdict {
  return worstVerdict(
    [...scenarios.values(), ...groups.map((group) => group.limits), total].map(verdictOf),
  );
}
