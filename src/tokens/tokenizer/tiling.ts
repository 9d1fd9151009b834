import type { PieceTable } from "./pieces.ts";

/**
 * The least number of tokens whose pieces, put together, are the first `length` of `symbols`
 * (tokenizer.md §7).
 */
export type Tiling = (symbols: Uint16Array, length: number) => number;

const unreached = 0x7fff_ffff;
const shortLength = 256;
const rowLength = 128;
/** Nodes with more children than this get a row: where the child for each ASCII unit stands. */
const fewChildren = 6;

export function createTiling(pieces: PieceTable): Tiling {
  const { units, links, floor, findChild } = pieces;
  /** Place of a node's row in `rows`; 0: none yet. Rows are made when a node is first passed. */
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

  const step = (node: number, unit: number): number => {
    const first = (links[node] ?? 0) >> 1;
    const end = (links[node + 1] ?? 0) >> 1;
    if (end - first <= fewChildren) {
      for (let child = first; child < end; child++) if (units[child] === unit) return child;
      return 0;
    }
    if (unit >= rowLength) return findChild(node, unit);
    let row = rowOf[node] ?? 0;
    if (row === 0) row = makeRow(node);
    return rows[row + unit] ?? 0;
  };

  const noSymbols: Uint16Array = new Uint16Array(0);
  const shortBest = new Int32Array(shortLength + 1);
  const shortFound = new Int32Array(shortLength + 1);
  const state = { symbols: noSymbols, length: 0, best: shortBest, found: shortFound, foundEnd: 0 };

  /**
   * Notes the places that pieces from `from` reach with fewer tokens than before; returns whether
   * the first unit is a piece.
   */
  const extendFrom = (from: number, tokens: number): boolean => {
    const { symbols, length, best, found } = state;
    let node = 0;
    let isPieceAlone = false;
    for (let index = from; index < length; index++) {
      node = step(node, symbols[index] ?? 0);
      if (node === 0) break;
      if (((links[node] ?? 0) & 1) === 0) continue;
      if (index === from) isPieceAlone = true;
      if ((best[index + 1] ?? 0) > tokens) {
        best[index + 1] = tokens;
        found[state.foundEnd++] = index + 1;
      }
    }
    return isPieceAlone;
  };

  /** Place by place, with the cost in bytes of units that are no piece. */
  const tileByPlace = (): number => {
    const { symbols, length, best } = state;
    best.fill(unreached, 0, length + 1);
    best[0] = 0;
    for (let from = 0; from < length; from++) {
      const here = best[from] ?? unreached;
      if (here === unreached) continue;
      state.foundEnd = 0;
      if (extendFrom(from, here + 1)) continue;
      const tokens = here + floor(symbols[from] ?? 0);
      if (tokens < (best[from + 1] ?? 0)) best[from + 1] = tokens;
    }
    return best[length] ?? 0;
  };

  /**
   * All places one token away, then all two away, farthest first: most words end after two or three
   * looks.
   */
  const tileByTokens = (): number => {
    const { length, best, found } = state;
    best.fill(unreached, 0, length + 1);
    best[0] = 0;
    found[0] = 0;
    state.foundEnd = 1;
    let start = 0;
    for (let tokens = 1; ; tokens++) {
      const end = state.foundEnd;
      for (let next = end - 1; next >= start; next--) {
        const isPieceAlone = extendFrom(found[next] ?? 0, tokens);
        if (best[length] === tokens) return tokens;
        if (!isPieceAlone) return tileByPlace();
      }
      start = end;
    }
  };

  return (symbols, length) => {
    const isShort = length <= shortLength;
    state.symbols = symbols;
    state.length = length;
    state.best = isShort ? shortBest : new Int32Array(length + 1);
    state.found = isShort ? shortFound : new Int32Array(length + 1);
    const tokens = tileByTokens();
    if (!isShort) {
      state.symbols = noSymbols;
      state.best = shortBest;
      state.found = shortFound;
    }
    return tokens;
  };
}
