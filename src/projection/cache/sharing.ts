import type { SharedRule, SharedShare } from "../../config/config.ts";
import type { Placeholder } from "../../fixture/fixture.ts";
import type { Level } from "../../api/request.ts";
import type { Block } from "../../prompt/prompt.ts";
import type { MeasuredExchange, MeasuredRun } from "../projection.ts";

/** Who can read what of one exchange's prompt (DESIGN.md, "Shared or private"). */
export interface Sharing {
  /** The blocks before this index are shared with other runs; all from it on are private. */
  readonly sharedBlocks: number;
  /** Shared blocks that hold one of n equally likely values, in order. */
  readonly draws: readonly Draw[];
  /** Blocks that change with each request, in order. */
  readonly origins: readonly Origin[];
}

/** From this block on, a prefix is one of `valueCount` equally likely ones. */
export interface Draw {
  readonly block: number;
  readonly valueCount: bigint;
}

/** From this block on, only exchanges that send the bytes of the same request share a prefix. */
export interface Origin {
  readonly block: number;
  /** Index of the exchange in its run that sent the block's bytes first. */
  readonly exchange: number;
}

/**
 * Who shares the prompts of a run's exchanges, in order. Blocks of tools and system are shared,
 * from the first message on they are private, unless `traffic.shared` says otherwise for a level.
 * From the first block on that changes with each run or request all are private whatever it says:
 * the rule speaks of recorded blocks, not of what is known to change.
 */
export function readSharing(run: MeasuredRun, rule: SharedRule): readonly Sharing[] {
  const sharings: Sharing[] = [];
  for (const [index, measured] of run.exchanges.entries())
    sharings.push(sharingOf({ measured, index, rule, previous: sharings.at(-1) }));
  return sharings;
}

const defaultShares: Readonly<Record<Level, SharedShare>> = {
  tools: "all",
  system: "all",
  messages: { blocks: 0 },
};

function sharingOf(options: {
  readonly measured: MeasuredExchange;
  /** Index of the exchange in its run. */
  readonly index: number;
  readonly rule: SharedRule;
  /** That of the exchange before it. */
  readonly previous: Sharing | undefined;
}): Sharing {
  const { measured, index: exchange, rule, previous } = options;
  const drawn = new Set<string>();
  const draws: Draw[] = [];
  const origins: Origin[] = [];
  const seen: Record<Level, { blocks: number; tokens: number }> = {
    tools: { blocks: 0, tokens: 0 },
    system: { blocks: 0, tokens: 0 },
    messages: { blocks: 0, tokens: 0 },
  };
  let valueCount = 1n;
  let sharedBlocks: number | null = null;
  for (const [index, block] of measured.prompt.blocks.entries()) {
    const level = seen[block.level];
    level.blocks += 1;
    level.tokens += measured.count.blocks[index] ?? 0;
    const share = rule[block.level] ?? defaultShares[block.level];
    if (!isWithin(share, level) || block.placeholders.some(isPrivate)) sharedBlocks ??= index;
    const perRequest = block.placeholders.filter(
      (placeholder) => changesOf(placeholder) === "request",
    );
    if (perRequest.length > 0) {
      const inherited = previous?.origins.findLast((origin) => origin.block === index)?.exchange;
      const isNew = perRequest.some((placeholder) => isFilledAnew(block, placeholder));
      origins.push({ block: index, exchange: isNew ? exchange : (inherited ?? exchange) });
    }
    if (sharedBlocks !== null) continue;
    for (const placeholder of block.placeholders) {
      const changes = changesOf(placeholder);
      if (typeof changes !== "number" || changes <= 1 || drawn.has(placeholder.name)) continue;
      drawn.add(placeholder.name);
      valueCount *= BigInt(changes);
      draws.push({ block: index, valueCount });
    }
  }
  return { sharedBlocks: sharedBlocks ?? measured.prompt.blocks.length, draws, origins };
}

function isWithin(
  share: SharedShare,
  seen: { readonly blocks: number; readonly tokens: number },
): boolean {
  if (share === "all") return true;
  return "blocks" in share ? seen.blocks <= share.blocks : seen.tokens <= share.tokens;
}

function isPrivate(placeholder: Placeholder): boolean {
  const changes = changesOf(placeholder);
  return changes === "request" || changes === "run";
}

function changesOf(placeholder: Placeholder): Placeholder["changes"] {
  return placeholder.undeclared ? "request" : placeholder.changes;
}

/**
 * In messages, what a request inherits from the one before is the same bytes; a system prompt or a
 * tool is filled anew for each request.
 */
function isFilledAnew(block: Block, placeholder: Placeholder): boolean {
  return block.level !== "messages" || !placeholder.inherited;
}

/** Of how many equally likely prefixes the one up to and including a block is one. */
export function valueCountAt(sharing: Sharing, block: number): bigint {
  return sharing.draws.findLast((draw) => draw.block <= block)?.valueCount ?? 1n;
}

/**
 * What tells the prefix up to and including a block from every other that its run can hold: its
 * bytes, and for each block that changes with the request the exchange that sent it first.
 */
export function identify(measured: MeasuredExchange, sharing: Sharing, block: number): string {
  const prefix = String(measured.prompt.blocks[block]?.prefix ?? -1);
  const origins = sharing.origins
    .filter((origin) => origin.block <= block)
    .map((origin) => origin.exchange);
  return origins.length === 0 ? prefix : `${prefix}@${origins.join(".")}`;
}
