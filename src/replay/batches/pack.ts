/** How requests are divided over message batches (billing.md §3). */
import { sum } from "../../arithmetic.ts";

/** The most one batch takes; "256 MB" is read as the smaller of its two meanings. */
const batchLimits = { requests: 100_000, bytes: 256_000_000 } as const;

/**
 * The bytes of a batch as long as there are few: all of its requests are in memory while it is sent,
 * some times over.
 */
const usualBytes = 2_000_000;

/** As many batches are soon asked after more often than the API allows a small account. */
const manyBatches = 16;

/** The most that one batch is given of some requests. */
export function limitsFor(items: readonly { readonly bytes: number }[]): Limits {
  const share = Math.ceil(sum(items.map(({ bytes }) => bytes)) / manyBatches);
  return { ...batchLimits, bytes: Math.min(batchLimits.bytes, Math.max(usualBytes, share)) };
}

interface Limits {
  readonly requests: number;
  readonly bytes: number;
}

/**
 * Requests in order, divided into batches: each within the limits, and of one set of betas, which
 * are a header of the whole batch.
 */
export function splitIntoBatches<
  Item extends { readonly betas: readonly string[]; readonly bytes: number },
>(items: readonly Item[], limits: Limits): readonly (readonly Item[])[] {
  const open = new Map<string, { items: Item[]; bytes: number }>();
  const batches: Item[][] = [];
  for (const item of items) {
    const betas = item.betas.join(",");
    const current = open.get(betas);
    if (
      current !== undefined &&
      current.items.length < limits.requests &&
      current.bytes + item.bytes <= limits.bytes
    ) {
      current.items.push(item);
      current.bytes += item.bytes;
      continue;
    }
    const started = { items: [item], bytes: item.bytes };
    open.set(betas, started);
    batches.push(started.items);
  }
  return batches;
}
