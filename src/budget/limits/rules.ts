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
  readonly needs?: (figures: Figures, value: Value) => Needed | null;
}

/** Why a limit has nothing to be held against, with what people are told. */
export const notJudgedReasons = {
  "no-traffic": "no traffic stated",
  "nothing-compared": "nothing on main to compare with",
  "nothing-sent": "no requests",
} as const;
export type NotJudged = keyof typeof notJudgedReasons;

/** A limit held against a figure. */
export interface Judged<Actual> {
  /** Null where there is nothing to hold the limit against, and where nothing to name is over. */
  readonly actual: Actual | null;
  readonly over: boolean;
  /** The interval of the counts could turn this one around. */
  readonly uncertain: boolean;
  /** The ends of the figure's interval, where it has one. */
  readonly range: { readonly low: Actual; readonly high: Actual } | null;
  /** Null: it was judged. */
  readonly notJudged: NotJudged | null;
}

/** A limit that has nothing to be held against. */
export function notJudged(why: NotJudged): Judged<never> {
  return { actual: null, over: false, uncertain: false, range: null, notJudged: why };
}

/**
 * Holds a figure and the ends of its interval against a limit. Uncertain is what either end would
 * turn around.
 */
export function judgeFigure<Actual>(
  actual: Actual,
  range: { readonly low: Actual; readonly high: Actual } | null,
  isOver: (figure: Actual) => boolean,
): Judged<Actual> {
  const over = isOver(actual);
  const ends = range === null ? [] : [range.low, range.high];
  return {
    actual,
    over,
    uncertain: ends.some((end) => isOver(end) !== over),
    range,
    notJudged: null,
  };
}
