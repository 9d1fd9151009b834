import { markWord, type Marks } from "./marking.ts";
import { asWord, closed, opened, type Part } from "./part.ts";
import { wordEnd, wordStart } from "./pieces.ts";
import type { Tiling } from "./tiling.ts";

/**
 * Tokens of a part. Costs are remembered: a text has few different parts, and only they are tiled.
 */
export type PartCost = (part: Part) => number;

const slotCount = 65_536;
const slotLimit = 39_000;
const arenaLength = 1 << 20;
/** Longer parts are rare, and hardly ever the same: they are not remembered. */
const longest = 64;

export function createPartCost(tiling: Tiling, marks: Marks): PartCost {
  const shortSymbols = new Uint16Array(longest + 3);
  const measure = (part: Part): number => {
    const { units, from, to, marking } = part;
    const symbols = to - from > longest ? new Uint16Array(to - from + 3) : shortSymbols;
    if (marking === asWord) return tiling(symbols, markWord(part, symbols, marks));
    let length = 0;
    if ((marking & opened) !== 0) symbols[length++] = wordStart;
    for (let index = from; index < to; index++) symbols[length++] = units[index] ?? 0;
    if ((marking & closed) !== 0) symbols[length++] = wordEnd;
    return tiling(symbols, length);
  };

  // Open addressing. A slot: the hash, the place of its units in the arena, and its cost, length
  // and marking (0: empty).
  const hashes = new Int32Array(slotCount);
  const places = new Int32Array(slotCount);
  const entries = new Int32Array(slotCount);
  const arena = new Uint16Array(arenaLength);
  let used = 0;
  let free = 0;

  const isAt = (slot: number, part: Part): boolean => {
    const { units, to } = part;
    let place = places[slot] ?? 0;
    for (let index = part.from; index < to; index++)
      if (arena[place++] !== units[index]) return false;
    return true;
  };

  const learn = (part: Part, shape: number, hash: number): number => {
    const { units, from, to } = part;
    if (used >= slotLimit || free + to - from > arenaLength) {
      entries.fill(0);
      used = 0;
      free = 0;
    }
    let slot = hash & (slotCount - 1);
    while (entries[slot] !== 0) slot = (slot + 1) & (slotCount - 1);
    const cost = measure(part);
    hashes[slot] = hash;
    places[slot] = free;
    entries[slot] = (cost << 10) | shape;
    for (let index = from; index < to; index++) arena[free++] = units[index] ?? 0;
    used++;
    return cost;
  };

  return (part) => {
    const length = part.to - part.from;
    if (length > longest) return measure(part);
    const shape = (length << 3) | part.marking;
    const mixed = Math.imul(part.hash ^ shape, 0x9e37_79b1);
    const hash = mixed ^ (mixed >>> 15);
    let slot = hash & (slotCount - 1);
    for (let entry = entries[slot] ?? 0; entry !== 0; entry = entries[slot] ?? 0) {
      if (hashes[slot] === hash && (entry & 0x3ff) === shape && isAt(slot, part))
        return entry >> 10;
      slot = (slot + 1) & (slotCount - 1);
    }
    return learn(part, shape, hash);
  };
}
