import type { Day } from "../../digest.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";

/**
 * From this day on a refusal before any output is billed by its category; before, none was
 * (billing.md §1.5).
 */
const billedSince: Day = "2026-09-24";
const billed = ["bio", "frontier_llm", "reasoning_extraction"];
const unbilled = ["cyber", "general_harms"];

/**
 * A category as recorded; undefined where nothing is recorded, which is not the same as the API's
 * null.
 */
export type RefusalCategory = string | null | undefined;

/**
 * Whether a refusal before any output was billed. `unknown`: from the day on, without a category
 * that is known.
 */
export function judgeRefusal(
  category: RefusalCategory,
  day: Day,
): "billed" | "unbilled" | "unknown" {
  if (day < billedSince || category === null) return "unbilled";
  if (category === undefined) return "unknown";
  if (billed.includes(category)) return "billed";
  return unbilled.includes(category) ? "unbilled" : "unknown";
}

/** The category of a response that refused; undefined where it does not say. */
export function refusalOf(response: JsonObject): { readonly category: RefusalCategory } | null {
  return response["stop_reason"] === "refusal"
    ? { category: categoryOf(response["stop_details"]) }
    : null;
}

function categoryOf(details: Json | undefined): RefusalCategory {
  if (!isObject(details)) return undefined;
  const category = details["category"];
  return typeof category === "string" || category === null ? category : undefined;
}

/**
 * Why the models of a fallback chain declined: each `fallback` block of the answer names the model
 * and the category.
 */
export function declinedModels(
  response: JsonObject,
): { readonly model: string; readonly category: RefusalCategory }[] {
  const content = response["content"];
  return (isArray(content) ? content : []).flatMap((block) => {
    if (!isObject(block) || block["type"] !== "fallback") return [];
    const from = block["from"];
    const model = isObject(from) ? from["model"] : undefined;
    return typeof model === "string" ? [{ model, category: categoryOf(block["trigger"]) }] : [];
  });
}
