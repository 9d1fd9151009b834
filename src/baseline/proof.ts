import { formatDollars, parseUsd } from "../money.ts";
import { ascendingBy } from "../order.ts";
import { placeIn, problem, type Place, type Problem, type ProblemDetails } from "../problem.ts";
import { writeBaseline, type ParsedBaseline } from "./baseline.ts";
import { factNames, type BaselineEntry, type ScenarioFacts } from "./entry.ts";

/** How far a baseline speaks for its tree, of a scenario or as a whole; the worst last. */
export const baselineStates = ["current", "stale", "missing", "corrupt", "drift"] as const;
export type BaselineState = (typeof baselineStates)[number];

/** What holding a baseline against its tree came to. */
export interface BaselineProof {
  /** The worst of the scenarios'. */
  readonly state: BaselineState;
  readonly byScenario: ReadonlyMap<string, BaselineState>;
  /** The one that leads the report first. */
  readonly problems: readonly Problem[];
}

/**
 * Holds the committed baseline against the same commit's own tree, projected today. The tree's
 * figures stand whatever comes out; the proof only says what to tell (DESIGN.md, "Comparing", table
 * of states).
 */
export function proveBaseline(options: {
  readonly baseline: ParsedBaseline;
  /** What the tree says, by scenario id. Its facts stand in the entries. */
  readonly tree: ReadonlyMap<string, BaselineEntry>;
  /** A flag of this call, such as `--dry`, changes figures: then nothing is current. */
  readonly flagged: boolean;
  /** Path of the file and short id of the commit, for people. */
  readonly file: string;
  readonly commit: string;
}): BaselineProof {
  const { baseline, tree, flagged, file, commit } = options;
  const place = placeIn(file);
  if (baseline.state !== "ok") {
    const state = baseline.state === "missing" ? "missing" : "corrupt";
    const found =
      baseline.state === "missing"
        ? staleProblems(place, { file, commit, reasons: null })
        : [problem("baseline-corrupt", place, { file, commit, state: baseline.state })];
    return {
      state,
      byScenario: new Map([...tree.keys()].map((id) => [id, state])),
      problems: found,
    };
  }
  const proofs = [...tree]
    .sort(ascendingBy(([id]) => id))
    .map(([id, worked]) => ({ id, ...proveEntry(baseline.entries.get(id), worked, flagged) }));
  const isLeftOver = [...baseline.entries.keys()].some((id) => !tree.has(id));
  const reasons = new Set([
    ...proofs.flatMap((proof) => proof.reasons),
    ...(isLeftOver ? ["scenarios that are gone"] : []),
  ]);
  const drifts = proofs.flatMap(({ id, drift }) =>
    drift === null ? [] : [problem("baseline-drift", place, { file, commit, ...drift }, id)],
  );
  return {
    state: worstOf([...proofs.map(({ state }) => state), reasons.size > 0 ? "stale" : "current"]),
    byScenario: new Map(proofs.map(({ id, state }) => [id, state])),
    problems: [...drifts, ...staleProblems(place, { file, commit, reasons: [...reasons].sort() })],
  };
}

function staleProblems(
  place: Place,
  details: ProblemDetails<"baseline-stale">,
): readonly Problem[] {
  return details.reasons?.length === 0 ? [] : [problem("baseline-stale", place, details)];
}

interface EntryProof {
  readonly state: BaselineState;
  /** Why an update of the file is due. */
  readonly reasons: readonly string[];
  readonly drift: Drift | null;
}

/** What a current entry says, what its tree says, and per what. */
type Drift = Pick<ProblemDetails<"baseline-drift">, "written" | "worked" | "unit">;

/** Holds a scenario's entry in the file against the one its tree gives. */
function proveEntry(
  written: BaselineEntry | undefined,
  worked: BaselineEntry,
  flagged: boolean,
): EntryProof {
  if (written === undefined)
    return { state: "missing", reasons: ["scenarios are missing"], drift: null };
  const reasons = differingFacts(written, worked).map((name) => `other ${name}`);
  if (flagged || reasons.length > 0) return { state: "stale", reasons, drift: null };
  if (textOf(written) === textOf(worked)) return { state: "current", reasons, drift: null };
  return { state: "drift", reasons, drift: driftOf(written, worked) };
}

/** The facts in which two entries differ: with one, the figures may differ, edited by nobody. */
function differingFacts(a: ScenarioFacts, b: ScenarioFacts): readonly string[] {
  return factNames.filter((name) => a[name] !== b[name]);
}

function textOf(entry: BaselineEntry): string {
  return writeBaseline(new Map([["", entry]]));
}

/** A drift is told by dollars as written, a month where there is one. */
function driftOf(written: BaselineEntry, worked: BaselineEntry): Drift {
  const [a, b] = [written.usd["as-written"], worked.usd["as-written"]];
  const monthly = typeof a?.month === "string" && typeof b?.month === "string";
  const [left, right] = monthly ? [a.month, b.month] : [a?.run, b?.run];
  return {
    written: left === right ? "other tokens or variants" : dollars(left),
    worked: dollars(right),
    unit: monthly ? "a month" : "a run",
  };
}

/** An amount of an entry as it is, for people; a file may hold any text there. */
function dollars(usd: string | null | undefined): string {
  const pico = parseUsd(usd ?? "");
  return pico === null ? "no amount" : formatDollars(pico);
}

function worstOf(states: readonly BaselineState[]): BaselineState {
  return baselineStates.findLast((state) => states.includes(state)) ?? "current";
}
