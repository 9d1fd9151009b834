import type { Figures } from "../figures.ts";

/** What every kind of limit answers. `Value` is what it allows, `Actual` what it is held against. */
export interface LimitRules<Value, Actual> {
  readonly judge: (value: Value, figures: Figures) => Judged<Actual>;
  /** What is laxer now, with both as people read them; `after` is null where there is none left. */
  readonly relaxed: (before: Value, after: Value | null) => readonly Relaxed[];
}

export interface Judged<Actual> {
  /** Null where there is nothing to hold the limit against: it is not judged. */
  readonly actual: Actual | null;
  readonly over: boolean;
  /** The interval of the counts could turn this one around. */
  readonly uncertain: boolean;
}

/** A part of a limit that is laxer. `key`: below the limit's own, null for the limit itself. */
export interface Relaxed {
  readonly key: string | null;
  readonly from: string;
  readonly to: string;
}
