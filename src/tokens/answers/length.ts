import type { JsonObject } from "../../json.ts";
import type { Answering } from "./answering.ts";

/** Whole tokens; `low` ≤ `tokens` ≤ `high`. */
export interface Length {
  readonly tokens: number;
  readonly low: number;
  readonly high: number;
}

/** A recording and the settings it was earned under. */
export interface EarnedAnswer {
  readonly response: JsonObject;
  /** As recorded: the mean of its samples. */
  readonly length: number;
  readonly under: Answering;
}

/** An answer on its way to other settings. */
export interface Step {
  readonly answer: EarnedAnswer;
  readonly now: Answering;
  /** The most an answer may have under the settings now. */
  readonly most: number;
}
