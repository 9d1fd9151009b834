import { type CacheStateEntry, createCache, type PromptCache } from "../billing/cache/cache.ts";
import { certain } from "../traffic/chance.ts";
import { type SteadyPeriod, steadyPeriod } from "../traffic/steady.ts";
import { type SharedCache, type HitChance, hitDistribution } from "./shared-cache.ts";
import type { Depth, CacheView, RunCacheView } from "./cache-view.ts";
import { createNameTable, nameLayout, type NameTable } from "./replay.ts";

/** Periods after which arrivals that still do not repeat are taken as they are. */
const patience = 100_000;

interface Event {
  /** Milliseconds from the start of the period it happens in. */
  readonly at: number;
  /** How many periods before that its run began. */
  readonly ago: number;
  /** Place of its run in the period. */
  readonly turn: number;
  readonly draw: number;
  readonly view: CacheView;
}

interface Replay {
  readonly cache: PromptCache;
  readonly names: NameTable;
  readonly events: readonly Event[];
  /** For each turn, how many periods after its beginning a run has its last exchange. */
  readonly lasts: readonly number[];
  readonly period: SteadyPeriod;
  readonly shared: SharedCache;
}

export interface SteadyReplay {
  readonly hits: ReadonlyMap<CacheView, readonly HitChance[]>;
  /** Null where arrivals came to repeat themselves, else how many periods were played. */
  readonly unsettled: number | null;
}

/**
 * Steady arrivals repeat their period through the cache machine until the cache is the same at both
 * ends; that period counts (DESIGN.md, "Projecting"). What other scenarios of the cache group leave
 * is added as chances: they arrive without regard to this one.
 */
export function replaySteady(runs: readonly RunCacheView[], shared: SharedCache): SteadyReplay {
  const [source, ...others] = shared.sources;
  if (source === undefined) return { hits: new Map(), unsettled: null };
  const values = runs.flatMap(({ exchanges }) =>
    exchanges.flatMap(({ depths }) => depths.map((depth) => depth.values)),
  );
  const period = steadyPeriod(
    source,
    Number(values.reduce((most, one) => (one > most ? one : most), 1n)),
  );
  const events = eventsOf(runs, period);
  const lasts = period.runs.map((_, turn) =>
    events.reduce((most, event) => (event.turn === turn ? Math.max(most, event.ago) : most), 0),
  );
  const replay: Replay = {
    cache: createCache(),
    names: createNameTable(),
    events,
    lasts,
    period,
    shared,
  };
  const longest = Math.max(0, ...lasts);
  let found: ReadonlyMap<Event, number> = new Map();
  let before: string | null = null;
  let index = 0;
  for (; index < patience; index += 1) {
    found = playPeriod(replay, index);
    const after = describe(replay, index);
    if (index > longest && after === before) break;
    before = after;
  }
  const beside = shared.without(0);
  const turns = new Map<CacheView, (readonly HitChance[])[]>();
  for (const [{ view }, sure] of found) {
    const one =
      others.length === 0
        ? [{ block: sure, chance: certain }]
        : hitDistribution(view, sure, beside);
    turns.set(view, [...(turns.get(view) ?? []), one]);
  }
  const hits = new Map([...turns].map(([view, list]) => [view, average(list)] as const));
  return { hits, unsettled: index < patience ? null : index };
}

function eventsOf(runs: readonly RunCacheView[], period: SteadyPeriod): readonly Event[] {
  return period.runs
    .flatMap(({ run, start, draw }, turn) =>
      (runs[run]?.exchanges ?? []).map((view) => {
        const at = start + view.offset;
        const ago = Math.floor(at / period.lengthMs);
        return { at: at - ago * period.lengthMs, ago, turn, draw, view };
      }),
    )
    .sort((a, b) => a.at - b.at);
}

/**
 * One period: the block each request reads up to. Runs that would have begun before the first
 * period are not there.
 */
function playPeriod(
  { cache, names, events, period, shared }: Replay,
  index: number,
): ReadonlyMap<Event, number> {
  const found = new Map<Event, number>();
  for (const event of events) {
    const born = index - event.ago;
    if (born < 0) continue;
    const { view } = event;
    if (view.marks.length === 0) {
      found.set(event, -1);
      continue;
    }
    const layout = nameLayout({
      view,
      nameOf: nameIn(event, born),
      lifetime: shared.lifetime,
      names,
    });
    found.set(
      event,
      cache.request({ layout, at: index * period.lengthMs + event.at, scope: "" }).hitBlock,
    );
  }
  return found;
}

function nameIn(event: Event, born: number) {
  return (depth: Depth): string =>
    depth.shared
      ? `${depth.identity}=${event.draw % Number(depth.values)}`
      : `${depth.identity}#${event.turn}#${born}`;
}

/**
 * The state at the end of a period as text, without what only runs that are over could read: the
 * same text is the same state.
 */
function describe({ cache, names, lasts, period }: Replay, index: number): string {
  const tell = (entry: CacheStateEntry): readonly string[] => {
    const [identity, turn, born] = names.name(entry.prefix).split("#");
    const since = born === undefined ? 0 : index - Number(born);
    if (turn !== undefined && since >= (lasts[Number(turn)] ?? 0)) return [];
    return [`${identity} ${turn ?? ""} ${since} ${entry.ttl} ${entry.expiresIn}`];
  };
  return cache
    .stateAt((index + 1) * period.lengthMs)
    .flatMap(tell)
    .sort()
    .join("\n");
}

/** The mean of what several turns of one exchange reach, over 2⁴⁰. */
function average(hits: readonly (readonly HitChance[])[]): readonly HitChance[] {
  const sums = new Map<number, bigint>();
  for (const one of hits.flat()) sums.set(one.block, (sums.get(one.block) ?? 0n) + one.chance);
  const count = BigInt(hits.length);
  let passed = 0n;
  let given = 0n;
  return [...sums]
    .sort(([a], [b]) => b - a)
    .map(([block, sum]) => {
      passed += sum;
      const chance = (2n * passed + count) / (2n * count) - given;
      given += chance;
      return { block, chance };
    });
}
