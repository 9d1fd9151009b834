import { isObject, type JsonObject } from "../json.ts";
import { wholeNumber } from "./answer.ts";

/**
 * Input tokens of a recorded answer: input + creation + read (caching-rules.md §6), and how many
 * stand before its last breakpoint where it shows caching. Null where the usage does not say.
 */
export function countTotal(
  response: JsonObject,
): { readonly total: number; readonly cached: number | null } | null {
  const usage = response["usage"];
  if (!isObject(usage)) return null;
  const input = wholeNumber(usage["input_tokens"]);
  if (input === null) return null;
  const cached =
    (wholeNumber(usage["cache_creation_input_tokens"]) ?? 0) +
    (wholeNumber(usage["cache_read_input_tokens"]) ?? 0);
  return { total: input + cached, cached: cached === 0 ? null : cached };
}
