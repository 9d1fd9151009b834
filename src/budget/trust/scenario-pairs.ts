/** Scenarios and runs of both trees, paired as they are compared. */
import { matchRuns } from "../../evaluation/matching.ts";
import type { Run, Scenario } from "../../fixture/fixture.ts";

/** Scenarios' new ids by their old ones. */
export type Renamed = ReadonlyMap<string, string>;

/** A run of main's tree and the head's. */
export interface RunPair {
  readonly before: Run;
  readonly after: Run;
}

/** A scenario that both trees have. */
export interface ScenarioPair {
  readonly before: Scenario;
  readonly after: Scenario;
  readonly pairs: readonly RunPair[];
  /** Main's runs that the head has not. */
  readonly gone: readonly Run[];
}

/** The scenarios of main's tree that the head has, in main's order. */
export function pairScenarios(
  base: readonly Scenario[],
  head: readonly Scenario[],
  renamed: Renamed,
): readonly ScenarioPair[] {
  const byId = new Map(head.map((scenario) => [scenario.config.id, scenario]));
  return base.flatMap((before) => {
    const after = byId.get(renamed.get(before.config.id) ?? before.config.id);
    if (after === undefined) return [];
    const { pairs, baseOnly } = matchRuns(after.runs, before.runs);
    return [
      {
        before,
        after,
        pairs: pairs.map((pair) => ({ before: pair.base, after: pair.head })),
        gone: baseOnly,
      },
    ];
  });
}
