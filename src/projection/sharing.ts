import type { SharedRule, SharedShare } from "../config/config.ts";
import type { Placeholder } from "../fixture/fixture.ts";
import type { Block, Level } from "../prompt/prompt.ts";
import type { MeasuredExchange, MeasuredRun } from "./projection.ts";

/** Who can read what of one exchange's prompt (DESIGN.md, "Shared or private"). */
export interface Sharing {
  /** The blocks before this index are shared with other runs; all from it on are private. */
  readonly sharedBlocks: number;
  /** Places from which on a prefix is one of `values` equally likely ones, ascending. */
  readonly draws: readonly Draw[];
  /**
   * Places from which on only the exchanges that carry the same request's bytes can read,
   * ascending.
   */
  readonly owners: readonly Owner[];
}

export interface Draw {
  readonly block: number;
  readonly values: bigint;
}

export interface Owner {
  readonly block: number;
  /** Index of the exchange in its run that brought the bytes. */
  readonly exchange: number;
}

const byDefault: Readonly<Record<Level, SharedShare>> = {
  tools: "all",
  system: "all",
  messages: { blocks: 0 },
};

interface Reading {
  readonly measured: MeasuredExchange;
  readonly place: number;
  readonly rule: SharedRule;
  readonly before: Sharing | undefined;
}

/**
 * Reads a run's exchanges in order. Blocks of tools and system are shared, from the first message
 * on they are private, unless `traffic.shared` says otherwise for a level; from the first block on
 * that changes with each run or request all are private whatever it says, for it speaks of
 * recordings and not of what is known to change.
 */
export function readSharing(run: MeasuredRun, rule: SharedRule): readonly Sharing[] {
  const read: Sharing[] = [];
  for (const [place, measured] of run.exchanges.entries())
    read.push(readOne({ measured, place, rule, before: read.at(-1) }));
  return read;
}

function readOne({ measured, place, rule, before }: Reading): Sharing {
  const { blocks } = measured.prompt;
  const names = new Set<string>();
  const draws: Draw[] = [];
  const owners: Owner[] = [];
  const seen: Record<Level, { blocks: number; tokens: number }> = {
    tools: { blocks: 0, tokens: 0 },
    system: { blocks: 0, tokens: 0 },
    messages: { blocks: 0, tokens: 0 },
  };
  let values = 1n;
  let sharedBlocks: number | null = null;
  for (const [index, block] of blocks.entries()) {
    const level = seen[block.level];
    level.blocks += 1;
    level.tokens += measured.count.blocks[index] ?? 0;
    if (!within(rule[block.level] ?? byDefault[block.level], level.blocks, level.tokens))
      sharedBlocks ??= index;
    const changing = block.placeholders.filter(
      (placeholder) => changesOf(placeholder) === "request",
    );
    if (changing.length > 0) {
      const inherited = before?.owners.findLast((owner) => owner.block === index)?.exchange;
      owners.push({
        block: index,
        exchange: changing.some((placeholder) => isNew(block, placeholder))
          ? place
          : (inherited ?? place),
      });
    }
    if (
      block.placeholders.some((placeholder) =>
        ["request", "run"].includes(String(changesOf(placeholder))),
      )
    )
      sharedBlocks ??= index;
    if (sharedBlocks !== null) continue;
    for (const placeholder of block.placeholders) {
      const changes = changesOf(placeholder);
      if (typeof changes !== "number" || changes <= 1 || names.has(placeholder.name)) continue;
      names.add(placeholder.name);
      values *= BigInt(changes);
      draws.push({ block: index, values });
    }
  }
  return { sharedBlocks: sharedBlocks ?? blocks.length, draws, owners };
}

function within(share: SharedShare, blocks: number, tokens: number): boolean {
  if (share === "all") return true;
  return "blocks" in share ? blocks <= share.blocks : tokens <= share.tokens;
}

function changesOf(placeholder: Placeholder): Placeholder["changes"] {
  return placeholder.undeclared ? "request" : placeholder.changes;
}

/**
 * In messages an inherited fill is the same bytes as before; a system prompt or a tool is filled
 * anew for each request.
 */
function isNew(block: Block, placeholder: Placeholder): boolean {
  return block.level !== "messages" || !placeholder.inherited;
}

/** How many equally likely prefixes the one up to and including a block is one of. */
export function valuesAt(sharing: Sharing, block: number): bigint {
  return sharing.draws.findLast((draw) => draw.block <= block)?.values ?? 1n;
}

/**
 * What tells a prefix from every other that its run could hold: the bytes, and for a request's own
 * the exchange that brought them.
 */
export function identify(measured: MeasuredExchange, sharing: Sharing, block: number): string {
  const prefix = String(measured.prompt.blocks[block]?.prefix ?? -1);
  const owners = sharing.owners
    .filter((owner) => owner.block <= block)
    .map((owner) => owner.exchange);
  return owners.length === 0 ? prefix : `${prefix}@${owners.join(".")}`;
}
