import { sum } from "../../arithmetic.ts";
import { levels, type Level } from "../../api/request.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Count } from "../count.ts";
import { shareOut } from "../share-out.ts";

/** What a witness says over our own count, at one block of the request it speaks of. Tokens. */
interface Correction {
  readonly key: number;
  readonly level: Level;
  readonly tokens: number;
}

/** What a witness says of a request's input. Tokens. */
export interface Total {
  readonly total: number;
  /** What stands before its last breakpoint, where that is known; else null. */
  readonly cached: number | null;
}

/** What a witness adds to our count, block by block. */
export interface Corrected {
  readonly corrections: readonly Correction[];
  /** Tokens behind the last block, where a breakpoint on it shows them; null: as we count them. */
  readonly tail: number | null;
}

/**
 * What a witness's total adds to our count. A recording that shows caching says how much stands
 * before its last breakpoint; where that is on the last block, what is left stands behind it.
 */
export function correct(prompt: Prompt, count: Count, { total, cached }: Total): Corrected {
  const { blocks } = count;
  const last = prompt.breakpoints.at(-1)?.block ?? -1;
  const corrected = (shares: readonly number[], tail: number | null): Corrected => ({
    corrections: prompt.blocks.map(({ key, level }, index) => ({
      key,
      level,
      tokens: shares[index] ?? 0,
    })),
    tail,
  });
  if (cached === null || last < 0 || cached > total)
    return corrected(shareOut(total - count.total, blocks), null);
  if (last < blocks.length - 1) {
    const [before, after] = [blocks.slice(0, last + 1), blocks.slice(last + 1)];
    return corrected(
      [...shareOut(cached - sum(before), before), ...shareOut(total - cached - sum(after), after)],
      null,
    );
  }
  const tail = total - cached;
  const before = blocks.map((tokens, index) => (index === last ? tokens - count.tail : tokens));
  const shares = shareOut(cached - sum(before), before);
  return corrected(
    shares.map((tokens, index) => (index === last ? tokens + tail - count.tail : tokens)),
    tail,
  );
}

/**
 * What corrections of another body add to each block of a prompt: a block keeps its share while its
 * bytes are equal; a share whose block is gone goes to the first new block of its level, else to
 * the last of it, else to the last block of all.
 */
export function placeCorrections(
  prompt: Prompt,
  corrections: readonly Correction[],
): readonly number[] {
  const shares = prompt.blocks.map(() => 0);
  const waiting = new Map<number, number[]>();
  for (const [index, { key }] of prompt.blocks.entries()) {
    const indexes = waiting.get(key);
    if (indexes === undefined) waiting.set(key, [index]);
    else indexes.push(index);
  }
  const kept = new Set<number>();
  const left = { tools: 0, system: 0, messages: 0 };
  for (const { key, level, tokens } of corrections) {
    const index = waiting.get(key)?.shift();
    if (index === undefined) left[level] += tokens;
    else {
      shares[index] = (shares[index] ?? 0) + tokens;
      kept.add(index);
    }
  }
  for (const level of levels) {
    if (left[level] === 0 || prompt.blocks.length === 0) continue;
    const inLevel = prompt.blocks.flatMap((block, index) => (block.level === level ? [index] : []));
    const home =
      inLevel.find((index) => !kept.has(index)) ?? inLevel.at(-1) ?? prompt.blocks.length - 1;
    shares[home] = (shares[home] ?? 0) + left[level];
  }
  return shares;
}
