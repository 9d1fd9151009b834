import { plural } from "../../../words.ts";
import { showCount } from "../amount.ts";

/** How much of everything a view has room for. */
export interface Detail {
  /** Scenarios, and groups. */
  readonly rows: number;
  readonly causesPerScenario: number;
  readonly causes: number;
  /** Causes shown piece by piece, and pieces of each. */
  readonly longCauses: number;
  readonly changes: number;
  readonly problems: number;
  readonly notes: number;
  readonly loosened: number;
  /** Longest message shown whole, in UTF-16 units. */
  readonly message: number;
  /** Unchanged scenarios get rows too. */
  readonly unchanged: boolean;
}

const whole: Detail = {
  rows: Number.MAX_SAFE_INTEGER,
  causesPerScenario: 10,
  causes: Number.MAX_SAFE_INTEGER,
  longCauses: 20,
  changes: 20,
  problems: Number.MAX_SAFE_INTEGER,
  notes: Number.MAX_SAFE_INTEGER,
  loosened: 100,
  message: 2000,
  unchanged: false,
};

const brief: Detail = { ...whole, notes: 0, longCauses: 0, causesPerScenario: 3 };
const none: Detail = { ...brief, causesPerScenario: 0, rows: 0, causes: 0, problems: 0 };

/** The fixed order in which a view that does not fit gives up detail. */
export const levelsOfDetail: readonly Detail[] = [
  whole,
  { ...whole, longCauses: 5, changes: 5 },
  { ...whole, longCauses: 5, changes: 5, notes: 20, message: 600 },
  { ...whole, longCauses: 0, notes: 0, problems: 20, message: 600 },
  { ...brief, rows: 150, causes: 150, problems: 10, loosened: 20, message: 400 },
  { ...brief, rows: 60, causes: 60, problems: 10, loosened: 20, message: 400 },
  { ...brief, rows: 20, causes: 20, problems: 5, loosened: 10, message: 300 },
  { ...brief, rows: 6, causes: 6, problems: 3, loosened: 3, message: 300 },
  { ...none, loosened: 1, message: 200 },
];

/** What is said where `count` rows had no room; nothing where all had. */
export function describeLeftOut(count: number, what: string): readonly string[] {
  if (count <= 0) return [];
  return [`_${showCount(count)} more ${plural(count, what)} left out here._`];
}
