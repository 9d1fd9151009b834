import { contentOf, thinkingTokens } from "../../api/response.ts";
import { isObject, type JsonObject } from "../../json.ts";
import type { Length, Step } from "./length.ts";

/**
 * A recorded length under other stop sequences. A new one can only end an answer sooner: where the
 * recorded text holds it, that text up to it is the figure. Without an old one an answer may go on:
 * one that it ended counts as the most it may be, one that ended by itself stays the figure.
 */
export function stopAt(length: Length, { answer, now, most }: Step): Length {
  const { response, under } = answer;
  const added = now.stopSequences.filter((text) => !under.stopSequences.includes(text));
  const removed = under.stopSequences.filter((text) => !now.stopSequences.includes(text));
  const wasStopped = removed.length > 0 && response["stop_reason"] === "stop_sequence";
  const share = shareBefore(response, added);
  const thought = Math.min(length.tokens, thinkingTokens(response) ?? 0);
  const shortened = Math.max(1, thought + Math.round((length.tokens - thought) * share));
  return {
    tokens: wasStopped ? most : shortened,
    low: added.length > 0 ? 1 : length.low,
    high: removed.length > 0 ? most : length.high,
  };
}

/** The share of an answer's text that stands before the first of some sequences. */
function shareBefore(response: JsonObject, sequences: readonly string[]): number {
  const text = (contentOf(response) ?? [])
    .map((block) => (isObject(block) && typeof block["text"] === "string" ? block["text"] : ""))
    .join("");
  const found = sequences
    .filter((sequence) => sequence !== "")
    .map((sequence) => text.indexOf(sequence))
    .filter((index) => index >= 0);
  return text === "" || found.length === 0 ? 1 : Math.min(...found) / text.length;
}
