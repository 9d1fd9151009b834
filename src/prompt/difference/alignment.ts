import { isObject } from "../../json.ts";
import { groupBy } from "../../order.ts";
import { writeFlat } from "../identity.ts";
import type { Block } from "../prompt.ts";
import { textOf } from "./block-difference.ts";

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

/** The blocks of one level of a prompt. */
export interface LevelBlocks {
  readonly blocks: readonly Block[];
  /** The file of the repository that holds a block's text; null: none does. */
  readonly fileOf: (block: Block) => string | null;
}

/**
 * What differs between two lists of blocks of one level, in order of place. Tools stand for one
 * another by name; other blocks by their file, their name or id, then by how their text begins or
 * ends, then by their kind and place. Linear in their length.
 */
export function alignBlocks(before: LevelBlocks, after: LevelBlocks): readonly BlockPair[] {
  const [old, current] = [placeBlocks(before.blocks), placeBlocks(after.blocks)];
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
  const paired = pairUp(
    { placed: middle.before, fileOf: before.fileOf },
    { placed: middle.after, fileOf: after.fileOf },
  );
  const pairs = [...paired, ...moved].sort((a, b) => a.index - b.index);
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

interface Side {
  readonly placed: readonly Placed[];
  readonly fileOf: LevelBlocks["fileOf"];
}

function pairUp(before: Side, after: Side): readonly BlockPair[] {
  const partners = findPartners(before, after);
  const pairs = after.placed.map((placed): BlockPair => {
    const { block, index } = placed;
    const partner = partners.get(placed);
    if (partner === undefined) return { kind: "added", before: null, after: block, index };
    const kind = isOrderOnly(partner.block, block) ? "order only" : "changed";
    return { kind, before: partner.block, after: block, index };
  });
  const taken = new Set(partners.values());
  const gone = before.placed
    .filter((placed) => !taken.has(placed))
    .map((placed): BlockPair => ({
      kind: "removed",
      before: placed.block,
      after: null,
      index: placed.index,
    }));
  return [...pairs, ...gone].sort((a, b) => a.index - b.index);
}

/** Of blocks that differ, which of the one side stands for which of the other, by the latter. */
function findPartners(before: Side, after: Side): ReadonlyMap<Placed, Placed> {
  const partners = new Map<Placed, Placed>();
  const taken = new Set<Placed>();
  for (const nameOf of likenesses) {
    const waiting = groupBy(
      before.placed.filter((placed) => !taken.has(placed)).toReversed(),
      ({ block }) => nameOf(block, before.fileOf),
    );
    for (const placed of after.placed) {
      if (partners.has(placed)) continue;
      const name = nameOf(placed.block, after.fileOf);
      const partner = name === null ? undefined : waiting.get(name)?.pop();
      if (partner === undefined) continue;
      partners.set(placed, partner);
      taken.add(partner);
    }
  }
  return partners;
}

/**
 * Blocks that stand for one another in two lists of a level: those of equal bytes, then those that
 * differ, as `alignBlocks` has them.
 */
export function matchBlocks(
  before: LevelBlocks,
  after: LevelBlocks,
): readonly (readonly [before: Block, after: Block])[] {
  const [old, current] = [placeBlocks(before.blocks), placeBlocks(after.blocks)];
  const waiting = groupBy(old.toReversed(), ({ block }) => block.key);
  const same = new Map<Placed, Placed>();
  for (const placed of current) {
    const partner = waiting.get(placed.block.key)?.pop();
    if (partner !== undefined) same.set(placed, partner);
  }
  const taken = new Set(same.values());
  const like = findPartners(
    { placed: old.filter((placed) => !taken.has(placed)), fileOf: before.fileOf },
    { placed: current.filter((placed) => !same.has(placed)), fileOf: after.fileOf },
  );
  return [...same, ...like].map(([now, then]) => [then.block, now.block]);
}

/** So much of a text's beginning, or end, is another's: they are two states of one text. */
const likeEnds = 24;

type Likeness = (block: Block, fileOf: LevelBlocks["fileOf"]) => string | null;

/** What blocks that differ stand for one another by: the surest first. */
const likenesses: readonly Likeness[] = [
  (block) => toolName(block),
  (block, fileOf) => unlessTool(block, fileOf(block)),
  (block) => unlessTool(block, ownName(block)),
  (block) => unlessTool(block, textOf(block)?.slice(0, likeEnds) ?? null),
  (block) => unlessTool(block, textOf(block)?.slice(-likeEnds) ?? null),
  (block) => unlessTool(block, ""),
];

/** Only blocks of one kind, said by the same side, stand for one another; tools go by name alone. */
function unlessTool(block: Block, name: string | null): string | null {
  if (name === null || toolName(block) !== null) return null;
  return `${block.kind} ${block.role ?? ""} ${name}`;
}

/** The name a block is declared by, or the id of its call. */
function ownName({ content }: Block): string | null {
  if (!isObject(content)) return null;
  const { text, id, tool_use_id: answered } = content;
  const declared = isObject(text) ? text["name"] : "$tokens" in content ? content["name"] : null;
  const name = declared ?? answered ?? id;
  return typeof name === "string" ? name : null;
}

function isOrderOnly(before: Block, after: Block): boolean {
  return (
    before.role === after.role &&
    writeFlat(before.content, true) === writeFlat(after.content, true) &&
    writeFlat(before.content) !== writeFlat(after.content)
  );
}
