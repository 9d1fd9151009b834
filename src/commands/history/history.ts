/** What the committed baselines of a branch say, one after the other. */
import { parseBaseline } from "../../baseline/baseline.ts";
import type { BaselineEntry } from "../../baseline/entry.ts";
import type { Pico } from "../../money.ts";
import { nearestNames } from "../../nearest.ts";
import { nowhere, placeIn, problem, type Problem } from "../../problem.ts";
import { figuresOf, movementsOf, type HistoryFigures, type Movement } from "./movements.ts";

/** A commit that changed the baseline. */
export interface BaselineCommit {
  /** Full id. */
  readonly sha: string;
  /** When it was committed, a UTC day. */
  readonly day: string;
  /** Full id of the commit whose files the baseline was computed from, where it says so. */
  readonly computedAt: string | null;
  /** What the file holds there; `gone` where the commit took it away. */
  readonly content:
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "gone" | "unreadable" };
}

/** One commit's figures. */
export interface HistoryPoint {
  readonly commit: Omit<BaselineCommit, "content">;
  /** `gone`, `unreadable`: there are no figures. */
  readonly state: "read" | "gone" | "unreadable";
  /** By scenario, as written. */
  readonly scenarios: ReadonlyMap<string, HistoryFigures>;
  /** Of the scenarios with traffic, a month; null where none has any. */
  readonly month: Pico | null;
  /** Since the baseline before that could be read, the largest first. */
  readonly moved: readonly Movement[];
}

export interface History {
  readonly file: string;
  /** The oldest first. */
  readonly points: readonly HistoryPoint[];
  /** The scenarios shown, sorted. */
  readonly scenarios: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The bill through git's history. `commits`: the newest first, as git gives them; `asked`: the
 * scenarios to show, none: all. Null where there is nothing to show; the problems say why.
 */
export function workOutHistory(given: {
  readonly file: string;
  readonly commits: readonly BaselineCommit[];
  readonly shallow: boolean;
  readonly asked: readonly string[];
}): { readonly history: History | null; readonly problems: readonly Problem[] } {
  const { file, commits, shallow, asked } = given;
  const cut = shallow ? [problem("history-shallow", nowhere, { file })] : [];
  if (commits.length === 0)
    return { history: null, problems: [problem("history-empty", placeIn(file), { file }), ...cut] };
  const read = commits.toReversed().map((commit) => ({ commit, entries: entriesAt(commit) }));
  const all = [...new Set(read.flatMap(({ entries }) => [...(entries?.keys() ?? [])]))].sort();
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    return {
      history: null,
      problems: unknown.map((name) =>
        problem("history-unknown-scenario", placeIn(file), {
          file,
          nearest: nearestNames(name, all),
        }),
      ),
    };
  const scenarios = asked.length === 0 ? all : [...asked].sort();
  const unreadable = read.filter(
    ({ commit, entries }) => entries === null && commit.content.kind !== "gone",
  );
  const problems = [
    ...cut,
    ...(unreadable.length === 0
      ? []
      : [
          problem("history-unreadable", placeIn(file), {
            file,
            commits: unreadable.map(({ commit }) => commit.sha.slice(0, 7)),
          }),
        ]),
  ];
  return { history: { file, scenarios, problems, points: pointsOf(read, scenarios) }, problems };
}

interface ReadCommit {
  readonly commit: BaselineCommit;
  readonly entries: ReadonlyMap<string, BaselineEntry> | null;
}

/** What a commit's baseline says; null where it says nothing that can be read. */
function entriesAt({ content }: BaselineCommit): ReadCommit["entries"] {
  const parsed = parseBaseline(content.kind === "text" ? content.text : null);
  return parsed.state === "ok" ? parsed.entries : null;
}

function pointsOf(
  read: readonly ReadCommit[],
  scenarios: readonly string[],
): readonly HistoryPoint[] {
  let before: ReadCommit["entries"] = null;
  return read.map(({ commit: { content, ...commit }, entries }) => {
    const shown = new Map(
      scenarios.flatMap((id) => {
        const entry = entries?.get(id);
        return entry === undefined ? [] : [[id, entry] as const];
      }),
    );
    const figures = new Map([...shown].map(([id, entry]) => [id, figuresOf(entry)]));
    const months = [...figures.values()].flatMap(({ month }) => month ?? []);
    const moved =
      before === null || entries === null ? [] : movementsOf(before, entries, scenarios);
    if (entries !== null) before = entries;
    return {
      commit,
      state: entries !== null ? "read" : content.kind === "gone" ? "gone" : "unreadable",
      scenarios: figures,
      month: months.length === 0 ? null : months.reduce((total, month) => total + month, 0n),
      moved,
    };
  });
}
