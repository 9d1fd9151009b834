import type { TokenizerFamily } from "../../../models/model.ts";

/** Tokens for each byte of a sealed text: those of 95 % of the recorded ones, and their middle. */
export interface Rate {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/**
 * Thinking: 350 recorded texts under either vocabulary, a twelfth of them not English; on the newer
 * one also 38 seals against the `thinking_tokens` of their answers, 0.20 to 0.41.
 */
export const thinkingRates = {
  v3: { low: 0.18, middle: 0.235, high: 0.48 },
  "v4.7": { low: 0.2, middle: 0.31, high: 0.52 },
} as const satisfies Record<TokenizerFamily, Rate>;

/**
 * `encrypted_content` of web search: six recordings of ten results each, three sources, Sonnet 4 to
 * Haiku 4.5, 0.39 to 0.47. The newer vocabulary has a third more tokens for the same text; no
 * recording has results whole there.
 */
export const searchRates = {
  v3: { low: 0.33, middle: 0.44, high: 0.55 },
  "v4.7": { low: 0.42, middle: 0.59, high: 0.8 },
} as const satisfies Record<TokenizerFamily, Rate>;

/** Tokens of a result of web search without its title, address and sealed text. */
export const searchResultFrame = 30;

/**
 * A result of web search whose text is masked, tokens: 497 to 936 on the average of a recording
 * with whole ones, a third more on the newer vocabulary; one with masked ones has 780 there.
 */
export const maskedResult = {
  v3: { low: 150, middle: 600, high: 1500 },
  "v4.7": { low: 200, middle: 800, high: 2000 },
} as const satisfies Record<TokenizerFamily, Rate>;

/**
 * Thinking of which nothing is left, tokens: recorded answers have 6 to 2,318 `thinking_tokens`, 55
 * on models from Opus 4.7 on, half of them under 40.
 */
export const maskedThinking = { low: 0, middle: 60, high: 2500 } as const satisfies Rate;

/**
 * Thinking of which a text is left that may be a summary, times its own tokens: 303 seals up to
 * Opus 4.6 (0.9 to 1.6, the longer ones), 29 from Opus 4.8 on (0.3 to 3.5).
 */
export const shownThinking = {
  older: { low: 0.85, middle: 1, high: 1.7 },
  newer: { low: 0.25, middle: 1, high: 3.6 },
} as const satisfies Record<"older" | "newer", Rate>;

/** Thinking that shows all of it but for a few characters: the seal is 1 to 12 bytes off, 16 of 339. */
export const nearlyShown = { low: 0.97, middle: 1, high: 1.03 } as const satisfies Rate;

/** A seal of a later form holds more than a text: 449 bytes for 10 tokens, 412 for 30. */
export const paddedThinking = { low: 0, middle: 0.05, high: 0.5 } as const satisfies Rate;

/** Thinking blocks of the newer family cost more than their text: Opus 4.8, Sonnet 5, 3 recorded. */
export const newerThinkingFrame = 3;

/**
 * What of an answer's thinking does not stand between the tags when it is sent back: of its
 * `thinking_tokens`, and of what its output is longer than what it shows. Three and two answers of
 * Sonnet 4.6, two and one of Opus 4.7, two of Opus 4.8 and 5.5 (to 2 tokens).
 */
export const answeredThinking = {
  v3: { reported: 12, derived: 14 },
  "v4.7": { reported: 16, derived: 16 },
  newer: { reported: 3, derived: null },
} as const;
