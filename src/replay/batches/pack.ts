/** How requests are divided over message batches (billing.md §3). */

/** The most one batch takes; "256 MB" is read as the smaller of its two meanings. */
const batchLimits = { requests: 100_000, bytes: 256_000_000 } as const;

/**
 * Requests in order, divided into batches: each within the limits, and of one set of betas, which
 * are a header of the whole batch.
 */
export function splitIntoBatches<
  Item extends { readonly betas: readonly string[]; readonly bytes: number },
>(
  items: readonly Item[],
  limits: { readonly requests: number; readonly bytes: number } = batchLimits,
): readonly (readonly Item[])[] {
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
