import type {
  MeasuredExchange,
  MeasuredScenario,
  Projection,
} from "../../projection/projection.ts";
import { blockCosts } from "../../projection/block-costs.ts";
import type { Block } from "../../prompt/prompt.ts";
import type { AdviceContext } from "../advice.ts";

/** A block of a scenario's prompts, wherever it stands in them: equal bytes are one. */
export interface BlockTotal {
  readonly block: Block;
  /** The first exchange that sends it. */
  readonly measured: MeasuredExchange;
  /** Tokens where it stands first. */
  readonly tokens: number;
  /** Pico-dollars a run over the scenario's mix, all its places together. */
  readonly cost: number;
}

const known = new WeakMap<Projection, ReadonlyMap<number, BlockTotal>>();

/** What the scenario pays for each of its blocks, by the block's key. Worked out once a projection. */
export function blockTotals({
  measured,
  projection,
  book,
}: Pick<AdviceContext, "measured" | "projection" | "book">): ReadonlyMap<number, BlockTotal> {
  const before = known.get(projection);
  if (before !== undefined) return before;
  const totals = new Map<number, BlockTotal>();
  const { divisor, exchanges } = blockCosts(measured, projection, book);
  for (const exchange of exchanges) {
    const { prompt, count } = exchange.measured;
    for (const [index, block] of prompt.blocks.entries()) {
      const cost = Number(exchange.blocks[index] ?? 0n) / Number(divisor);
      const total = totals.get(block.key);
      totals.set(
        block.key,
        total === undefined
          ? { block, measured: exchange.measured, tokens: count.blocks[index] ?? 0, cost }
          : { ...total, cost: total.cost + cost },
      );
    }
  }
  known.set(projection, totals);
  return totals;
}

/** A block, and the first exchange that sends it. */
export type FirstBlock = Pick<BlockTotal, "block" | "measured">;

const knownBlocks = new WeakMap<MeasuredScenario, readonly FirstBlock[]>();

/** The different blocks of a scenario's prompts, without what they cost: that takes longer. */
export function differentBlocks(scenario: MeasuredScenario): readonly FirstBlock[] {
  const before = knownBlocks.get(scenario);
  if (before !== undefined) return before;
  const blocks = new Map<number, FirstBlock>();
  for (const { exchanges } of scenario.runs)
    for (const measured of exchanges)
      for (const block of measured.prompt.blocks)
        if (!blocks.has(block.key)) blocks.set(block.key, { block, measured });
  const found = [...blocks.values()];
  knownBlocks.set(scenario, found);
  return found;
}

/** What some blocks cost together, pico-dollars a run. */
export function costOfBlocks(
  blocks: readonly FirstBlock[],
  context: Pick<AdviceContext, "measured" | "projection" | "book">,
): number {
  const totals = blocks.length === 0 ? null : blockTotals(context);
  return blocks.reduce((sum, { block }) => sum + (totals?.get(block.key)?.cost ?? 0), 0);
}

/** Below this share of a scenario's cost nothing is looked at more closely. */
const leastShare = 0.01;

/** Whether so much a run, pico-dollars, is enough of a scenario's cost to be worth anybody's time. */
export function isWorth(cost: number, projection: Projection, share = leastShare): boolean {
  return cost > 0 && cost >= Number(projection.usdPerRun) * share;
}
