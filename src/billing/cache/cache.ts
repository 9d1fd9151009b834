import { ttlMs, type Ttl } from "../../api/cache-control.ts";
import { effectiveBreakpoints, lookupOrder, splitTokens } from "./layout.ts";
import type { CacheLayout, CacheSplit } from "./layout.ts";

/** A request and when it begins. */
export interface CacheRequest {
  readonly layout: CacheLayout;
  /**
   * Start, in milliseconds. Requests come in order of it; those with the same start run beside each
   * other.
   */
  readonly at: number;
  /** Requests of other scopes see other entries. The model is part of a prefix already. */
  readonly scope: string;
  /**
   * Milliseconds until the answer begins and what was written can be read. Default 0: readable by
   * any later start.
   */
  readonly latencyMs?: number;
  /**
   * Prefixes after server tool results of the answer: the API marks them itself, for 5 minutes
   * (caching-rules.md §8).
   */
  readonly loopPrefixes?: readonly number[];
}

/** Where sources leave the machine's rules open (caching-rules.md §6, §7). */
export interface CachePolicy {
  /** Whether a hit also renews live entries at the request's own breakpoints in front of it. */
  readonly renewsOwnBreakpoints: boolean;
  /** Whether an entry that is missing at a breakpoint in front of the hit is made again, free. */
  readonly restoresBelowHit: boolean;
}

const usualCachePolicy: CachePolicy = { renewsOwnBreakpoints: true, restoresBelowHit: true };

/** A live entry, its times relative to the moment of asking, in milliseconds. */
export interface CacheStateEntry {
  readonly scope: string;
  readonly prefix: number;
  readonly ttl: Ttl;
  readonly expiresIn: number;
  /** 0 where it can be read now. */
  readonly readableIn: number;
}

/** A prompt cache. Its clock is the `at` of what it is asked. */
export interface PromptCache {
  /** What a request is billed, and what it leaves: caching-rules.md §1. Tokens. */
  readonly request: (request: CacheRequest) => CacheSplit;
  /**
   * Puts an entry there that no request of ours wrote. Times are relative to `at`, milliseconds.
   */
  readonly put: (entry: CacheStateEntry, at: number) => void;
  /** Live entries at a time, sorted by scope and prefix. Equal states behave alike ever after. */
  readonly stateAt: (at: number) => readonly CacheStateEntry[];
}

interface Entry {
  ttl: Ttl;
  expires: number;
  /** Start of the request that wrote it; requests with the same start do not see it. */
  written: number;
  readable: number;
}

const SWEEP = 65_536;

/** Makes an empty cache, or one that holds `state` as it was at `at`. */
export function createCache(
  options: {
    readonly policy?: CachePolicy;
    readonly state?: readonly CacheStateEntry[];
    readonly at?: number;
  } = {},
): PromptCache {
  const policy = options.policy ?? usualCachePolicy;
  const start = options.at ?? 0;
  const scopes = new Map<string, Map<number, Entry>>();
  let sweepAt = SWEEP;

  const entriesOf = (scope: string): Map<number, Entry> => {
    const known = scopes.get(scope);
    if (known !== undefined) return known;
    const made = new Map<number, Entry>();
    scopes.set(scope, made);
    return made;
  };

  const put = (
    { scope, prefix, ttl, expiresIn, readableIn }: CacheStateEntry,
    at: number,
  ): void => {
    const written = readableIn > 0 ? at : at - 1;
    write(entriesOf(scope), prefix, {
      ttl,
      expires: at + expiresIn,
      written,
      readable: at + readableIn,
    });
  };

  const renew = (entry: Entry, at: number): void => {
    entry.expires = Math.max(entry.expires, at + ttlMs[entry.ttl]);
  };

  const sweep = (entries: Map<number, Entry>, at: number): void => {
    if (entries.size < sweepAt) return;
    for (const [prefix, entry] of entries) if (!isAlive(entry, at)) entries.delete(prefix);
    sweepAt = Math.max(SWEEP, entries.size * 2);
  };

  const write = (entries: Map<number, Entry>, prefix: number, entry: Entry): void => {
    const known = entries.get(prefix);
    if (known === undefined || !isAlive(known, entry.written)) {
      entries.set(prefix, entry);
      return;
    }
    // Two that ran beside each other wrote the same prefix: it is there from the first on, and for
    // the longer time.
    if (entry.expires > known.expires) [known.ttl, known.expires] = [entry.ttl, entry.expires];
    known.readable = Math.min(known.readable, entry.readable);
  };

  const request = ({
    layout,
    at,
    scope,
    latencyMs = 0,
    loopPrefixes = [],
  }: CacheRequest): CacheSplit => {
    const entries = entriesOf(scope);
    const entryAt = (index: number): Entry | undefined =>
      entries.get(layout.positions[index]?.prefix ?? -1);
    const hitBlock =
      lookupOrder(layout).find((index) => {
        const entry = entryAt(index);
        return entry !== undefined && isReadable(entry, at);
      }) ?? -1;
    const hit = entryAt(hitBlock);
    if (hit !== undefined) renew(hit, at);

    const readable = at + latencyMs;
    for (const { index, ttl } of effectiveBreakpoints(layout)) {
      if (index === hitBlock) continue;
      const entry = entryAt(index);
      const lives = entry !== undefined && isAlive(entry, at);
      if (index < hitBlock && lives) {
        if (policy.renewsOwnBreakpoints) renew(entry, at);
      } else if (index > hitBlock || policy.restoresBelowHit) {
        write(entries, layout.positions[index]?.prefix ?? -1, {
          ttl,
          expires: at + ttlMs[ttl],
          written: at,
          readable,
        });
      }
    }
    if (layout.breakpoints.length > 0) {
      for (const prefix of loopPrefixes) {
        write(entries, prefix, { ttl: "5m", expires: at + ttlMs["5m"], written: at, readable });
      }
    }
    sweep(entries, at);
    return splitTokens(layout, hitBlock);
  };

  const stateAt = (at: number): readonly CacheStateEntry[] =>
    [...scopes]
      .flatMap(([scope, entries]) =>
        [...entries]
          .filter(([, entry]) => isAlive(entry, at))
          .map(([prefix, entry]) => ({
            scope,
            prefix,
            ttl: entry.ttl,
            expiresIn: entry.expires - at,
            readableIn: Math.max(0, entry.readable - at, entry.written === at ? 1 : 0),
          })),
      )
      .sort((a, b) => (a.scope < b.scope ? -1 : a.scope > b.scope ? 1 : a.prefix - b.prefix));

  for (const entry of options.state ?? []) put(entry, start);
  return { request, put, stateAt };
}

function isAlive(entry: Entry, at: number): boolean {
  return at < entry.expires;
}

function isReadable(entry: Entry, at: number): boolean {
  return isAlive(entry, at) && at > entry.written && at >= entry.readable;
}
