import type { Depth, Footing, Mark } from "./footing.ts";

interface Entry {
  readonly ttlMs: number;
  readonly expires: number;
}

/** What the cache holds, by a name of the prefix; the clock is passed in. */
export type Entries = Map<string, Entry>;

/** Gives a depth its name in the entries: what other runs may hold too has one name for all of them. */
export type Naming = (depth: Depth) => string;

/** Milliseconds that a mark's entry lives. */
export type Lifetime = (mark: Mark) => number;

interface Look {
  readonly entries: Entries;
  readonly footing: Footing;
  readonly at: number;
  readonly nameOf: Naming;
}

/** The deepest place whose prefix is alive, or null. An entry is dead once its lifetime has passed (caching-rules.md §7). */
export const findLive = ({ entries, footing, at, nameOf }: Look): Depth | null =>
  footing.depths.find((depth) => (entries.get(nameOf(depth))?.expires ?? -1) > at) ?? null;

/**
 * What a request leaves: each prefix at its breakpoints alive, read or written, counted from the request's start; a live entry keeps
 * its own lifetime. The entry it hit is renewed too (caching-rules.md §7).
 */
export const leave = ({
  entries,
  footing,
  at,
  nameOf,
  hit,
  lifetime,
}: Look & { readonly hit: Depth | null; readonly lifetime: Lifetime }): void => {
  const renew = (name: string, ttlMs: number): void => {
    const held = entries.get(name);
    const kept = held !== undefined && held.expires > at ? held.ttlMs : ttlMs;
    entries.set(name, { ttlMs: kept, expires: at + kept });
  };
  const struck = hit === null ? undefined : entries.get(nameOf(hit));
  if (hit !== null && struck !== undefined) renew(nameOf(hit), struck.ttlMs);
  for (const mark of footing.marks) renew(nameOf(mark), lifetime(mark));
};

/** Exchanges that start together, in order of their start: none of them sees what another of them writes. */
export const together = <Event extends { readonly at: number }>(events: readonly Event[]): readonly (readonly Event[])[] => {
  const groups: Event[][] = [];
  for (const event of [...events].sort((a, b) => a.at - b.at)) {
    const last = groups.at(-1);
    if (last?.[0]?.at === event.at) last.push(event);
    else groups.push([event]);
  }
  return groups;
};
