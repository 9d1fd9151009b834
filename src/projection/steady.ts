import { type CacheStateEntry, createCache, type PromptCache } from "../billing/cache/cache.ts";
import { certain } from "../traffic/chance.ts";
import { type SteadyPeriod, steadyPeriod } from "../traffic/steady.ts";
import { type Field, type Reach, reach } from "./shared-cache.ts";
import type { Depth, Footing, RunFooting } from "./cache-view.ts";
import { createRegister, nameLayout, type Register } from "./replay.ts";

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
  readonly footing: Footing;
}

const eventsOf = (runs: readonly RunFooting[], period: SteadyPeriod): readonly Event[] =>
  period.runs
    .flatMap(({ run, start, draw }, turn) =>
      (runs[run]?.exchanges ?? []).map((footing) => {
        const at = start + footing.offset;
        const ago = Math.floor(at / period.lengthMs);
        return { at: at - ago * period.lengthMs, ago, turn, draw, footing };
      }),
    )
    .sort((a, b) => a.at - b.at);

interface Replay {
  readonly cache: PromptCache;
  readonly register: Register;
  readonly events: readonly Event[];
  /** For each turn, how many periods after its beginning a run has its last exchange. */
  readonly lasts: readonly number[];
  readonly period: SteadyPeriod;
  readonly field: Field;
}

const nameIn =
  (event: Event, born: number) =>
  (depth: Depth): string =>
    depth.shared ? `${depth.identity}=${event.draw % Number(depth.values)}` : `${depth.identity}#${event.turn}#${born}`;

/** One period: the block each request reads up to. Runs that would have begun before the first period are not there. */
const playPeriod = ({ cache, register, events, period, field }: Replay, index: number): ReadonlyMap<Event, number> => {
  const found = new Map<Event, number>();
  for (const event of events) {
    const born = index - event.ago;
    if (born < 0) continue;
    const { footing } = event;
    if (footing.marks.length === 0) {
      found.set(event, -1);
      continue;
    }
    const layout = nameLayout({ footing, nameOf: nameIn(event, born), lifetime: field.lifetime, register });
    found.set(event, cache.request({ layout, at: index * period.lengthMs + event.at, scope: "" }).hitBlock);
  }
  return found;
};

/** The state at the end of a period as text, without what only runs that are over could read: the same text is the same state. */
const describe = ({ cache, register, lasts, period }: Replay, index: number): string => {
  const tell = (entry: CacheStateEntry): readonly string[] => {
    const [identity, turn, born] = register.name(entry.prefix).split("#");
    const since = born === undefined ? 0 : index - Number(born);
    if (turn !== undefined && since >= (lasts[Number(turn)] ?? 0)) return [];
    return [`${identity} ${turn ?? ""} ${since} ${entry.ttl} ${entry.expiresIn}`];
  };
  return cache
    .stateAt((index + 1) * period.lengthMs)
    .flatMap(tell)
    .sort()
    .join("\n");
};

/** The mean of what several turns of one exchange reach, over 2⁴⁰. */
const average = (reaches: readonly (readonly Reach[])[]): readonly Reach[] => {
  const sums = new Map<number, bigint>();
  for (const one of reaches.flat()) sums.set(one.block, (sums.get(one.block) ?? 0n) + one.chance);
  const count = BigInt(reaches.length);
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
};

export interface SteadyReplay {
  readonly reaches: ReadonlyMap<Footing, readonly Reach[]>;
  /** Null where arrivals came to repeat themselves, else how many periods were played. */
  readonly unsettled: number | null;
}

/**
 * Steady arrivals repeat their period through the cache machine until the cache is the same at both ends; that period counts
 * (DESIGN.md, "Projecting"). What other scenarios of the cache group leave is added as chances: they arrive without regard to
 * this one.
 */
export const replaySteady = (runs: readonly RunFooting[], field: Field): SteadyReplay => {
  const [source, ...others] = field.sources;
  if (source === undefined) return { reaches: new Map(), unsettled: null };
  const values = runs.flatMap(({ exchanges }) => exchanges.flatMap(({ depths }) => depths.map((depth) => depth.values)));
  const period = steadyPeriod(source, Number(values.reduce((most, one) => (one > most ? one : most), 1n)));
  const events = eventsOf(runs, period);
  const lasts = period.runs.map((_, turn) => events.reduce((most, event) => (event.turn === turn ? Math.max(most, event.ago) : most), 0));
  const replay: Replay = { cache: createCache(), register: createRegister(), events, lasts, period, field };
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
  const beside = field.without(0);
  const turns = new Map<Footing, (readonly Reach[])[]>();
  for (const [{ footing }, sure] of found) {
    const one = others.length === 0 ? [{ block: sure, chance: certain }] : reach(footing, sure, beside);
    turns.set(footing, [...(turns.get(footing) ?? []), one]);
  }
  const reaches = new Map([...turns].map(([footing, list]) => [footing, average(list)] as const));
  return { reaches, unsettled: index < patience ? null : index };
};
