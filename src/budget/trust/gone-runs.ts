import { isOtherRun } from "../../evaluation/likeness/likeness.ts";
import type { Run, Scenario } from "../../fixture/fixture.ts";
import { groupBy } from "../../order.ts";
import { nowhere, placeIn } from "../../problem.ts";
import type { RelaxedRule } from "./relaxed-rules.ts";
import { pairScenarios, type Renamed, type RunPair } from "./scenario-pairs.ts";

/**
 * Runs of main's that the head counts no more: their file is deleted, is named by no glob, or holds
 * nothing that can be read. What they cost moves the bill as an adjustment, and what they would
 * have shown of the change is not seen; so where a run that has nothing of theirs took their place.
 * Where the file is still there, another run in their place
 * is no reason for silence.
 */
export function findGoneRuns(
  base: readonly Scenario[],
  head: readonly Scenario[],
  { renamed, isThere }: { readonly renamed: Renamed; readonly isThere: (file: string) => boolean },
): readonly RelaxedRule[] {
  return pairScenarios(base, head, renamed).flatMap(({ before, after, pairs, gone }) => {
    const left = groupBy(after.runs, fileOf);
    const replaced = pairs.filter((pair) => isReplaced(pair));
    const lost = new Set([...gone, ...replaced.map((pair) => pair.before)]);
    return [...groupBy(before.runs, fileOf)].flatMap(([file, runs]) => {
      const isUnread = !left.has(file) && isThere(file);
      const kept = isUnread ? [] : runs.filter((run) => !lost.has(run));
      if (kept.length === runs.length) return [];
      return [
        {
          rule: `scenarios.${after.config.id}.fixtures`,
          from: `${countRuns(runs.length)} of ${file}`,
          to: kept.length === 0 ? "none" : countRuns(kept.length),
          place: isThere(file) ? placeIn(file) : nowhere,
        },
      ];
    });
  });
}

/** A run left over on one side, compared with one left over on the other, which is another run. */
function isReplaced({ before, after }: RunPair): boolean {
  return before.id !== after.id && isOtherRun(before, after);
}

function fileOf({ place }: Run): string {
  return place.file ?? "";
}

/** So many runs, for people. */
export function countRuns(count: number): string {
  return count === 1 ? "1 run" : `${String(count)} runs`;
}
