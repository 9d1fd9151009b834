import type { Pico } from "../money.ts";
import { nowhere, type Place } from "../problem.ts";
import type { Projection } from "../projection/projection.ts";
import type { Difference } from "../prompt/difference/difference.ts";
import type { RequestChanges } from "./changed-requests.ts";
import type { TextDifference } from "../prompt/difference/text-difference.ts";
import type { AdjustmentKind, CauseKind } from "./steps.ts";

/** Whether amounts are per month, or per run where the head's scenario has no traffic. */
export const bases = ["month", "run"] as const;
export type Basis = (typeof bases)[number];

/** What became of a scenario. `renamed`: another id, with the same fixtures. */
export const scenarioStates = ["unchanged", "changed", "new", "gone", "renamed"] as const;
type ScenarioState = (typeof scenarioStates)[number];

/** One scenario on both sides. Amounts in pico-dollars, per month or per run as `basis` says. */
export interface ScenarioComparison {
  readonly id: string;
  readonly state: ScenarioState;
  /** The id it had, where it was renamed. */
  readonly formerId: string | null;
  readonly head: Projection | null;
  readonly base: Projection | null;
  readonly basis: Basis;
  /** `headUsd` = `baseUsd` + Σ adjustments + `deltaUsd`; `deltaUsd` = Σ causes. */
  readonly headUsd: Pico;
  /**
   * Null without a base, and where main states no traffic but the head does: then the adjustments
   * carry the whole.
   */
  readonly baseUsd: Pico | null;
  /** Null where nothing was compared: a new scenario, or no base. */
  readonly deltaUsd: Pico | null;
  /** What an `increase` is held against; null where `deltaUsd` is. */
  readonly like: LikeWithLike | null;
  /**
   * The change has answers written otherwise (model, effort, thinking, stop sequences,
   * `max_tokens`), and nobody vouches for their length on both sides: no figure says that nothing
   * changed.
   */
  readonly outputUnknown: boolean;
  /** What requests have otherwise, like with like; null where nothing was compared. */
  readonly requests: RequestChanges | null;
  readonly causes: readonly Cause[];
  readonly adjustments: readonly Adjustment[];
}

/**
 * The base of `increase`: what the runs both sides have cost under the head's traffic before this
 * change. The delta's ends are those of the intervals of counts and answers: both sides at the same
 * end, but at opposite ones where neither side's answers are vouched for.
 */
interface LikeWithLike {
  readonly baseUsd: Pico;
  readonly deltaLow: Pico;
  readonly deltaHigh: Pico;
}

/** A part of the delta with one reason. */
export interface Cause {
  readonly kind: CauseKind;
  /** Signed. */
  readonly usd: Pico;
  /** The ends of `usd`, where answers are written otherwise and nobody vouches for them; else null. */
  readonly range: { readonly low: Pico; readonly high: Pico } | null;
  /**
   * Change in tokens a run where the cause is one of tokens, expected over the mix; null elsewhere.
   */
  readonly tokens: number | null;
  /** The same of one of the requests, or answers, that changed, on average. */
  readonly tokensPerRequest: number | null;
  /** Names and places that say what changed; never prompt text. */
  readonly changes: readonly Change[];
  /** How many more there are, which are not named. */
  readonly more: number;
}

/** What a cause is made of, and how much more than is named. */
export type NamedChanges = Pick<Cause, "changes" | "more">;

/** One thing a cause is made of: names, sizes and places only. */
export interface Change {
  /** `added`, `removed`, `changed`, `moved`, `order only`, `kept longer or shorter`, `setting` … */
  readonly kind: string;
  /**
   * The API's words: `tools_changed`, `system_changed`, `messages_changed`, `model_changed`; null
   * where no prefix broke.
   */
  readonly breaks: Difference["breaks"];
  /** A tool's name, a variable's name, a model id, a setting's key. */
  readonly name: string | null;
  /** The name it had, where it is another now: the model it was. */
  readonly was: string | null;
  /** What sits there: `a time`, `a tool`, `a variable` …; null where unknown. */
  readonly what: string | null;
  /** A setting's value on either side, where it is a number or a word of the API's. */
  readonly from: string | null;
  readonly to: string | null;
  /** Tokens that came, went, or are more or fewer than before; of one request. */
  readonly tokens: number | null;
  /** All that the block, or the answer, has on either side; null: it is not there, or not known. */
  readonly tokensBefore: number | null;
  readonly tokensAfter: number | null;
  /** How its text differs; null where it is no text, or differs in more than one. */
  readonly difference: TextDifference | null;
  /** The block's members that differ, in the API's words: `description`, `input_schema`. */
  readonly parts: readonly string[];
  /** What the block is, in the API's words: `tool`, `text`, `tool_result`, `document`, `image`. */
  readonly item: string | null;
  /** The tool that a call or a result is of. */
  readonly tool: string | null;
  /** Both from 1: the first exchange of its run that carries it, and the message there. */
  readonly exchange: number | null;
  readonly message: number | null;
  /** Requests of a run that carry it: where runs differ, of the one with most. And such runs. */
  readonly requests: number | null;
  readonly runs: number | null;
  /**
   * Block in the API's words, and offset and lengths in UTF-16 units in its text where it is one.
   */
  readonly block: string | null;
  readonly offset: number | null;
  readonly length: number | null;
  readonly lengthBefore: number | null;
  readonly place: Place;
}

/** A change of which nothing is known but what a spread over it says. */
export const bareChange: Change = {
  kind: "changed",
  breaks: null,
  name: null,
  was: null,
  what: null,
  from: null,
  to: null,
  tokens: null,
  tokensBefore: null,
  tokensAfter: null,
  difference: null,
  parts: [],
  item: null,
  tool: null,
  exchange: null,
  message: null,
  requests: null,
  runs: null,
  block: null,
  offset: null,
  length: null,
  lengthBefore: null,
  place: nowhere,
};

/** What moved the bill and is not counted in the change. */
export interface Adjustment {
  readonly kind: AdjustmentKind;
  readonly usd: Pico;
  /** Old and new in words, for people: `200k/month → 100k/month`. */
  readonly detail: string;
}
