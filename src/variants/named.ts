import { priceBookId } from "../api/model.ts";
import { isVariantGroup, variantModel } from "../config/variant.ts";
import type { VariantName } from "../config/config.ts";
import type { Day } from "../day.ts";
import { currentModels } from "../models/lifecycle.ts";
import type { MeasuredScenario } from "../projection/projection.ts";

/**
 * Each variant that some names ask for, once, in their order: in place of `models` a `model:<id>`
 * for every model that is current on the day, but for the one that all requests name already.
 */
export function namedVariants(
  names: readonly VariantName[],
  measured: MeasuredScenario,
  asOf: Day,
): readonly VariantName[] {
  const own = new Set(
    measured.runs.flatMap(({ exchanges }) =>
      exchanges.map(({ prompt }) => priceBookId(prompt.model)),
    ),
  );
  const all = names.flatMap((name): readonly VariantName[] =>
    isVariantGroup(name)
      ? currentModels(asOf)
          .filter(({ id }) => own.size !== 1 || !own.has(id))
          .map(({ id }): VariantName => `model:${id}`)
      : [name],
  );
  return [...new Set(all)];
}

/** The models that some variants price a scenario on, by the price book's ids. */
export function modelsOfVariants(
  names: readonly VariantName[],
  measured: MeasuredScenario,
  asOf: Day,
): readonly string[] {
  return namedVariants(names, measured, asOf)
    .map(variantModel)
    .filter((model) => model !== null)
    .map(priceBookId);
}
