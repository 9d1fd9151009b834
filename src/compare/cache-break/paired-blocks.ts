import { levels } from "../../api/request.ts";
import { toolName } from "../../prompt/difference/alignment.ts";
import type { Block, Prompt } from "../../prompt/prompt.ts";

/**
 * Blocks that stand for one another in two prompts, by index: of each level those of equal bytes,
 * tools by name, the others in order.
 */
export function pairBlocks(
  before: Prompt,
  after: Prompt,
): readonly (readonly [before: number, after: number])[] {
  return levels.flatMap((level) => {
    const [old, current] = [before, after].map(({ blocks }) =>
      [...blocks.entries()].filter(([, block]) => block.level === level),
    );
    const same = pairBy(old ?? [], current ?? [], ({ key }) => `${key}`);
    const named = pairBy(same.before, same.after, (block) => toolName(block) ?? "");
    return [...same.pairs, ...named.pairs];
  });
}

type Placed = readonly [index: number, block: Block];

/** Pairs blocks with equal names in order; what is left over on either side. */
function pairBy(
  before: readonly Placed[],
  after: readonly Placed[],
  nameOf: (block: Block) => string,
): {
  readonly pairs: readonly (readonly [number, number])[];
  readonly before: readonly Placed[];
  readonly after: readonly Placed[];
} {
  const waiting = new Map<string, number[]>();
  for (const [index, block] of before) {
    const list = waiting.get(nameOf(block));
    if (list === undefined) waiting.set(nameOf(block), [index]);
    else list.push(index);
  }
  const pairs = after.flatMap(([index, block]): readonly (readonly [number, number])[] => {
    const partner = waiting.get(nameOf(block))?.shift();
    return partner === undefined ? [] : [[partner, index]];
  });
  const [fromBefore, fromAfter] = [
    new Set(pairs.map(([index]) => index)),
    new Set(pairs.map(([, index]) => index)),
  ];
  return {
    pairs,
    before: before.filter(([index]) => !fromBefore.has(index)),
    after: after.filter(([index]) => !fromAfter.has(index)),
  };
}
