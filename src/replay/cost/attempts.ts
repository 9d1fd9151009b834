/**
 * The models that may answer a request one after another (server-side fallback, billing.md §1.5).
 * Members and their defaults: `@anthropic-ai/sdk` 1.13.0, `BetaFallbackParam`.
 */
import { isArray, isObject, setMember, type Json, type JsonObject } from "../../json.ts";
import { findModel } from "../../models/lookup.ts";
import { wholeNumber } from "../../api/number.ts";
import { isAbsent } from "../../api/usage/reader.ts";
import { refusedByModel } from "../../api/request-refusals.ts";

/** Where a request leaves it to the API which models take over. */
const chosenByApi = "default";

/**
 * The bodies of the attempts that one request may become, in order: as its own model is asked, then
 * as each model of its `fallbacks` is. Why they are not known where they are not, in words.
 */
export function attemptsOf(
  body: JsonObject,
): { readonly bodies: readonly JsonObject[] } | { readonly unknown: string } {
  const { fallbacks = null, ...own } = body;
  if (fallbacks === null) return { bodies: [own] };
  if (fallbacks === chosenByApi)
    return { unknown: 'the API chooses the models of `fallbacks: "default"`' };
  const entries = isArray(fallbacks) ? fallbacks.map((entry) => attemptBody(own, entry)) : [null];
  const bodies = entries.filter((entry) => entry !== null);
  return bodies.length === entries.length
    ? { bodies: [own, ...bodies] }
    : { unknown: "its `fallbacks` cannot be read" };
}

/** The body of the attempt of one entry; null where the entry names no model or no limit. */
function attemptBody(own: JsonObject, entry: Json): JsonObject | null {
  if (!isObject(entry)) return null;
  const { model, max_tokens: limit } = entry;
  if (typeof model !== "string") return null;
  if (!isAbsent(limit) && wholeNumber(limit) === null) return null;
  const body: Record<string, Json> = { ...own, model };
  if (!isAbsent(limit)) setMember(body, "max_tokens", limit);
  // A `null` means standard speed only with the newer of the two betas: here it may be fast.
  if (!isAbsent(entry["speed"])) setMember(body, "speed", entry["speed"]);
  for (const name of ["thinking", "output_config"] as const) {
    const given = entry[name];
    if (isObject(given)) setMember(body, name, given);
    else if (given === null || isRefused(body, name)) delete body[name];
  }
  return body;
}

/** Whether the attempt goes without a setting of the request because its model does not take it. */
function isRefused(body: JsonObject, name: "thinking" | "output_config"): boolean {
  const named = typeof body["model"] === "string" ? findModel(body["model"]) : null;
  return (
    named !== null &&
    refusedByModel(named.model, body).some(
      ({ path }) => path === name || path.startsWith(`${name}.`),
    )
  );
}
