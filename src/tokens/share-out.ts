/**
 * Shares whole tokens out in proportion to sizes, largest remainder first, earlier ones first where
 * equal. Adds up to `amount`.
 */
export function shareOut(amount: number, sizes: readonly number[]): readonly number[] {
  if (sizes.length === 0) return [];
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (all === 0) return sizes.map((_, at) => (at === sizes.length - 1 ? amount : 0));
  const sign = amount < 0 ? -1 : 1;
  const exact = sizes.map((size) => (Math.abs(amount) * size) / all);
  const shares = exact.map(Math.floor);
  const rest = Math.abs(amount) - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((share, at) => ({ at, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.at - b.at);
  for (const { at } of byRemainder.slice(0, rest)) shares[at] = (shares[at] ?? 0) + 1;
  return shares.map((share) => (share === 0 ? 0 : sign * share));
}
