import { markedLifetimes, type Ttl } from "../../api/cache-control.ts";
import { hasServerContent } from "../../api/completed-input.ts";
import type { Sampling, Usage } from "../../api/usage.ts";
import type { JsonObject } from "../../json.ts";
import type { CacheSplit } from "../cache/split.ts";

/** How a recorded usage divides over the input classes. Tokens. */
export type RecordedSplit = Omit<CacheSplit, "hitBlock">;

/**
 * The recorded classes. Writes without their split are what the request's breakpoints say, 5
 * minutes where they say both or nothing; a split smaller than the total leaves the rest at 5
 * minutes (DESIGN.md, "Billing").
 */
export function recordedSplit(usage: Sampling, request: JsonObject | null): RecordedSplit {
  const marked = request === null ? new Set<Ttl>() : markedLifetimes(request);
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
 * Whether the top level is one prompt's, not a sum over several samplings of a server tool's loop
 * (caching-rules.md §8).
 */
export function isOneSampling(usage: Usage, response: JsonObject | null): boolean {
  return !usage.usedServerTools && usage.iterations.length <= 1 && !hasServerContent(response);
}

/** The classes of the first sampling of a usage that sums several; null where it is not listed. */
export function firstSampling(usage: Usage, request: JsonObject | null): RecordedSplit | null {
  const first = usage.iterations.find(({ kind }) => kind === "message");
  return first === undefined ? null : recordedSplit(first, request);
}
