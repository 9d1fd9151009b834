/**
 * How long an answer is whose recording was earned under other settings: the recorded length as far
 * as it carries over, with the ends it lies between. Tokens.
 */
import { isCutOff, thinkingTokens } from "../../api/response.ts";
import { effortFactor } from "../../models/effort.ts";
import { effortLevels } from "../../models/model.ts";
import { findByPriceBookId } from "../../models/lookup.ts";
import { differingSettings, type Answering, type AnswerSetting } from "./answering.ts";
import type { EarnedAnswer, Length, Step } from "./length.ts";
import { scaleLength } from "./scaled-length.ts";
import { stopAt } from "./stop-sequences.ts";

/** The recorded length under other settings. */
export interface CarriedLength extends Length {
  /** Those that moved it, or may have. */
  readonly changed: readonly AnswerSetting[];
  /**
   * `recorded`: nothing did; `same-text`: another model alone; `scaled`: the effort, by the vendor's
   * index; `bounded`: between its ends nobody can tell.
   */
  readonly basis: "recorded" | "same-text" | "scaled" | "bounded";
}

/**
 * A recorded length carried over to other settings of the same model. Where one of them changed, it
 * lies between two ends (DESIGN.md, "What a recording vouches for"): effort goes by the vendor's
 * index, what nobody can tell counts as the most it may be. `start` is the recorded length, or the
 * same text by the tokenizer of another model.
 */
export function carryOver(
  start: Length,
  options: { readonly answer: EarnedAnswer; readonly now: Answering },
): CarriedLength {
  const { answer, now } = options;
  const step = { answer, now, most: mostOf(now, answer.length) };
  const different = differingSettings(answer.under, now);
  const others = different.filter((name) => name !== "model" && name !== "max_tokens");
  const isCut = isCutOff(answer.response);
  const isRaised = isCut && step.most > (answer.under.maxTokens ?? answer.length);
  let length = start;
  if (others.includes("thinking")) length = withThinking(length, step);
  if (others.includes("effort")) length = withEffort(length, step);
  if (others.includes("stop_sequences")) length = stopAt(length, step);
  // Nobody saw where an answer ends that was cut off.
  if (isRaised) length = { tokens: step.most, low: length.low, high: step.most };
  else if (isCut && others.length > 0) length = { ...length, high: step.most };
  const limit = (tokens: number): number => Math.min(tokens, step.most);
  const changed = [
    ...different.filter((name) => name === "model"),
    ...others,
    ...(isRaised ? (["max_tokens"] as const) : []),
  ];
  return {
    tokens: limit(length.tokens),
    low: limit(Math.min(length.low, length.tokens)),
    high: limit(Math.max(length.high, length.tokens)),
    changed,
    basis: basisOf(changed, step),
  };
}

/** Who speaks for a length that some settings moved. */
function basisOf(changed: readonly AnswerSetting[], step: Step): CarriedLength["basis"] {
  const [first, ...others] = changed.filter(
    (name) => name !== "model" && !(name === "thinking" && !isThinkingAsked(step)),
  );
  if (first === undefined) return changed.length === 0 ? "recorded" : "same-text";
  const isScaled = first === "effort" && others.length === 0 && factorOf(step) !== null;
  return isScaled ? "scaled" : "bounded";
}

/** Whether the request asks for another thinking; else a model does so by itself. */
function isThinkingAsked({ answer: { under }, now }: Step): boolean {
  return under.model === now.model || under.thinking.asked !== now.thinking.asked;
}

/** How many times as long the effort makes an answer; null where no index says. */
function factorOf({ answer: { under }, now }: Step): ReturnType<typeof effortFactor> {
  const [from, to] = [under.effort.level, now.effort.level];
  const model = findByPriceBookId(now.model);
  return from === null || to === null || model === null
    ? null
    : effortFactor(model.id, { from, to });
}

/** `max_tokens`; without it what the model can answer at most, and never less than was recorded. */
function mostOf({ maxTokens, model }: Answering, recorded: number): number {
  return maxTokens ?? Math.max(recorded, findByPriceBookId(model)?.maxOutput ?? 0);
}

/**
 * Thinking bills as output in full (billing.md §5). What was written besides it stays at least; how
 * much is thought under another setting nobody can tell. Where only the model changed, its own way
 * to think widens the interval: the same text stays the figure.
 */
function withThinking(length: Length, step: Step): Length {
  const { answer, now, most } = step;
  const { under, response } = answer;
  const thought = thinkingTokens(response) ?? (under.thinking.effect === "" ? 0 : null);
  const low = thought === null ? 1 : Math.max(1, length.low - thought);
  if (now.thinking.effect === "") return { ...length, low };
  const [before, budget] = [under.thinking.budget, now.thinking.budget];
  if (before !== null && budget !== null && budget < before) return { ...length, low };
  return { tokens: isThinkingAsked(step) ? most : length.tokens, low, high: most };
}

/**
 * Effort scales all that is written, by the vendor's index (`scaleLength`). A model without an index
 * writes at least as much at a higher level, at most as much at a lower.
 */
function withEffort(length: Length, step: Step): Length {
  const { answer, now, most } = step;
  const factor = factorOf(step);
  if (factor === null) {
    const [from, to] = [answer.under.effort.level, now.effort.level];
    if (from === null || to === null) return { tokens: most, low: 1, high: most };
    const isRaised = effortLevels.indexOf(to) > effortLevels.indexOf(from);
    return isRaised ? { tokens: most, low: length.low, high: most } : { ...length, low: 1 };
  }
  return scaleLength(length, factor);
}
