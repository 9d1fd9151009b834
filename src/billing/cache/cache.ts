import { ttlMs, type Ttl } from "../../api/cache-control.ts";
import { ascending } from "../../order.ts";
import { effectiveBreakpoints, lookupOrder, type CacheLayout } from "./layout.ts";
import { splitTokens, type CacheSplit } from "./split.ts";

/** A request and when it begins. */
export interface CacheRequest {
  readonly layout: CacheLayout;
  /**
   * When it starts, milliseconds on the cache's clock. Requests come in order of it; those that
   * start at the same time run in parallel and do not see what the others write.
   */
  readonly startMs: number;
  /**
   * Whose cache it uses: requests of other scopes see other entries (caching-rules.md §1). The
   * model is part of a prefix already.
   */
  readonly scope: string;
  /**
   * Milliseconds until the answer begins: from then on what it wrote can be read. Default 0: by any
   * request that starts later.
   */
  readonly latencyMs?: number;
  /**
   * The prefixes that end with a server tool's result in the answer: the API marks them itself, for
   * 5 minutes (caching-rules.md §8).
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

/** A live entry; its times are milliseconds from the moment that is asked about. */
export interface CacheStateEntry {
  readonly scope: string;
  readonly prefix: number;
  readonly ttl: Ttl;
  readonly expiresIn: number;
  /** 0 where it can be read now. */
  readonly readableIn: number;
}

/**
 * A prompt cache: the state machine of caching-rules.md §1. It has no clock of its own; every call
 * says what time it is, in milliseconds.
 */
export interface PromptCache {
  /** Sends a request through: what it is billed, in tokens; and renews and writes entries. */
  readonly request: (request: CacheRequest) => CacheSplit;
  /** Puts an entry there that no request wrote. */
  readonly put: (entry: CacheStateEntry, nowMs: number) => void;
  /** Live entries, sorted by scope and prefix. Caches with equal states behave alike ever after. */
  readonly stateAt: (nowMs: number) => readonly CacheStateEntry[];
}

/** An entry of the cache; its times are on the cache's clock. */
interface Entry {
  ttl: Ttl;
  /** At that moment it can still be read, after it no more, unless it was renewed. */
  expiresMs: number;
  /** Start of the request that wrote it; requests with the same start do not see it. */
  writtenMs: number;
  /** When the answer of that request begins: no request before sees it. */
  readableMs: number;
}

/** A scope with so many entries is cleared of those that have expired. */
const sweepSize = 65_536;

/** Makes an empty cache, or one that holds `state` as it was at `stateMs` (default 0). */
export function createCache(
  options: {
    readonly policy?: CachePolicy;
    readonly state?: readonly CacheStateEntry[];
    readonly stateMs?: number;
  } = {},
): PromptCache {
  const policy = options.policy ?? usualCachePolicy;
  const scopes = new Map<string, Map<number, Entry>>();
  let sweepAt = sweepSize;

  const entriesOf = (scope: string): Map<number, Entry> => {
    const known = scopes.get(scope);
    if (known !== undefined) return known;
    const made = new Map<number, Entry>();
    scopes.set(scope, made);
    return made;
  };

  const put = (
    { scope, prefix, ttl, expiresIn, readableIn }: CacheStateEntry,
    nowMs: number,
  ): void => {
    write(entriesOf(scope), prefix, {
      ttl,
      expiresMs: nowMs + expiresIn,
      writtenMs: readableIn > 0 ? nowMs : nowMs - 1,
      readableMs: nowMs + readableIn,
    });
  };

  const renew = (entry: Entry, nowMs: number): void => {
    entry.expiresMs = Math.max(entry.expiresMs, nowMs + ttlMs[entry.ttl]);
  };

  const sweep = (entries: Map<number, Entry>, nowMs: number): void => {
    if (entries.size < sweepAt) return;
    for (const [prefix, entry] of entries) if (!isAlive(entry, nowMs)) entries.delete(prefix);
    sweepAt = Math.max(sweepSize, entries.size * 2);
  };

  const write = (entries: Map<number, Entry>, prefix: number, entry: Entry): void => {
    const known = entries.get(prefix);
    if (known === undefined || !isAlive(known, entry.writtenMs)) {
      entries.set(prefix, entry);
      return;
    }
    // Two requests that ran in parallel wrote the same prefix: it is there from the first on, and
    // for the longer time.
    if (entry.expiresMs > known.expiresMs)
      [known.ttl, known.expiresMs] = [entry.ttl, entry.expiresMs];
    known.readableMs = Math.min(known.readableMs, entry.readableMs);
  };

  const request = ({
    layout,
    startMs,
    scope,
    latencyMs = 0,
    loopPrefixes = [],
  }: CacheRequest): CacheSplit => {
    const entries = entriesOf(scope);
    const entryAt = (index: number): Entry | undefined =>
      entries.get(layout.positions[index]?.prefix ?? -1);
    // It reads up to the deepest readable entry of those a lookup tries, and keeps that one alive.
    const hitBlock =
      lookupOrder(layout).find((index) => {
        const entry = entryAt(index);
        return entry !== undefined && isReadable(entry, startMs);
      }) ?? -1;
    const hit = entryAt(hitBlock);
    if (hit !== undefined) renew(hit, startMs);

    const writeFor = (ttl: Ttl, prefix: number): void =>
      write(entries, prefix, {
        ttl,
        expiresMs: startMs + ttlMs[ttl],
        writtenMs: startMs,
        readableMs: startMs + latencyMs,
      });
    // At each breakpoint behind the hit it writes an entry; in front of it, it renews the one
    // there.
    for (const { index, ttl } of effectiveBreakpoints(layout)) {
      if (index === hitBlock) continue;
      const entry = entryAt(index);
      const lives = entry !== undefined && isAlive(entry, startMs);
      if (index < hitBlock && lives) {
        if (policy.renewsOwnBreakpoints) renew(entry, startMs);
      } else if (index > hitBlock || policy.restoresBelowHit) {
        writeFor(ttl, layout.positions[index]?.prefix ?? -1);
      }
    }
    if (layout.breakpoints.length > 0) for (const prefix of loopPrefixes) writeFor("5m", prefix);
    sweep(entries, startMs);
    return splitTokens(layout, hitBlock);
  };

  const stateAt = (nowMs: number): readonly CacheStateEntry[] =>
    [...scopes]
      .flatMap(([scope, entries]) =>
        [...entries]
          .filter(([, entry]) => isAlive(entry, nowMs))
          .map(([prefix, entry]) => ({
            scope,
            prefix,
            ttl: entry.ttl,
            expiresIn: entry.expiresMs - nowMs,
            readableIn: Math.max(0, entry.readableMs - nowMs, entry.writtenMs === nowMs ? 1 : 0),
          })),
      )
      .sort((a, b) => ascending(a.scope, b.scope) || a.prefix - b.prefix);

  for (const entry of options.state ?? []) put(entry, options.stateMs ?? 0);
  return { request, put, stateAt };
}

/**
 * The TTL is a minimum (caching-rules.md §7): a request that starts exactly that long after the one
 * before it, as one of a five-minute cron does, still finds the entry.
 */
function isAlive(entry: Entry, nowMs: number): boolean {
  return nowMs <= entry.expiresMs;
}

function isReadable(entry: Entry, nowMs: number): boolean {
  return isAlive(entry, nowMs) && nowMs > entry.writtenMs && nowMs >= entry.readableMs;
}
