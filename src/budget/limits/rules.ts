import type { Needed } from "../acceptance/needed.ts";
import type { Figures } from "../figures.ts";
import type { Relaxation } from "../relaxation.ts";

/**
 * What every kind of limit answers. `Value` is what it allows, `Actual` what it is held against.
 */
export interface LimitRules<Value, Actual> {
  readonly judge: (value: Value, figures: Figures) => Judged<Actual>;
  /** What is laxer, at paths below the limit's key; `after` is null where there is none left. */
  readonly relax: (before: Value, after: Value | null) => readonly Relaxation[];
  /**
   * Of a limit on what is more than on main: what somebody would have to accept, null where nothing
   * is more. Left out where nothing can be accepted: the budget itself is to be raised.
   */
  readonly needs?: (figures: Figures) => Needed | null;
}

/** A limit held against a figure. */
export interface Judged<Actual> {
  /** Null where there is nothing to hold the limit against: it is not judged. */
  readonly actual: Actual | null;
  readonly over: boolean;
  /** The interval of the counts could turn this one around. */
  readonly uncertain: boolean;
}
