import type { Ttl } from "../../api/cache-control.ts";
import { createCache } from "../cache/cache.ts";
import { lookback, type CachePosition } from "../cache/layout.ts";
import type { CacheSplit } from "../cache/split.ts";
import type { RecordedSplit } from "./split.ts";

/** A recorded usage whose request is not known. */
export interface UsageRow {
  /** Entries of one model are never another's. */
  readonly model: string;
  /** Rows come in order of it. */
  readonly startMs: number;
  readonly recorded: RecordedSplit;
}

/** Where a row of a chain read or wrote up to. */
interface ChainEnd extends CachePosition {
  readonly ttl: Ttl;
}

/**
 * Follows usages without requests, one by one: a prompt is taken to go on from the one before, so
 * that within the TTL it reads what that one read and wrote (observed.md §1). Returns how a row's
 * recorded tokens divide then. What a client rewrites between two rows cannot be foreseen; each row
 * starts from what the row before really read.
 */
export function createUsageChain(): (row: UsageRow) => CacheSplit {
  const cache = createCache();
  const chains = new Map<string, readonly ChainEnd[]>();
  let numbers = 0;

  return ({ model, startMs, recorded }) => {
    const { read, write5m, write1h, input } = recorded;
    const cached = read + write5m + write1h;
    if (cached === 0) return { read: 0, write5m: 0, write1h: 0, input, hitBlock: -1 };
    const chain = (chains.get(model) ?? []).filter((end) => end.tokens <= cached);
    const written = write5m + write1h > 0;
    const ttl = written ? (write1h > 0 ? "1h" : "5m") : (chain.at(-1)?.ttl ?? "5m");
    const goesOn = chain.at(-1)?.tokens !== cached;
    numbers += 1;
    const own: ChainEnd = { prefix: numbers, tokens: cached, position: 0, ttl };
    // Every end stands at one position: how many blocks lie between them is not known.
    const ends = goesOn ? [...chain, own] : chain;
    const positions = [...ends, { prefix: 0, tokens: cached + input, position: 1 }];
    const breakpoints = [{ index: ends.length - 1, ttl }];
    const split = cache.request({
      layout: { positions, breakpoints, minimum: 0 },
      startMs,
      scope: model,
    });
    // Ends beyond what was read are of a prompt that this one did not go on from; the one it
    // wrote is its own.
    const kept = ends.filter(({ tokens }) => tokens <= read || tokens === cached);
    chains.set(model, kept.slice(-lookback));
    return split;
  };
}
