import { sum } from "../../../arithmetic.ts";
import { ascendingBy } from "../../../order.ts";
import type { RelaxedRule } from "../relaxed-rules.ts";
import type { ScenarioPair } from "../scenario-pairs.ts";

/**
 * Runs that only the head has and that take most of the traffic, or more than any run of main's
 * did: what main's cost counts that much less in every figure of the whole scenario.
 */
export function thinnedOut({ after, pairs }: ScenarioPair): readonly RelaxedRule[] {
  if (pairs.length === 0) return [];
  const known = new Set(pairs.map((pair) => pair.after));
  const added = after.runs.filter((run) => !known.has(run));
  const theirs = pairs.map((pair) => pair.after.weight);
  const [heaviest, all] = [theirs.reduce((most, weight) => Math.max(most, weight)), sum(theirs)];
  const weight = sum(added.map((run) => run.weight));
  if (weight <= all && added.every((run) => run.weight <= heaviest)) return [];
  const [most] = added.toSorted(ascendingBy((run) => -run.weight));
  return most === undefined
    ? []
    : [
        {
          rule: `scenarios.${after.config.id} weight of its earlier runs`,
          from: "all of the traffic",
          to: `${String(all)} of ${String(all + weight)}`,
          place: most.place,
        },
      ];
}
