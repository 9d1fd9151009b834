/**
 * How many edits turn a text into another: code units inserted, deleted or replaced, and with
 * `swaps` two neighbours exchanged. For short texts: time grows with the product of their lengths.
 */
export function editDistance(
  from: string,
  to: string,
  options: { readonly swaps: boolean },
): number {
  let rowBefore: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      let edits = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced);
      const isSwap =
        options.swaps && i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (isSwap) edits = Math.min(edits, (rowBefore[j - 2] ?? 0) + 1);
      next.push(edits);
    }
    [rowBefore, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
