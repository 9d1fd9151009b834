/**
 * How a request has its answer written: what DESIGN.md ("What a recording vouches for") asks to be
 * equal before a recorded length holds.
 */
import { priceBookIdOf } from "../../api/model.ts";
import { maxTokensOf, outputConfigOf } from "../../api/request.ts";
import { wholeNumber } from "../../api/number.ts";
import { isArray, isObject, writeJson, type Json, type JsonObject } from "../../json.ts";
import { effortLevel } from "../../models/effort.ts";
import { findByPriceBookId } from "../../models/lookup.ts";
import type { EffortLevel, Model } from "../../models/model.ts";

/** What decides how long an answer gets, by the API's names. */
export const answerSettings = [
  "model",
  "thinking",
  "effort",
  "stop_sequences",
  "max_tokens",
] as const;
export type AnswerSetting = (typeof answerSettings)[number];

/** A request's settings as they take effect: one that is left out has the model's default. */
export interface Answering {
  /** The price book's id. */
  readonly model: string;
  readonly thinking: Thinking;
  readonly effort: Effort;
  readonly stopSequences: readonly string[];
  readonly maxTokens: number | null;
}

interface Thinking {
  /** As the request says it; empty: it says nothing. */
  readonly asked: string;
  /** Equal where an answer is thought about alike; empty: not at all. */
  readonly effect: string;
  /** `budget_tokens`, where that is what bounds it. */
  readonly budget: number | null;
}

interface Effort {
  /** As the request says it; empty: it says nothing. */
  readonly asked: string;
  /** Empty: the model has no levels, and none is asked for. */
  readonly effect: string;
  /** Null: there is none, or a word that is no level. */
  readonly level: EffortLevel | null;
}

/**
 * The settings of a body. Sending a model's default equals leaving it out (billing.md §5, Effort
 * and Thinking).
 */
export function answeringOf(body: JsonObject): Answering {
  const model = priceBookIdOf(body);
  const known = findByPriceBookId(model);
  const sequences = body["stop_sequences"];
  return {
    model,
    thinking: thinkingOf(body["thinking"], known?.thinksByDefault ?? false),
    effort: effortOf(outputConfigOf(body)["effort"], known),
    stopSequences: isArray(sequences) ? sequences.filter((text) => typeof text === "string") : [],
    maxTokens: maxTokensOf(body),
  };
}

const adaptive = writeJson({ type: "adaptive" });

function thinkingOf(thinking: Json | undefined, byDefault: boolean): Thinking {
  if (thinking === undefined || thinking === null)
    return { asked: "", effect: byDefault ? adaptive : "", budget: null };
  const asked = writeJson(thinking);
  if (!isObject(thinking)) return { asked, effect: asked, budget: null };
  if (thinking["type"] === "disabled") return { asked, effect: "", budget: null };
  // Hidden and summarised thinking bills in full, updates bill on top of it (billing.md §5).
  const { display, ...others } = thinking;
  return {
    asked,
    effect: display === "updates" ? asked : writeJson(others),
    budget: wholeNumber(thinking["budget_tokens"]),
  };
}

function effortOf(word: Json | undefined, model: Model | null): Effort {
  const asked = typeof word === "string" ? word : "";
  if (asked === "" && model?.effortLevels.length === 0) return { asked, effect: "", level: null };
  const effect = asked === "" ? (model?.defaultEffort ?? "high") : asked;
  return { asked, effect, level: effortLevel(effect) };
}

/**
 * The settings in which two requests differ, in the order of the table. On another model an effort
 * that both leave to the default is the same, and so is one where either model has no levels: what
 * a model does by itself is the model's.
 */
export function differingSettings(a: Answering, b: Answering): readonly AnswerSetting[] {
  const isDifferent: Readonly<Record<AnswerSetting, boolean>> = {
    model: a.model !== b.model,
    thinking: a.thinking.effect !== b.thinking.effect,
    effort:
      a.model === b.model
        ? a.effort.effect !== b.effort.effect
        : a.effort.asked !== b.effort.asked && a.effort.effect !== "" && b.effort.effect !== "",
    stop_sequences: textOf(a.stopSequences) !== textOf(b.stopSequences),
    max_tokens: a.maxTokens !== b.maxTokens,
  };
  return answerSettings.filter((name) => isDifferent[name]);
}

function textOf(sequences: readonly string[]): string {
  return writeJson([...new Set(sequences)].sort());
}
