import type { Config } from "../../../config/config.ts";
import type { Scenario } from "../../../fixture/fixture.ts";
import { nowhere } from "../../../problem.ts";
import { countRuns } from "../gone-runs.ts";
import type { RelaxedRule } from "../relaxed-rules.ts";
import type { Renamed } from "../scenario-pairs.ts";

/**
 * Scenarios of main's that the head has no more, under any name that a comparison finds: nothing
 * holds them against main, and no budget of theirs is left. What was split, renamed and edited at
 * once, or moved to another `promptcost.yml` looks like that. Said with what has their files now.
 */
export function findGoneScenarios(
  base: readonly Scenario[],
  head: readonly Scenario[],
  options: {
    readonly renamed: Renamed;
    readonly config: Config;
    readonly isThere: (file: string) => boolean;
  },
): readonly RelaxedRule[] {
  const { renamed, config, isThere } = options;
  const ids = new Set(head.map((scenario) => scenario.config.id));
  return base.flatMap((scenario) => {
    const { id } = scenario.config;
    if (ids.has(renamed.get(id) ?? id)) return [];
    const files = new Set(filesOf(scenario));
    const heirs = head.filter((other) => filesOf(other).some((file) => files.has(file)));
    const isLeft = [...files].some(isThere);
    const where =
      heirs.length > 0
        ? `none; its fixtures are in ${heirs.map((heir) => heir.config.id).join(", ")}, compared with nothing`
        : isLeft
          ? "none; its fixtures are still there, and counted nowhere here"
          : "none";
    return [
      {
        rule: `scenarios.${id}`,
        from: `${countRuns(scenario.runs.length)} compared with main`,
        to: where,
        place: heirs[0] === undefined ? nowhere : config.locate(["scenarios", heirs[0].config.id]),
      },
    ];
  });
}

/** Files that a scenario's runs are in, and those of the repository that its requests follow. */
function filesOf({ runs }: Scenario): readonly string[] {
  return runs.flatMap(({ place, exchanges }) => [
    ...(place.file === null ? [] : [place.file]),
    ...exchanges.flatMap(({ request }) => request.links.map(({ file }) => file)),
  ]);
}
