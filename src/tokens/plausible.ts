import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import type { Count } from "./count.ts";
import { completedByApi } from "./framing/settings.ts";

/**
 * How far a true count may lie from ours before the two cannot be of one body: hidden prompts of
 * beta features are some hundred tokens.
 */
const SLACK_TOKENS = 600;
const SLACK_SHARE = 0.35;

/** Whether a total can be what this body costs. */
export function isPlausible(total: number, count: Count): boolean {
  const slack = SLACK_TOKENS + Math.ceil(count.total * SLACK_SHARE);
  return total > 0 && total >= count.low - slack && total <= count.high + slack;
}

/**
 * Whether the API itself completes the input of such a request, so that no recorded total is too
 * large (DESIGN.md, "What a recording vouches for").
 */
export function completesInput(body: JsonObject): boolean {
  if (completedByApi(body).length > 0) return true;
  if (["context_management", "compaction"].some((key) => key in body)) return true;
  return isElsewhere(body["messages"] ?? null);
}

/**
 * Whether a value holds, at any depth of a request's messages, a source that is not in the request,
 * or content the server made.
 */
function isElsewhere(value: Json): boolean {
  if (isArray(value)) return value.some(isElsewhere);
  if (!isObject(value)) return false;
  const source = value["source"];
  const type = value["type"];
  if (isObject(source) && (source["type"] === "url" || source["type"] === "file")) return true;
  if (type === "container_upload" || type === "compaction") return true;
  return isArray(value["content"]) && isElsewhere(value["content"]);
}
