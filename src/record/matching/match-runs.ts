/** Finds, for runs that were sent, the runs they were before. */
import { groupBy } from "../../order.ts";
import type { Matching } from "../snapshot-plan.ts";
import { prefixLength, sharedPrefix, type RunShape } from "./run-shape.ts";

/** A live run with its counterpart, both by their index. */
export interface RunMatch {
  readonly live: number;
  readonly known: number;
  readonly how: Matching;
}

export interface RunMatches {
  readonly matches: readonly RunMatch[];
  /** By index of the live run: the scenario it belongs to; null: none there is. */
  readonly scenarios: readonly (string | null)[];
}

/**
 * Each known run is taken once. First by what all exchanges of a run send, byte for byte, then with
 * times, dates and ids aside; then by scenario and place in it: the run's name, its first message,
 * its turn. A live run's scenario is the one it says; else that of the known runs its like (model,
 * tools and system prompt) were matched with, or had; else the one it has most in common with: first
 * messages, tools, the beginning of its prompt.
 */
export function matchRuns(live: readonly RunShape[], known: readonly RunShape[]): RunMatches {
  const pairs = new Map<number, { readonly known: number; readonly how: Matching }>();
  const taken = new Set<number>();
  const pair = (
    how: Matching,
    keyOf: (run: RunShape, index: number, isLive: boolean) => string | null,
  ): void => {
    const waiting = groupBy(
      known.flatMap((run, index) =>
        taken.has(index) ? [] : [{ index, key: keyOf(run, index, false) }],
      ),
      ({ key }) => key,
    );
    for (const [index, run] of live.entries()) {
      const key = pairs.has(index) ? null : keyOf(run, index, true);
      const found = key === null ? undefined : waiting.get(key)?.shift();
      if (found === undefined) continue;
      pairs.set(index, { known: found.index, how });
      taken.add(found.index);
    }
  };
  const inScenario = (key: string, run: RunShape): string | null =>
    run.scenario === null ? null : JSON.stringify([run.scenario, key]);
  pair("hash", (run) => inScenario(run.exact, run));
  pair("hash", ({ exact }) => exact);
  pair("hash", (run) => inScenario(run.alike, run));
  pair("hash", ({ alike }) => alike);

  const groups = [...groupBy(live.entries(), ([, run]) => groupKey(run)).values()];
  const scenarioOf = new Map<number, string>();
  const place = (how: Matching): void => {
    for (const keyOf of places)
      pair(how, (run, index, isLive) => {
        const scenario = isLive ? (scenarioOf.get(index) ?? null) : run.scenario;
        const key = keyOf(run);
        return scenario === null || key === null ? null : JSON.stringify([scenario, key]);
      });
  };
  for (const group of groups) {
    const scenario = scenarioOfGroup(group, { pairs, known });
    if (scenario !== null) for (const [index] of group) scenarioOf.set(index, scenario);
  }
  place("place");
  const lost = groups.filter(([first]) => first !== undefined && !scenarioOf.has(first[0]));
  for (const [group, scenario] of nearestScenarios(lost, { known, taken, given: scenarioOf }))
    for (const [index] of group) scenarioOf.set(index, scenario);
  place("prefix");
  return {
    matches: [...pairs]
      .map(([index, found]) => ({ live: index, ...found }))
      .sort((a, b) => a.live - b.live),
    scenarios: live.map((_, index) => scenarioOf.get(index) ?? null),
  };
}

type Group = readonly (readonly [number, RunShape])[];

/** Runs that are one scenario: they say so, or are alike in model, tools and system prompt. */
function groupKey({ scenario, settings }: RunShape): string {
  return JSON.stringify(scenario === null ? { settings } : { scenario });
}

/** What says a run's place in its scenario, the surest first; at last its turn alone. */
const places: readonly ((run: RunShape) => string | null)[] = [
  ({ name }) => name,
  ({ opening }) => opening,
  () => "",
];

function scenarioOfGroup(
  group: Group,
  {
    pairs,
    known,
  }: {
    readonly pairs: ReadonlyMap<number, { readonly known: number }>;
    readonly known: readonly RunShape[];
  },
): string | null {
  const [, first] = group[0] ?? [];
  if (first === undefined || first.scenario !== null) return first?.scenario ?? null;
  const counts = new Map<string, number>();
  for (const [index] of group) {
    const scenario = known[pairs.get(index)?.known ?? -1]?.scenario ?? null;
    if (scenario !== null) counts.set(scenario, (counts.get(scenario) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (most !== undefined) return most[0];
  return known.find(({ settings }) => settings === first.settings)?.scenario ?? null;
}

interface Nearness {
  readonly group: Group;
  readonly scenario: string;
  readonly openings: number;
  readonly tools: number;
  readonly shared: number;
}

/**
 * For groups whose scenario is not known: each takes the scenario with runs left that it has most in
 * common with; no scenario is taken twice.
 */
function nearestScenarios(
  groups: readonly Group[],
  {
    known,
    taken,
    given,
  }: {
    readonly known: readonly RunShape[];
    readonly taken: ReadonlySet<number>;
    readonly given: ReadonlyMap<number, string>;
  },
): ReadonlyMap<Group, string> {
  const left = groupBy(
    known.filter((_, index) => !taken.has(index)),
    ({ scenario }) => scenario,
  );
  const claimed = new Set(given.values());
  const near = groups.flatMap((group) =>
    [...left].flatMap(([scenario, runs]) => {
      const found = scenario === null ? null : nearness(group, runs);
      if (scenario === null || found === null) return [];
      // What others are known to belong to takes only runs that are plainly its own.
      return found.openings === 0 && claimed.has(scenario) ? [] : [{ group, scenario, ...found }];
    }),
  );
  near.sort((a, b) => b.openings - a.openings || b.tools - a.tools || b.shared - a.shared);
  const chosen = new Map<Group, string>();
  const used = new Set<string>();
  for (const { group, scenario } of near satisfies readonly Nearness[]) {
    if (chosen.has(group) || used.has(scenario)) continue;
    chosen.set(group, scenario);
    used.add(scenario);
  }
  return chosen;
}

/** Null: nothing says that they belong together. */
function nearness(
  group: Group,
  runs: readonly RunShape[],
): Pick<Nearness, "openings" | "tools" | "shared"> | null {
  const [, first] = group[0] ?? [];
  const [other] = runs;
  if (first === undefined || other === undefined) return null;
  const known = new Set(runs.map(({ opening }) => opening));
  const openings = group.filter(([, { opening }]) => known.has(opening)).length;
  const tools = first.tools !== "" && runs.some(({ tools: own }) => own === first.tools) ? 1 : 0;
  const shared = sharedPrefix(first, other);
  const isNear = openings > 0 || tools > 0 || (shared > 0 && 2 * shared >= prefixLength(first));
  return isNear ? { openings, tools, shared } : null;
}
