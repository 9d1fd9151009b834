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
  for (const [index, measured] of run.exchanges.entries()) {
    const changing = changingBlocks(measured.prompt.blocks);
    const within = isPlain(rule) ? changing.firstMessage : blocksWithin(measured, rule);
    const sharedBlocks = Math.min(changing.firstPrivate, within);
    sharings.push({
      sharedBlocks,
      draws:
        changing.draws.length === 0
          ? changing.draws
          : changing.draws.filter((draw) => draw.block < sharedBlocks),
      origins:
        changing.perRequest.length === 0
          ? noOrigins
          : changing.perRequest.map(({ block, isNew }) => {
              const inherited = isNew
                ? undefined
                : sharings.at(-1)?.origins.findLast((origin) => origin.block === block);
              return { block, exchange: inherited?.exchange ?? index };
            }),
    });
  }
  return sharings;
}

const noOrigins: readonly Origin[] = [];

/** What of a prompt's blocks changes, whatever a rule says. */
interface ChangingBlocks {
  /** The first that changes with each run or request; their number where none does. */
  readonly firstPrivate: number;
  /** As if all blocks were shared. */
  readonly draws: readonly Draw[];
  /** Those that change with each request. `isNew`: also against the request before. */
  readonly perRequest: readonly { readonly block: number; readonly isNew: boolean }[];
  readonly firstMessage: number;
}

function changingBlocks(blocks: readonly Block[]): ChangingBlocks {
  const drawn = new Set<string>();
  const draws: Draw[] = [];
  const perRequest: { block: number; isNew: boolean }[] = [];
  let firstPrivate = blocks.length;
  let firstMessage = blocks.length;
  let valueCount = 1n;
  let index = -1;
  for (const block of blocks) {
    index += 1;
    const { placeholders } = block;
    if (firstMessage > index && block.level === "messages") firstMessage = index;
    if (placeholders.length === 0) continue;
    if (placeholders.some(isPrivate)) firstPrivate = Math.min(firstPrivate, index);
    const filled = placeholders.filter((placeholder) => changesOf(placeholder) === "request");
    if (filled.length > 0)
      perRequest.push({
        block: index,
        isNew: filled.some((placeholder) => isFilledAnew(block, placeholder)),
      });
    for (const placeholder of placeholders) {
      const changes = changesOf(placeholder);
      if (typeof changes !== "number" || changes <= 1 || drawn.has(placeholder.name)) continue;
      drawn.add(placeholder.name);
      valueCount *= BigInt(changes);
      draws.push({ block: index, valueCount });
    }
  }
  return { firstPrivate, draws, perRequest, firstMessage };
}

const defaultShares: Readonly<Record<Level, SharedShare>> = {
  tools: "all",
  system: "all",
  messages: { blocks: 0 },
};

/** Whether a rule leaves all levels to their defaults. */
function isPlain({ tools, system, messages }: SharedRule): boolean {
  return tools === undefined && system === undefined && messages === undefined;
}

/** How many blocks a rule lets be shared, from the first on. */
function blocksWithin({ prompt, count }: MeasuredExchange, rule: SharedRule): number {
  const { blocks } = prompt;
  const seen: Record<Level, { blocks: number; tokens: number }> = {
    tools: { blocks: 0, tokens: 0 },
    system: { blocks: 0, tokens: 0 },
    messages: { blocks: 0, tokens: 0 },
  };
  const first = blocks.findIndex((block, index) => {
    const level = seen[block.level];
    level.blocks += 1;
    level.tokens += count.blocks[index] ?? 0;
    return !isWithin(rule[block.level] ?? defaultShares[block.level], level);
  });
  return first < 0 ? blocks.length : first;
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
 * bytes, and for each block that changes with the request the exchange that sent it first. A shared
 * prefix holds no such block, so its number is that of its bytes, 0 or more, wherever it is sent;
 * `numberOf` gives the others of a run numbers of their own, below 0.
 */
export function identify(
  measured: MeasuredExchange,
  sharing: Sharing,
  { block, numberOf }: { readonly block: number; readonly numberOf: (name: string) => number },
): number {
  const prefix = measured.prompt.blocks[block]?.prefix ?? -1;
  const origins = sharing.origins.filter((origin) => origin.block <= block);
  return origins.length === 0
    ? prefix
    : -2 - numberOf(`${prefix}@${origins.map((origin) => origin.exchange).join(".")}`);
}
