/**
 * What a body can cost at all: bounds that whoever vouches for its tokens is believed within
 * (DESIGN.md, "What a recording vouches for").
 */
import { completesInput, completesWithoutBound } from "../../api/completed-input.ts";
import type { JsonObject } from "../../json.ts";
import { findModel } from "../../models/lookup.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import { tokensUpTo, type Count } from "../count.ts";
import { removableTokens } from "./removable.ts";

/**
 * How far a true count may lie above our interval before the two cannot be of one body: hidden
 * prompts of beta features are some hundred tokens.
 */
const above = { tokens: 600, share: 0.35 } as const;

/**
 * How far below it. Nothing hidden takes tokens away: of 3,953 recorded requests of the corpus none
 * lies more than 274 below the interval, nor more than 0.39 of it (names of models edited after
 * recording: a smaller tool prompt), but for what a compaction took away.
 */
const below = { tokens: 300, ofSmall: 0.4, tiny: 25, share: 0.02 } as const;

/**
 * How far a residual may lie below the counter's interval: it is that counter's own error, and of
 * recorded requests that nobody edited none is more than 3 tokens below.
 */
const residualBelow = { tokens: 20, share: 0.01, most: 300 } as const;

/**
 * Whether a total of tokens can be that of a body that we count so. A body whose input the API
 * completes itself may cost more, up to the model's context window, never less than what it shows;
 * less only by what its context management, or a compaction, may have taken away. `response`: the
 * answer that says so; null: nothing was completed (`count_tokens`).
 */
export function isPlausibleTotal(
  total: number,
  { prompt, count }: { readonly prompt: Prompt; readonly count: Count },
  response: JsonObject | null,
): boolean {
  if (total <= 0) return false;
  // Nearly always our own count is near enough, and its bounds need not be known.
  if (total >= count.total - belowOf(count.total) && total <= count.total + aboveOf(count))
    return true;
  return total < count.total
    ? total >= leastOf(prompt, count, response)
    : total <= mostOf(prompt, count, response);
}

/**
 * Whether so many tokens can stand before a body's last breakpoint, as a recording's cached tokens
 * say. Markers are in no hash: it may have been made with others, and then they say nothing.
 */
export function isPlausiblePrefix(cached: number, prompt: Prompt, count: Count): boolean {
  const last = prompt.breakpoints.at(-1)?.block;
  if (last === undefined) return false;
  const tokens = tokensUpTo(count, last, prompt);
  if (Math.abs(cached - tokens) <= belowOf(tokens)) return true;
  const { low, high, total } = count;
  return (
    cached >= tokens - (total - low) - belowOf(tokens) &&
    cached <= tokens + (high - total) + belowOf(tokens)
  );
}

/** Whether a kept residual is one that our counter's count of this body can have, tokens. */
export function isPlausibleResidual(tokens: number, count: Count): boolean {
  const { tokens: base, share, most } = residualBelow;
  const slack = Math.min(most, base + Math.ceil(count.total * share));
  return (
    tokens >= count.low - count.total - slack && tokens <= count.high - count.total + aboveOf(count)
  );
}

function leastOf(prompt: Prompt, count: Count, response: JsonObject | null): number {
  const { low } = count;
  const floor = low - belowOf(low);
  if (response === null || !completesInput(prompt.request.body)) return floor;
  return floor - removableTokens(prompt, count, response);
}

function mostOf(prompt: Prompt, count: Count, response: JsonObject | null): number {
  const most = count.high + aboveOf(count);
  const isOpen = response !== null && completesWithoutBound(prompt.request.body);
  const window = findModel(prompt.model)?.model.contextWindow;
  return isOpen ? Math.max(most, window ?? Infinity) : most;
}

function belowOf(tokens: number): number {
  const small = Math.max(below.tiny, Math.ceil(tokens * below.ofSmall));
  return Math.min(below.tokens, small) + Math.ceil(tokens * below.share);
}

function aboveOf({ total }: Count): number {
  return above.tokens + Math.ceil(total * above.share);
}
