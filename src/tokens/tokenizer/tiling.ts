import { findChild, type Pieces } from "./pieces.ts";

/** The least number of tokens whose pieces, put together, are the first `length` of `symbols` (tokenizer.md §7). */
export type Tiling = (symbols: Uint16Array, length: number) => number;

const unreached = 0x7fff_ffff;

export const createTiling = (pieces: Pieces): Tiling => {
  const { isPiece, floor } = pieces;
  const shortBest = new Int32Array(1024);
  return (symbols, length) => {
    const best = length < shortBest.length ? shortBest : new Int32Array(length + 1);
    best.fill(unreached, 0, length + 1);
    best[0] = 0;
    for (let from = 0; from < length; from++) {
      const here = best[from] ?? unreached;
      if (here === unreached) continue;
      const next = here + 1;
      let node = 0;
      for (let at = from; at < length; at++) {
        node = findChild(pieces, node, symbols[at] ?? 0);
        if (node === 0) break;
        if (isPiece[node] === 1 && next < (best[at + 1] ?? 0)) best[at + 1] = next;
      }
      // A first piece that is all of it cannot be bettered.
      if (from === 0 && best[length] === 1) return 1;
      if ((best[from + 1] ?? 0) > next) {
        const tokens = here + floor(symbols[from] ?? 0);
        if (tokens < (best[from + 1] ?? 0)) best[from + 1] = tokens;
      }
    }
    return best[length] ?? 0;
  };
};
