import type { Day } from "../digest.ts";
import { problem, type Place, type Problem } from "../problem.ts";
import type { Model } from "./model.ts";
import { findEntry } from "./models.ts";

/**
 * Whether the Claude API had retired a model on a day. A retirement day itself counts as retired.
 */
export function isRetired(model: Model, day: Day): boolean {
  return model.retiresOn !== null && model.retiresOn <= day;
}

/**
 * What a day says against pricing a model on it: `model-retired` (its last rates hold) or
 * `price-unknown-on-day` (not yet released).
 */
export function checkLifecycle(
  model: Model,
  day: Day,
  place: Place,
  scenario: string | null = null,
): Problem[] {
  const releasedOn = findEntry(model.id)?.releasedOn ?? null;
  if (releasedOn !== null && day < releasedOn) {
    return [problem("price-unknown-on-day", place, { model: model.id, day, releasedOn }, scenario)];
  }
  if (model.retiresOn === null || !isRetired(model, day)) return [];
  return [
    problem("model-retired", place, { model: model.id, retiresOn: model.retiresOn, day }, scenario),
  ];
}
