import { isObject } from "../../json.ts";
import { writeFlat } from "../identity.ts";
import type { Block } from "../prompt.ts";

/** Two blocks that stand for one another, or one that has no other. */
interface BlockPair {
  readonly kind: "added" | "removed" | "changed" | "moved" | "order only";
  readonly before: Block | null;
  readonly after: Block | null;
  /** Place in the list after; for what is removed, in the list before. */
  readonly index: number;
}

interface Placed {
  readonly block: Block;
  readonly index: number;
  /** Equal where the bytes are, and who says them. */
  readonly id: string;
  /** Whether it is the first of its message. */
  readonly opens: boolean;
}

/** The name a tool is known by; null for everything else. */
export function toolName(block: Block | null): string | null {
  if (block === null || block.level !== "tools" || !isObject(block.content)) return null;
  const name = block.content["name"] ?? block.content["mcp_server_name"];
  return typeof name === "string" ? name : null;
}

/**
 * What differs between two lists of blocks of one level, in order of place. Linear in their length.
 */
export function alignBlocks(
  before: readonly Block[],
  after: readonly Block[],
): readonly BlockPair[] {
  const [old, current] = [placeBlocks(before), placeBlocks(after)];
  let start = 0;
  while (start < old.length && start < current.length && isSame(old[start], current[start]))
    start += 1;
  let end = 0;
  const room = Math.min(old.length, current.length) - start;
  while (end < room && isSame(old.at(-1 - end), current.at(-1 - end))) end += 1;
  const middle = withoutShared(
    old.slice(start, old.length - end),
    current.slice(start, current.length - end),
  );
  const moved = middle.moved.map((placed): BlockPair => ({
    kind: "moved",
    before: placed.block,
    after: placed.block,
    index: placed.index,
  }));
  const pairs = [...pairUp(middle.before, middle.after), ...moved].sort(
    (a, b) => a.index - b.index,
  );
  const [first, second] = [old[start], current[start]];
  if (pairs[0]?.index === start || first === undefined || second === undefined) return pairs;
  // What stands where they part is on both sides: it came up because what was in front changed, or
  // (equal bytes) another message begins there.
  const kind = first.id === second.id ? "changed" : "moved";
  return [{ kind, before: second.block, after: second.block, index: start }, ...pairs];
}

function placeBlocks(blocks: readonly Block[]): readonly Placed[] {
  return blocks.map((block, index) => {
    const opens = block.message >= 0 && blocks[index - 1]?.message !== block.message;
    return { block, index, id: `${block.key}/${block.role ?? ""}`, opens };
  });
}

function isSame(a: Placed | undefined, b: Placed | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id && a.opens === b.opens;
}

/** Takes out of two lists what both hold, each as often as both hold it. */
function withoutShared(
  before: readonly Placed[],
  after: readonly Placed[],
): { before: Placed[]; after: Placed[]; moved: Placed[] } {
  const waiting = new Map<string, number>();
  for (const { id } of before) waiting.set(id, (waiting.get(id) ?? 0) + 1);
  const shared: Placed[] = [];
  const left = after.filter((placed) => {
    const count = waiting.get(placed.id) ?? 0;
    if (count === 0) return true;
    waiting.set(placed.id, count - 1);
    shared.push(placed);
    return false;
  });
  // What was not taken is gone; of several alike, the last ones.
  const gone = new Set<Placed>();
  for (const placed of before.toReversed()) {
    const count = waiting.get(placed.id) ?? 0;
    if (count === 0) continue;
    waiting.set(placed.id, count - 1);
    gone.add(placed);
  }
  const stayed = before.filter((placed) => !gone.has(placed));
  const moved = shared.filter((placed, index) => stayed[index]?.id !== placed.id);
  return { before: before.filter((placed) => gone.has(placed)), after: left, moved };
}

function pairUp(before: readonly Placed[], after: readonly Placed[]): readonly BlockPair[] {
  const byName = new Map(
    before.flatMap((placed) =>
      toolName(placed.block) === null ? [] : [[toolName(placed.block), placed] as const],
    ),
  );
  const taken = new Set<Placed>();
  const unnamed = before.filter((placed) => toolName(placed.block) === null).values();
  const pairs = after.map((placed): BlockPair => {
    const name = toolName(placed.block);
    const partner = name === null ? unnamed.next().value : byName.get(name);
    if (partner === undefined || taken.has(partner))
      return { kind: "added", before: null, after: placed.block, index: placed.index };
    taken.add(partner);
    return {
      kind: isOrderOnly(partner.block, placed.block) ? "order only" : "changed",
      before: partner.block,
      after: placed.block,
      index: placed.index,
    };
  });
  const gone = before
    .filter((placed) => !taken.has(placed))
    .map((placed): BlockPair => ({
      kind: "removed",
      before: placed.block,
      after: null,
      index: placed.index,
    }));
  return [...pairs, ...gone].sort((a, b) => a.index - b.index);
}

function isOrderOnly(before: Block, after: Block): boolean {
  return (
    before.role === after.role &&
    writeFlat(before.content, true) === writeFlat(after.content, true) &&
    writeFlat(before.content) !== writeFlat(after.content)
  );
}
