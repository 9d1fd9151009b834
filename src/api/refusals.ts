/** What answers say of refusing: by themselves, or before a fallback took over. */
import { isObject, type Json, type JsonObject } from "../json.ts";
import { modelOf } from "./model.ts";
import { fallbacksOf } from "./response.ts";

/**
 * A category as recorded; undefined where nothing is recorded, which is not the same as the API's
 * null.
 */
export type RefusalCategory = string | null | undefined;

/** The category of an answer that is a refusal; null for another answer. */
export function refusalOf(response: JsonObject): { readonly category: RefusalCategory } | null {
  return response["stop_reason"] === "refusal"
    ? { category: categoryOf(response["stop_details"]) }
    : null;
}

/**
 * Why the models of a fallback chain declined: each `fallback` block of the answer names the model
 * and the category.
 */
export function declinedModels(
  response: JsonObject,
): { readonly model: string; readonly category: RefusalCategory }[] {
  return fallbacksOf(response).flatMap((block) => {
    const from = block["from"];
    const model = isObject(from) ? modelOf(from) : null;
    return model === null ? [] : [{ model, category: categoryOf(block["trigger"]) }];
  });
}

function categoryOf(details: Json | undefined): RefusalCategory {
  if (!isObject(details)) return undefined;
  const category = details["category"];
  return typeof category === "string" || category === null ? category : undefined;
}
