import type { JsonObject } from "../../json.ts";
import { isArray, isObject } from "../../json.ts";
import type { CacheSplit } from "../cache/split.ts";
import { markedLifetimes } from "./marked-lifetimes.ts";
import type { Sampling, Usage } from "./usage.ts";

/** How a recorded usage divides over the input classes. Tokens. */
export type RecordedSplit = Omit<CacheSplit, "hitBlock">;

/**
 * The recorded classes. Writes without their split are what the request's markers say, 5 minutes
 * where they say both or nothing; a split smaller than the total leaves the rest at 5 minutes
 * (DESIGN.md, "Billing").
 */
export function recordedSplit(usage: Sampling, request: JsonObject | null): RecordedSplit {
  const marked = request === null ? new Set<string>() : markedLifetimes(request);
  const allHour = usage.split === null && marked.size === 1 && marked.has("1h");
  const write1h = usage.split === null ? (allHour ? usage.cacheWrite : 0) : usage.split.oneHour;
  return {
    read: usage.cacheRead,
    write1h,
    write5m: usage.cacheWrite - write1h,
    input: usage.input,
  };
}

/**
 * Results the API itself puts in: of server tools and of MCP servers, not of the caller's own
 * tools.
 */
export function isServerResult(kind: unknown): boolean {
  return typeof kind === "string" && kind.endsWith("_tool_result");
}

/** Whether an answer holds such results. */
export function hasServerContent(response: JsonObject | null): boolean {
  const content = response?.["content"];
  return (
    isArray(content) && content.some((block) => isObject(block) && isServerResult(block["type"]))
  );
}

/**
 * Whether the top level is one prompt's, not a sum over several samplings of a server tool's loop
 * (caching-rules.md §8).
 */
export function isOneSampling(usage: Usage, response: JsonObject | null): boolean {
  return !usage.usedServerTools && usage.iterations.length <= 1 && !hasServerContent(response);
}

/** The classes of the first sampling of a usage that sums several; null where it is not listed. */
export function firstSampling(usage: Usage, request: JsonObject | null): RecordedSplit | null {
  const [first] = usage.iterations;
  return first?.kind === "message" ? recordedSplit(first, request) : null;
}
