import type { Day } from "../day.ts";
import { problem, type Place, type Problem } from "../problem.ts";
import { catalogue } from "./catalogue.ts";
import { findModel } from "./lookup.ts";
import type { Model } from "./model.ts";
import type { Platform } from "./names.ts";

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

/** The models that answer on a day: released, neither deprecated nor retired; newest first. */
export function currentModels(day: Day): readonly Model[] {
  return catalogue.filter(
    ({ status, releasedOn, retiresOn }) =>
      status === "active" &&
      (releasedOn === null || releasedOn <= day) &&
      (retiresOn === null || day < retiresOn),
  );
}

/** Where the Claude API's dates hold (billing.md §1.1). */
const datedPlatforms: ReadonlySet<Platform> = new Set(["claude", "foundry"]);

/** How long before it retires a model is warned of, in days. */
const noticeDays = 90;

/**
 * The warning `model-retires-soon`, with the date and the newest model of its family: an id whose
 * model retires within 90 days of a day. Dates are those of the Claude API and of Foundry; Bedrock
 * and Vertex AI set their own (billing.md §1.1), so nothing is said of their ids.
 */
export function noteRetirement(id: string, day: Day, place: Place): readonly Problem[] {
  const retirement = retirementOf(id, day);
  if (retirement === null || retirement.days <= 0) return [];
  return [problem("model-retires-soon", place, { model: id, ...retirement })];
}

/** When a model goes, and what its family has in its place. */
export interface Retirement {
  readonly retiresOn: Day;
  /** From the day on; none or less where it is gone. */
  readonly days: number;
  /** The newest model of its family; null where that is the model itself, or there is none. */
  readonly newest: string | null;
}

/** Null: the id's model does not retire within 90 days of a day, or nobody says when. */
export function retirementOf(id: string, day: Day): Retirement | null {
  const named = findModel(id);
  const retiresOn = named?.model.retiresOn ?? null;
  if (named === null || !datedPlatforms.has(named.platform) || retiresOn === null) return null;
  const days = daysBetween(day, retiresOn);
  return days > noticeDays ? null : { retiresOn, days, newest: newestOf(named.model, day) };
}

/** The models of a model's own family that are out on a day and not on their way out, newest first. */
export function successorsOf({ id }: Model, day: Day): readonly Model[] {
  return stayingModels(familyOf(id), day).filter((model) => model.id !== id);
}

/** The current models of a family that do not retire soon. */
function stayingModels(family: string | undefined, day: Day): readonly Model[] {
  return currentModels(day).filter(
    ({ id }) => familyOf(id) === family && retirementOf(id, day) === null,
  );
}

/** The families that anybody may ask for, largest model first. */
const families = ["fable", "opus", "sonnet", "haiku"] as const;

/**
 * The models that are out on a day and not on their way out, of the families below a model's: a list
 * a family, the next smaller one first, newest first within it.
 */
export function smallerModels(model: Model, day: Day): readonly (readonly Model[])[] {
  const own = familyOf(model.id);
  const place = families.findIndex((family) => family === (own === "mythos" ? "fable" : own));
  if (place === -1) return [];
  return families.slice(place + 1).map((family) => stayingModels(family, day));
}

function isActive({ status, releasedOn }: Model, day: Day): boolean {
  return status === "active" && (releasedOn === null || releasedOn <= day);
}

/**
 * The note `reseller-at-list`: a name under which somebody else than the platforms of the price book
 * sends the bill. Its own prices have no source here (imports.md §4 says only what it asks for).
 */
export function noteReseller(id: string, place: Place): readonly Problem[] {
  const reseller = findModel(id)?.reseller ?? null;
  return reseller === null ? [] : [problem("reseller-at-list", place, { model: id, reseller })];
}

/** Nothing in the core reads the clock; two days given are no clock. */
function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The newest model of a family that is out and not on its way out; null where it is this one. */
function newestOf(model: Model, day: Day): string | null {
  const family = familyOf(model.id);
  const newest = catalogue.find((each) => familyOf(each.id) === family && isActive(each, day));
  return newest === undefined || newest.id === model.id ? null : newest.id;
}

function familyOf(id: string): string | undefined {
  return /fable|haiku|mythos|opus|sonnet/.exec(id)?.[0];
}
