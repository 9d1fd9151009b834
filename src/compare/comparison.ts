import type { Pico } from "../money.ts";
import type { Place, Problem } from "../problem.ts";
import type { Projection } from "../projection/projection.ts";

/** Why a scenario costs more or less, in the order they are worked out (DESIGN.md, "Comparing"). */
export type CauseKind =
  | "exchanges"
  | "model"
  | "settings"
  | "tools"
  | "system"
  | "messages"
  | "cache"
  | "output"
  | "fees"
  | "unexplained";

/** What moves a figure without being this change's doing. */
export type AdjustmentKind = "traffic" | "runs" | "assumed" | "re-recorded" | "scenarios";

export interface Cause {
  readonly kind: CauseKind;
  /** Per month, or per run where there is no traffic. Signed. */
  readonly usd: Pico;
  /**
   * Change in tokens a run where the cause is one of tokens, expected over the mix; null elsewhere.
   */
  readonly tokens: number | null;
  /** Names and places that say what changed; never prompt text. */
  readonly changes: readonly Change[];
}

export interface Change {
  /**
   * `added`, `removed`, `changed`, `moved`, `order only`; a cache break has the API's word for it.
   */
  readonly kind: string;
  /**
   * The API's words: `tools_changed`, `system_changed`, `messages_changed`, `model_changed`; null
   * where no prefix broke.
   */
  readonly breaks:
    | "model_changed"
    | "system_changed"
    | "tools_changed"
    | "messages_changed"
    | "unavailable"
    | null;
  /** A tool's name, a variable's name, a model id, a setting's key. */
  readonly name: string | null;
  /** What sits there: `a time`, `a tool`, `a variable` …; null where unknown. */
  readonly what: string | null;
  readonly tokens: number | null;
  /**
   * Block in the API's words, and offset and length in UTF-16 units in its text where it is one.
   */
  readonly block: string | null;
  readonly offset: number | null;
  readonly length: number | null;
  readonly place: Place;
}

export interface Adjustment {
  readonly kind: AdjustmentKind;
  readonly usd: Pico;
  /** Old and new in words, for people: `200k/month → 100k/month`. */
  readonly detail: string;
}

/**
 * The two sides of a like-with-like comparison. The delta's ends are those of the counts'
 * intervals, both sides at the same end.
 */
export interface Like {
  readonly baseUsd: Pico;
  readonly deltaLow: Pico;
  readonly deltaHigh: Pico;
}

/** One scenario on both sides. Figures per month, or per run where there is no traffic. */
export interface ScenarioComparison {
  readonly id: string;
  readonly state: "unchanged" | "changed" | "new" | "gone" | "renamed";
  /** The id it had, where it was renamed. */
  readonly was: string | null;
  readonly head: Projection | null;
  readonly base: Projection | null;
  /**
   * Monthly or per run, as `basis` says. `headUsd` = `baseUsd` + Σ beside + `deltaUsd`; `deltaUsd`
   * = Σ causes.
   */
  readonly basis: "month" | "run";
  readonly headUsd: Pico;
  /**
   * Null without a base, and where main states no traffic but the head does: then what stands
   * beside carries the whole.
   */
  readonly baseUsd: Pico | null;
  /** Null where nothing was compared: a new scenario, or no base. */
  readonly deltaUsd: Pico | null;
  /**
   * The base of `increase`: what the runs both sides have cost under the head's traffic before this
   * change. Null where `deltaUsd` is.
   */
  readonly like: Like | null;
  readonly causes: readonly Cause[];
  readonly adjustments: readonly Adjustment[];
  /**
   * Where the cache's prefix parts first, per run that changed; at most one per scenario is shown.
   */
  readonly problems: readonly Problem[];
}
