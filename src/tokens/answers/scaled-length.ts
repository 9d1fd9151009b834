import { maxTokensOf } from "../../api/request.ts";
import type { JsonObject } from "../../json.ts";
import type { Length } from "./length.ts";

/** How many times as long an answer gets, as a quotient of whole numbers. */
export interface EffortFactor {
  readonly times: number;
  readonly over: number;
}

/**
 * A length at another effort. The vendor's index is of all that is written, thinking, text and
 * calls, so all of it is scaled, thinking or not; it is an average over the vendor's own work: half
 * to twice the change is assumed (billing.md §3a). Twice a change to less is that share of that
 * share.
 */
export function scaleLength(length: Length, { times, over }: EffortFactor): Length {
  const scale = (tokens: number, numerator: number, denominator: number): number =>
    Math.max(1, Math.round((tokens * numerator) / denominator));
  const half = (tokens: number): number => scale(tokens, times + over, 2 * over);
  const twice = (tokens: number): number =>
    times > over
      ? scale(tokens, 2 * times - over, over)
      : scale(tokens, times * times, over * over);
  return {
    tokens: scale(length.tokens, times, over),
    low: times > over ? half(length.low) : twice(length.low),
    high: times > over ? twice(length.high) : half(length.high),
  };
}

/** The same, cut off at the request's `max_tokens`. */
export function scaleByEffort(length: Length, factor: EffortFactor, body: JsonObject): Length {
  const most = maxTokensOf(body) ?? Infinity;
  const { tokens, low, high } = scaleLength(length, factor);
  return { tokens: Math.min(tokens, most), low: Math.min(low, most), high: Math.min(high, most) };
}
