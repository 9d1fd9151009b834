import { certain } from "../traffic/chance.ts";
import { type SteadyPeriod, steadyPeriod } from "../traffic/steady.ts";
import { type Entries, findLive, leave, together } from "./entries.ts";
import { type Field, type Reach, reach } from "./field.ts";
import type { Depth, Footing, RunFooting } from "./footing.ts";

/** Periods after which arrivals that still do not repeat are taken as they are. */
const patience = 100_000;

interface Event {
  /** Milliseconds from the start of the period it happens in. */
  readonly at: number;
  /** How many periods ago its run began. */
  readonly ago: number;
  /** Place of its run in the period. */
  readonly turn: number;
  readonly draw: number;
  readonly footing: Footing;
  readonly isLast: boolean;
}

const eventsOf = (runs: readonly RunFooting[], period: SteadyPeriod): readonly Event[] =>
  period.runs.flatMap(({ run, start, draw }, turn) => {
    const exchanges = runs[run]?.exchanges ?? [];
    return exchanges.map((footing, index) => {
      const at = start + footing.offset;
      const ago = Math.floor(at / period.lengthMs);
      return { at: at - ago * period.lengthMs, ago, turn, draw, footing, isLast: index === exchanges.length - 1 };
    });
  });

const nameFor =
  (event: Event, born: number) =>
  (depth: Depth): string =>
    depth.shared ? `${depth.identity}=${event.draw % Number(depth.values)}` : `${depth.identity}#${born}.${event.turn}`;

/** What the entries are, seen from the end of a period: the same text twice is the same state. */
const describe = (entries: Entries, end: number, index: number): string =>
  [...entries]
    .filter(([, entry]) => entry.expires > end)
    .map(
      ([name, entry]) =>
        `${name.replace(/#(\d+)\./, (_, born: string) => `#-${index - Number(born)}.`)} ${entry.expires - end} ${entry.ttlMs}`,
    )
    .sort()
    .join("\n");

const forget = (entries: Entries, suffix: string): void => {
  for (const name of entries.keys()) if (name.endsWith(suffix)) entries.delete(name);
};

type Found = ReadonlyMap<Event, Depth | null>;

interface Replay {
  readonly entries: Entries;
  readonly groups: readonly (readonly Event[])[];
  readonly period: SteadyPeriod;
  readonly field: Field;
}

/** Plays one period: what each request finds. Runs that began before the first period are not there. */
const playPeriod = ({ entries, groups, period, field }: Replay, index: number): Found => {
  const found = new Map<Event, Depth | null>();
  const begin = index * period.lengthMs;
  for (const group of groups) {
    const present = group.filter((event) => event.ago <= index);
    for (const event of present)
      found.set(event, findLive({ entries, footing: event.footing, at: begin + event.at, nameOf: nameFor(event, index - event.ago) }));
    for (const event of present) {
      const { footing } = event;
      const nameOf = nameFor(event, index - event.ago);
      leave({ entries, footing, at: begin + event.at, nameOf, hit: found.get(event) ?? null, lifetime: field.lifetime });
    }
    for (const event of present) if (event.isLast) forget(entries, `#${index - event.ago}.${event.turn}`);
  }
  for (const [name, entry] of entries) if (entry.expires <= begin + period.lengthMs) entries.delete(name);
  return found;
};

/** The mean of what several turns of one exchange may reach, over 2⁴⁰; what division leaves goes to the shallowest. */
const average = (reaches: readonly (readonly Reach[])[]): readonly Reach[] => {
  const sums = new Map<number, bigint>();
  for (const one of reaches.flat()) sums.set(one.block, (sums.get(one.block) ?? 0n) + one.chance);
  const count = BigInt(reaches.length);
  const ordered = [...sums].sort(([a], [b]) => b - a);
  let reached = 0n;
  let passed = 0n;
  return ordered.map(([block, sum]) => {
    passed += sum;
    const chance = (passed + count / 2n) / count - reached;
    reached += chance;
    return { block, chance };
  });
};

export interface SteadyReplay {
  readonly reaches: ReadonlyMap<Footing, readonly Reach[]>;
  /** False where arrivals did not come to repeat themselves. */
  readonly settled: boolean;
  readonly periods: number;
}

/**
 * Steady arrivals repeat their period until the cache is the same at both ends; that period counts (DESIGN.md, "Projecting"). What
 * other scenarios of the cache group leave is added as chances: they arrive without regard to this one.
 */
export const replaySteady = (runs: readonly RunFooting[], field: Field): SteadyReplay => {
  const [source, ...others] = field.sources;
  if (source === undefined) return { reaches: new Map(), settled: true, periods: 0 };
  const values = runs.flatMap(({ exchanges }) => exchanges.flatMap(({ marks }) => marks.map((mark) => (mark.shared ? mark.values : 1n))));
  const period = steadyPeriod(source, Number(values.reduce((most, one) => (one > most ? one : most), 1n)));
  const events = eventsOf(runs, period);
  const replay: Replay = { entries: new Map(), groups: together(events), period, field };
  const whole = events.reduce((most, event) => Math.max(most, event.ago), 0);
  let before: string | null = null;
  let found: Found = new Map();
  let index = 0;
  for (; index < patience; index += 1) {
    found = playPeriod(replay, index);
    const after = describe(replay.entries, (index + 1) * period.lengthMs, index);
    if (index > whole && after === before) break;
    before = after;
  }
  const beside: Field = others.length === 0 ? field : field.without(0);
  const turns = new Map<Footing, (readonly Reach[])[]>();
  for (const [event, sure] of found) {
    const reached = others.length === 0 ? [{ block: sure?.block ?? -1, chance: certain }] : reach(event.footing, sure, beside);
    const list = turns.get(event.footing) ?? [];
    list.push(reached);
    turns.set(event.footing, list);
  }
  const reaches = new Map([...turns].map(([footing, list]) => [footing, average(list)] as const));
  return { reaches, settled: index < patience, periods: index + 1 };
};
