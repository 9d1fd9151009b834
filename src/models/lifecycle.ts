import type { Day } from "../day.ts";
import { problem, type Place, type Problem } from "../problem.ts";
import type { Model } from "./model.ts";

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
  const { id, releasedOn, retiresOn } = model;
  if (releasedOn !== null && day < releasedOn)
    return [problem("price-unknown-on-day", place, { model: id, day, releasedOn }, scenario)];
  // The day it retires on counts as retired.
  if (retiresOn === null || day < retiresOn) return [];
  return [problem("model-retired", place, { model: id, retiresOn, day }, scenario)];
}
