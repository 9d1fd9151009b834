import type { Side } from "./side.ts";
import type { Day } from "../digest.ts";
import { checkLifecycle } from "../models/lifecycle.ts";
import { findModel } from "../models/models.ts";
import { nowhere, type Place, type Problem } from "../problem.ts";
import { noteCacheKeyPolicy } from "../prompt/assumptions.ts";
import type { BlockTable } from "../prompt/blocks.ts";
import { checkPrompt } from "../prompt/check.ts";
import type { ProjectedVariant } from "../variants/variants.ts";

/**
 * Everything that counting and projecting a scenario found: refused requests, assumptions, unknown
 * models. Each once.
 */
export function problemsOfSide(
  side: Side,
  options: {
    readonly variants: readonly ProjectedVariant[];
    readonly table: BlockTable;
    readonly asOf: Day;
  },
): readonly Problem[] {
  const collector = createCollector(side.scenario.config.id);
  const models = new Set<string>();
  for (const run of side.measured.runs) {
    for (const [at, one] of run.exchanges.entries()) {
      const { place } = one.exchange;
      const { model } = one.prompt;
      if (!models.has(model)) {
        models.add(model);
        const named = findModel(model);
        if (named !== null) collector.add(checkLifecycle(named.model, options.asOf, place), place);
      }
      collector.add(checkPrompt(one.prompt, place), place);
      collector.add(one.count.problems, place);
      collector.add(one.output.problems, place);
      const before = run.exchanges[at - 1];
      if (before !== undefined)
        collector.add(
          noteCacheKeyPolicy(before.prompt, one.prompt, { table: options.table, place }),
          place,
        );
    }
  }
  const place = side.scenario.runs[0]?.place ?? nowhere;
  collector.add(side.projection.problems, place);
  for (const variant of options.variants) collector.add(variant.problems, place);
  return collector.all();
}

/**
 * Keeps the first of those that say the same. Lines are not looked at: to find one, its file is
 * read again.
 */
function createCollector(scenario: string) {
  const found = new Map<string, Problem>();
  return {
    add: (problems: readonly Problem[], place: Place): void => {
      for (const one of problems) {
        const key = `${one.code} ${one.message}`;
        if (found.has(key)) continue;
        const placed = one.file === null ? { ...one, file: place.file, path: one.path } : one;
        found.set(key, { ...placed, scenario });
      }
    },
    all: (): readonly Problem[] => [...found.values()],
  };
}
