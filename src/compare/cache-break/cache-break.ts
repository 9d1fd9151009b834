import { firstDifference } from "../../prompt/difference/difference.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import { bareChange, type Change } from "../comparison.ts";
import { movedBreakpoint } from "./moved-breakpoint.ts";
import { volatilePlaceholder } from "./volatile-placeholders.ts";

/** A prompt on both sides. */
interface PromptPair {
  readonly before: Prompt;
  readonly after: Prompt;
}

/**
 * Why the cache serves prompts otherwise than before, most telling first: something that changes
 * all the time in front of a breakpoint, a breakpoint that came, went or moved, else where the two
 * part (caching-rules.md §9). Of the first of these that any of the prompts shows, all; none where
 * they are one to the cache. A text that only differs is read again as soon as it was written once;
 * so it comes last, and is no reason where another prompt has a better one.
 */
export function explainCache(pairs: readonly PromptPair[]): readonly Change[] {
  for (const explain of [volatilePlaceholder, movedBreakpoint, partingPlace]) {
    const found = pairs.flatMap(({ before, after }) => explain(before, after) ?? []);
    if (found.length > 0) return found;
  }
  return [];
}

/** Where two prompts part; null: they are the same. */
function partingPlace(before: Prompt, after: Prompt): Change | null {
  const difference = firstDifference(before, after);
  if (difference === null) return null;
  const { kind, breaks, name, level, block, offset, length, place } = difference;
  const isTool = level === "tools" && block !== null;
  const what = isTool ? "a tool" : kind === "setting" ? "a setting" : null;
  return { ...bareChange, kind, breaks, name, what, block, offset, length, place };
}
