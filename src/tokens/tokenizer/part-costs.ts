import type { Characters } from "./characters.ts";
import { markWord, type Run } from "./marking.ts";
import { wordEnd, wordStart } from "./pieces.ts";
import type { Tiling } from "./tiling.ts";

/** How a part of the text is marked: as a word, or literally with a marker at either end (bits). */
export const literal = 0;
export const opened = 1;
export const closed = 2;
export const asWord = 4;

/**
 * Tokens of a part of the text. `hash` is of its code units, as the caller has read them anyway. Costs are remembered, since
 * a part costs the same wherever it stands (tokenizer.md §10).
 */
export type PartCost = (run: Run, marking: number, hash: number) => number;

const slotCount = 65_536;
const slotLimit = 39_000;
const arenaLength = 1 << 20;
const longest = 64;

export const createPartCost = (tiling: Tiling, marks: { readonly characters: Characters; readonly capitals: boolean }): PartCost => {
  let symbols = new Uint16Array(longest + 3);
  const measure = (run: Run, marking: number): number => {
    const { text, from, to } = run;
    if (symbols.length < to - from + 3) symbols = new Uint16Array(to - from + 3);
    if (marking === asWord) return tiling(symbols, markWord(run, symbols, marks));
    let length = 0;
    if ((marking & opened) !== 0) symbols[length++] = wordStart;
    for (let at = from; at < to; at++) symbols[length++] = text.charCodeAt(at);
    if ((marking & closed) !== 0) symbols[length++] = wordEnd;
    return tiling(symbols, length);
  };

  // Open addressing. A slot: the hash, where its units stand in the arena, and its cost, length and marking.
  const hashes = new Int32Array(slotCount);
  const places = new Int32Array(slotCount);
  const costs = new Int32Array(slotCount);
  const arena = new Uint16Array(arenaLength);
  let used = 0;
  let free = 0;

  const isAt = (slot: number, run: Run): boolean => {
    const { text, from, to } = run;
    const place = (places[slot] ?? 0) - from;
    for (let at = from; at < to; at++) if (arena[place + at] !== text.charCodeAt(at)) return false;
    return true;
  };

  const keep = (slot: number, run: Run, entry: { readonly hash: number; readonly cost: number }): void => {
    const { text, from, to } = run;
    hashes[slot] = entry.hash;
    costs[slot] = entry.cost;
    places[slot] = free;
    for (let at = from; at < to; at++) arena[free++] = text.charCodeAt(at);
    used++;
  };

  const forget = (): void => {
    costs.fill(0);
    used = 0;
    free = 0;
  };

  return (run, marking, hash) => {
    const length = run.to - run.from;
    if (length > longest) {
      const cost = measure(run, marking);
      symbols = new Uint16Array(longest + 3);
      return cost;
    }
    const shape = (length << 3) | marking;
    const mixed = Math.imul(hash ^ shape, 0x9e37_79b1);
    const full = mixed ^ (mixed >>> 15);
    let slot = full & (slotCount - 1);
    for (;;) {
      const entry = costs[slot] ?? 0;
      if (entry === 0) break;
      if (hashes[slot] === full && (entry & 0x3ff) === shape && isAt(slot, run)) return entry >> 10;
      slot = (slot + 1) & (slotCount - 1);
    }
    const cost = measure(run, marking);
    if (used >= slotLimit || free + length > arenaLength) {
      forget();
      slot = full & (slotCount - 1);
    }
    keep(slot, run, { hash: full, cost: (cost << 10) | shape });
    return cost;
  };
};
