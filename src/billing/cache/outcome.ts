/** What the cache did for a request: only read; read and wrote; only wrote; neither. */
export type CacheOutcomeName = "hit" | "partial" | "write" | "none";

/** How the input classes of a request read as an outcome. Tokens. */
export function outcomeOf(billed: {
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
}): CacheOutcomeName {
  const writes = billed.cacheWrite5m + billed.cacheWrite1h > 0;
  if (billed.cacheRead > 0) return writes ? "partial" : "hit";
  return writes ? "write" : "none";
}
