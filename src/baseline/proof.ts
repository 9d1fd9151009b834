import { problem, placeIn, type Problem } from "../problem.ts";
import type { ParsedBaseline } from "./baseline.ts";
import { writeBaseline } from "./baseline.ts";
import type { BaselineEntry, ScenarioFacts } from "./entry.ts";

/** Why a paragraph does not speak for today's figures. `figures` are flags such as `--dry`. */
type StaleReason = "inputs" | "engine" | "counter" | "prices" | "flags";

/** `current` where the list is empty. `flagged`: a flag of this call changes figures. */
function staleReasons(options: {
  readonly entry: ScenarioFacts;
  readonly facts: ScenarioFacts;
  readonly flagged: boolean;
}): readonly StaleReason[] {
  const names = ["inputs", "engine", "counter", "prices"] as const;
  const differing: StaleReason[] = names.filter(
    (name) => options.entry[name] !== options.facts[name],
  );
  return options.flagged ? [...differing, "flags"] : differing;
}

/** A scenario's part of the proof. */
export type BaselineState = "current" | "stale" | "missing" | "corrupt" | "drift";

const worstLast: readonly BaselineState[] = ["current", "stale", "missing", "corrupt", "drift"];

function worstState(states: readonly BaselineState[]): BaselineState {
  return states.reduce<BaselineState>(
    (worst, one) => (worstLast.indexOf(one) > worstLast.indexOf(worst) ? one : worst),
    "current",
  );
}

export interface BaselineProof {
  /** The worst of the scenarios'. */
  readonly state: BaselineState;
  readonly byScenario: ReadonlyMap<string, BaselineState>;
  readonly problems: readonly Problem[];
}

/**
 * Holds the committed baseline against the same commit's own tree, projected today. The tree's
 * figures stand whatever comes out; the proof only says what to tell (DESIGN.md, "Comparing", table
 * of states).
 */
export function proveBaseline(options: {
  readonly baseline: ParsedBaseline;
  /** What the tree says, by scenario id. Its facts stand in the paragraphs. */
  readonly tree: ReadonlyMap<string, BaselineEntry>;
  readonly flagged: boolean;
  /** Path of the file and short id of the commit, for people. */
  readonly file: string;
  readonly commit: string;
}): BaselineProof {
  const { baseline, tree, file, commit } = options;
  const place = placeIn(file);
  if (baseline.state !== "ok") {
    const state = baseline.state === "missing" ? "missing" : "corrupt";
    const problems =
      baseline.state === "missing"
        ? [problem("baseline-stale", place, { file, commit, reasons: ["the file does not exist"] })]
        : [problem("baseline-corrupt", place, { file, commit, state: baseline.state })];
    return { state, byScenario: new Map([...tree.keys()].map((id) => [id, state])), problems };
  }
  const byScenario = new Map<string, BaselineState>();
  const reasons = new Set<string>();
  const drifts: Problem[] = [];
  for (const id of [...tree.keys()].sort()) {
    const worked = tree.get(id);
    const written = baseline.entries.get(id);
    if (worked === undefined) continue;
    if (written === undefined) {
      byScenario.set(id, "missing");
      reasons.add("scenarios are missing");
      continue;
    }
    const stale = staleReasons({ entry: written, facts: worked, flagged: options.flagged });
    for (const reason of stale) if (reason !== "flags") reasons.add(`other ${reason}`);
    const same = stale.length > 0 || saysTheSame(written, worked);
    byScenario.set(id, stale.length > 0 ? "stale" : same ? "current" : "drift");
    if (!same)
      drifts.push(
        problem("baseline-drift", place, { file, commit, ...claim(written, worked) }, id),
      );
  }
  if ([...baseline.entries.keys()].some((id) => !tree.has(id)))
    reasons.add("scenarios that are gone");
  const leftovers: BaselineState = reasons.size > 0 ? "stale" : "current";
  const due =
    reasons.size > 0
      ? [problem("baseline-stale", place, { file, commit, reasons: [...reasons].sort() })]
      : [];
  return {
    state: worstState([...byScenario.values(), leftovers]),
    byScenario,
    problems: [...drifts, ...due],
  };
}

function saysTheSame(a: BaselineEntry, b: BaselineEntry): boolean {
  return writeBaseline(new Map([["", a]])) === writeBaseline(new Map([["", b]]));
}

/** The figure a drift is told by: dollars as written, a month where there is one. */
function claim(
  written: BaselineEntry,
  worked: BaselineEntry,
): { written: string; worked: string; unit: string } {
  const [a, b] = [written.usd["as-written"], worked.usd["as-written"]];
  const monthly = typeof a?.month === "string" && typeof b?.month === "string";
  const [left, right] = monthly ? [a.month, b.month] : [a?.run, b?.run];
  const unit = monthly ? "a month" : "a run";
  if (left !== right) return { written: `$${left ?? "?"}`, worked: `$${right ?? "?"}`, unit };
  return { written: "other tokens or variants", worked: `$${right ?? "?"}`, unit };
}
