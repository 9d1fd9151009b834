import { entriesOf, type ParsedBaseline } from "../baseline/baseline.ts";
import type { BaselineEntry } from "../baseline/entry.ts";
import type { SameAsBase } from "../baseline/find-base.ts";
import type { BaselineProof, BaselineState } from "../baseline/proof.ts";
import { nowhere, placeIn, problem, type Problem } from "../problem.ts";

/** What became of comparing, as the report says it. */
export const comparisonOutcomes = [
  "compared",
  "first-run",
  "unexplained",
  "not-compared",
  "same-as-base",
] as const;
export type ComparisonOutcome = (typeof comparisonOutcomes)[number];

/** Where main's figures come from; null: there are none, so nothing is compared. */
const baseFigures = {
  compared: "tree",
  "first-run": null,
  unexplained: "baseline",
  "not-compared": null,
  "same-as-base": null,
} as const satisfies Readonly<Record<ComparisonOutcome, "tree" | "baseline" | null>>;

/** Whether something was compared: the head's figures stand beside main's, increases are judged. */
export function isCompared(outcome: ComparisonOutcome): boolean {
  return baseFigures[outcome] !== null;
}

/** Why main's side has no figures of its tree. `commit` is a short id, `file` the config. */
export type UnusableBase =
  /** The base commit has no config yet (adoption). */
  | { readonly kind: "no-config"; readonly file: string; readonly commit: string }
  /** The base commit cannot be had; the problem says why, and what to change in the workflow. */
  | { readonly kind: "no-commit"; readonly problem: Problem }
  /** There is nothing to compare: it is the head itself, or its branch has all of the head. */
  | {
      readonly kind: "same";
      readonly commit: string;
      /** Why it is the base, as `BaseCommit` says it. */
      readonly why: string;
      readonly same: SameAsBase;
    }
  /** Its tree cannot be projected: broken on main, or written for another version. */
  | {
      readonly kind: "broken";
      readonly file: string;
      readonly commit: string;
      /** How many errors it has. */
      readonly problems: number;
      readonly baseline: ParsedBaseline;
    };

/**
 * What became of the base side: no figures, or a tree that was projected and its baseline proved.
 */
export type BaseSide = UnusableBase | { readonly kind: "tree"; readonly proof: BaselineProof };

/** What a check goes on with: one row of DESIGN.md's table of states. */
export interface CompareState {
  readonly comparison: ComparisonOutcome;
  readonly compared: boolean;
  /** Where the base's figures come from. */
  readonly figures: "tree" | "baseline" | null;
  /** What main's baseline says, by scenario id, where its figures stand for the tree's. */
  readonly entries: ReadonlyMap<string, BaselineEntry>;
  /** The verdict is `error`, exit code 2, whatever the budgets say. */
  readonly error: boolean;
  readonly baseline: BaselineState | null;
  /** The one that leads the report first. */
  readonly problems: readonly Problem[];
}

/**
 * The row of the table of states that a base side is (DESIGN.md, "Comparing"). Nothing compared is
 * never shown as no change.
 */
export function compareState(base: BaseSide, onNoBase: "judge" | "error"): CompareState {
  switch (base.kind) {
    case "tree":
      return stateOf("compared", {
        error: false,
        baseline: base.proof.state,
        problems: base.proof.problems,
      });
    case "no-commit":
      return stateOf("not-compared", { error: true, baseline: null, problems: [base.problem] });
    case "no-config": {
      const { commit, file } = base;
      const adoption = problem("base-no-config", placeIn(file), { commit, file });
      return stateOf("first-run", { error: false, baseline: null, problems: [adoption] });
    }
    case "same": {
      const { commit, why, same } = base;
      return stateOf("same-as-base", {
        error: false,
        baseline: null,
        problems: [problem("base-is-head", nowhere, { commit, why, same })],
      });
    }
    case "broken":
      return stateOfBroken(base, onNoBase);
    default:
      return base satisfies never;
  }
}

function stateOf(
  comparison: ComparisonOutcome,
  rest: Pick<CompareState, "error" | "baseline" | "problems"> &
    Partial<Pick<CompareState, "entries">>,
): CompareState {
  const figures = baseFigures[comparison];
  return { comparison, compared: isCompared(comparison), figures, entries: new Map(), ...rest };
}

/** Main's tree has no figures: those of its baseline stand, where it has any. */
function stateOfBroken(
  { file, commit, problems, baseline }: Extract<UnusableBase, { kind: "broken" }>,
  onNoBase: "judge" | "error",
): CompareState {
  const entries = entriesOf(baseline);
  const hasEntries = entries.size > 0;
  return stateOf(hasEntries ? "unexplained" : "not-compared", {
    entries,
    error: onNoBase === "error",
    baseline: stateOfUnproved(baseline),
    problems: [
      problem("base-not-projected", placeIn(file), { commit, baseline: hasEntries, problems }),
    ],
  });
}

function stateOfUnproved(baseline: ParsedBaseline): BaselineState {
  if (baseline.state === "ok") return baseline.entries.size > 0 ? "stale" : "missing";
  return baseline.state === "missing" ? "missing" : "corrupt";
}
