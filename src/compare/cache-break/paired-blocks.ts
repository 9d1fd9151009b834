import { levels } from "../../api/request.ts";
import { matchBlocks } from "../../prompt/difference/alignment.ts";
import { fileFinder } from "../../prompt/difference/difference.ts";
import type { Block, Prompt } from "../../prompt/prompt.ts";

/** Blocks that stand for one another in two prompts, by index; each level's by themselves. */
export function pairBlocks(
  before: Prompt,
  after: Prompt,
): readonly (readonly [before: number, after: number])[] {
  const [old, current] = [indexesOf(before), indexesOf(after)];
  const [fileOf, fileAfter] = [fileFinder(before), fileFinder(after)];
  return levels.flatMap((level) => {
    const ofLevel = ({ level: own }: Block): boolean => own === level;
    return matchBlocks(
      { blocks: before.blocks.filter(ofLevel), fileOf },
      { blocks: after.blocks.filter(ofLevel), fileOf: fileAfter },
    ).map(([from, to]) => [old.get(from) ?? -1, current.get(to) ?? -1] as const);
  });
}

function indexesOf({ blocks }: Prompt): ReadonlyMap<Block, number> {
  return new Map(blocks.map((block, index) => [block, index]));
}
