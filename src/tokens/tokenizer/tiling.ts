import type { PieceTable } from "./pieces.ts";

/** The least number of tokens whose pieces, put together, are the first `length` of `symbols` (tokenizer.md §7). */
export type Tiling = (symbols: Uint16Array, length: number) => number;

const unreached = 0x7fff_ffff;
const rowLength = 128;
/** Nodes with more children than this get a row: where the child for each ASCII unit stands. */
const fewChildren = 6;

export const createTiling = (pieces: PieceTable): Tiling => {
  const { units, links, floor, findChild } = pieces;
  const shortBest = new Int32Array(256);
  /** Place of a node's row in `rows`; 0: none yet. Rows are made when a walk first comes by. */
  const rowOf = new Int32Array(units.length);
  let rows = new Int32Array(256 * rowLength);
  let rowsEnd = rowLength;

  const makeRow = (node: number): number => {
    const row = rowsEnd;
    rowsEnd += rowLength;
    if (rowsEnd > rows.length) {
      const more = new Int32Array(rows.length * 2);
      more.set(rows);
      rows = more;
    }
    const end = (links[node + 1] ?? 0) >> 1;
    for (let child = (links[node] ?? 0) >> 1; child < end; child++) {
      const unit = units[child] ?? 0;
      if (unit >= rowLength) break;
      rows[row + unit] = child;
    }
    rowOf[node] = row;
    return row;
  };

  /** Lowers the best counts of all places a piece from `from` ends at; returns whether one takes in the first unit alone. */
  const reach = (symbols: Uint16Array, span: { readonly from: number; readonly length: number; readonly best: Int32Array }): void => {
    const { from, length, best } = span;
    const tokens = (best[from] ?? 0) + 1;
    let node = 0;
    for (let at = from; at < length; at++) {
      const unit = symbols[at] ?? 0;
      const first = (links[node] ?? 0) >> 1;
      const end = (links[node + 1] ?? 0) >> 1;
      let child = 0;
      if (end - first <= fewChildren) {
        for (let each = first; each < end; each++) {
          if (units[each] === unit) {
            child = each;
            break;
          }
        }
      } else if (unit < rowLength) {
        let row = rowOf[node] ?? 0;
        if (row === 0) row = makeRow(node);
        child = rows[row + unit] ?? 0;
      } else child = findChild(node, unit);
      if (child === 0) return;
      node = child;
      if (((links[node] ?? 0) & 1) === 1 && tokens < (best[at + 1] ?? 0)) best[at + 1] = tokens;
    }
  };

  return (symbols, length) => {
    const best = length < shortBest.length ? shortBest : new Int32Array(length + 1);
    best.fill(unreached, 0, length + 1);
    best[0] = 0;
    const span = { from: 0, length, best };
    for (let from = 0; from < length; from++) {
      const here = best[from] ?? unreached;
      if (here === unreached) continue;
      span.from = from;
      reach(symbols, span);
      // Nothing betters one piece that is all of it.
      if (from === 0 && best[length] === 1) return 1;
      // Where a piece takes in this unit alone, the bytes cannot cost less.
      if ((best[from + 1] ?? 0) > here + 1) {
        best[from + 1] = Math.min(best[from + 1] ?? unreached, here + floor(symbols[from] ?? 0));
      }
    }
    return best[length] ?? 0;
  };
};
