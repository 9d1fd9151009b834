import type { ParsedBaseline } from "../baseline/baseline.ts";
import type { BaselineProof, BaselineState } from "../baseline/proof.ts";
import { nowhere, placeIn, problem, type Problem, type ProblemCode } from "../problem.ts";

/** What became of the base side. */
export type BaseSide =
  /** The base commit has no config yet (adoption). */
  | { readonly kind: "no-config"; readonly file: string; readonly commit: string }
  /** The base commit cannot be had; the problem says why, and what to change in the workflow. */
  | { readonly kind: "no-commit"; readonly problem: Problem }
  /** Its tree cannot be projected: broken on main, or written for another version. */
  | {
      readonly kind: "broken";
      readonly file: string;
      readonly commit: string;
      readonly problems: number;
      readonly baseline: ParsedBaseline;
    }
  /** Its tree was projected, and its baseline held against it. */
  | { readonly kind: "tree"; readonly proof: BaselineProof };

/** What a check goes on with: one row of DESIGN.md's table of states. */
export interface CompareState {
  readonly comparison: "compared" | "first-run" | "unexplained" | "not-compared";
  /** Where the base's figures come from. */
  readonly figures: "tree" | "baseline" | null;
  /** Whether increases are judged; absolute budgets always are, unless `error`. */
  readonly judgesIncrease: boolean;
  /** The verdict is `error`, exit code 2, whatever the budgets say. */
  readonly error: boolean;
  /** What leads the report; null: the verdict does. */
  readonly lead: ProblemCode | null;
  readonly baseline: BaselineState | null;
  /** The leading one first. */
  readonly problems: readonly Problem[];
}

const leads: readonly ProblemCode[] = ["baseline-drift", "baseline-corrupt"];

/**
 * The row of the table of states that a base side is (DESIGN.md, "Comparing"). Nothing compared is
 * never shown as no change.
 */
export function compareState(base: BaseSide, onNoBase: "judge" | "error"): CompareState {
  if (base.kind === "broken") return fromBaseline(base, onNoBase);
  if (base.kind === "tree") {
    const { proof } = base;
    const lead = leads.find((code) => proof.problems.some((one) => one.code === code)) ?? null;
    return {
      comparison: "compared",
      figures: "tree",
      judgesIncrease: true,
      error: false,
      lead,
      baseline: proof.state,
      problems: [
        ...proof.problems.filter((one) => one.code === lead),
        ...proof.problems.filter((one) => one.code !== lead),
      ],
    };
  }
  const none = { figures: null, judgesIncrease: false, baseline: null };
  if (base.kind === "no-commit") {
    return {
      ...none,
      comparison: "not-compared",
      error: true,
      lead: base.problem.code,
      problems: [base.problem],
    };
  }
  const adoption = problem(
    "base-no-config",
    { ...nowhere, file: base.file },
    { commit: base.commit, file: base.file },
  );
  return { ...none, comparison: "first-run", error: false, lead: null, problems: [adoption] };
}

function fromBaseline(
  base: Extract<BaseSide, { kind: "broken" }>,
  onNoBase: "judge" | "error",
): CompareState {
  const has = base.baseline.state === "ok" && base.baseline.entries.size > 0;
  const details = { commit: base.commit, baseline: has, problems: base.problems };
  return {
    comparison: has ? "unexplained" : "not-compared",
    figures: has ? "baseline" : null,
    judgesIncrease: has,
    error: onNoBase === "error",
    lead: "base-not-projected",
    baseline:
      base.baseline.state === "ok"
        ? has
          ? "stale"
          : "missing"
        : base.baseline.state === "missing"
          ? "missing"
          : "corrupt",
    problems: [problem("base-not-projected", placeIn(base.file), details)],
  };
}
