import type { ScenarioComparison } from "../compare/comparison.ts";
import type { Config } from "../config/config.ts";
import { limitPath, type LimitKind } from "../config/limits.ts";
import type { Path } from "../json.ts";
import { namesOf } from "../names.ts";
import type { Place } from "../problem.ts";
import { withoutAccepted, type AcceptedDeltas } from "./acceptance/accepted-deltas.ts";
import { figuresOf, type Covers } from "./figures.ts";
import { figuresOfSum } from "./sum-figures.ts";
import { judgeBudget, verdictOfLimit, type JudgedLimit } from "./limits/limits.ts";

/** What a check can come to, with its exit code; mildest first. */
const exitCodes = { pass: 0, warn: 0, fail: 1, error: 2 } as const;

export type Verdict = keyof typeof exitCodes;
export const verdicts = namesOf(exitCodes);

/** What judged limits come to. A limit with nothing to hold it against says nothing. */
export function verdictOf(limits: readonly JudgedLimit[]): Verdict {
  return worstVerdict(limits.map(verdictOfLimit));
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
  /** Says of other limits of the sums what of their scenarios is accepted. */
  readonly covers?: Covers;
}): Judgement {
  const { config, comparisons, compared, accepted = new Map(), covers } = options;
  const locate =
    (path: Path) =>
    (kind: LimitKind): Place =>
      config.locate([...path, "budget", ...limitPath(kind)]);
  const { onUncertain } = config;
  const configs = new Map(config.scenarios.map((scenario) => [scenario.id, scenario]));
  const runsPerMonth = (id: string) => configs.get(id)?.traffic?.runsPerMonth ?? null;
  const scenarios = new Map(
    comparisons.map((comparison) => {
      const { id, state } = comparison;
      const budget = state === "gone" ? null : (configs.get(id)?.budget ?? null);
      const figures = figuresOf(comparison);
      const limits = judgeBudget({
        budget,
        figures,
        onUncertain,
        locate: locate(["scenarios", id]),
      });
      return [id, limits] as const;
    }),
  );
  const groups = config.groups.map((group) => {
    const members = comparisons.filter(({ id }) => group.scenarios.includes(id));
    const whole = figuresOfSum({ comparisons: members, compared, runsPerMonth, covers });
    const figures = withoutAccepted(whole, group.scenarios, accepted);
    const limits = judgeBudget({
      budget: group.budget,
      figures,
      onUncertain,
      locate: locate(["groups", group.name]),
    });
    return { name: group.name, scenarios: group.scenarios, limits };
  });
  const whole = figuresOfSum({ comparisons, compared, runsPerMonth, covers });
  const ids = comparisons.map(({ id }) => id);
  const total = judgeBudget({
    budget: config.budget,
    figures: withoutAccepted(whole, ids, accepted),
    onUncertain,
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
