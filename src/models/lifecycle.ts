import type { Day } from "../day.ts";
import { problem, type Place, type Problem } from "../problem.ts";
import type { Model } from "./model.ts";

/**
 * What a day says against pricing a model on it: the warning `model-retired` (its last rates hold),
 * or the error `price-unknown-on-day` (it was not yet released).
 */
export function checkLifecycle(model: Model, day: Day, place: Place): readonly Problem[] {
  const { id, releasedOn, retiresOn } = model;
  if (releasedOn !== null && day < releasedOn)
    return [problem("price-unknown-on-day", place, { model: id, day, releasedOn })];
  // The day it retires on counts as retired.
  if (retiresOn === null || day < retiresOn) return [];
  return [problem("model-retired", place, { model: id, retiresOn, day })];
}
