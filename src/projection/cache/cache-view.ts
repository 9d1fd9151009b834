import { ttlMs, type Ttl } from "../../api/cache-control.ts";
import {
  effectiveBreakpoints,
  layOut,
  lookupOrder,
  type CacheLayout,
} from "../../billing/cache/layout.ts";
import { minimumOf } from "../../models/cache-minimum.ts";
import type { Count } from "../../tokens/count.ts";
import type { MeasuredExchange, MeasuredRun, MeasuredScenario } from "../projection.ts";
import { identify, readSharing, valueCountAt, type Sharing } from "./sharing.ts";

/**
 * Which figure of every count is used: the count itself, or the low or high end of its interval.
 */
export type CountBound = "total" | "low" | "high";

/** One exchange as the prompt cache sees it. Tokens are those of one bound. */
export interface CacheView {
  readonly measured: MeasuredExchange;
  /** When it starts, from the start of its run. */
  readonly offsetMs: number;
  readonly layout: CacheLayout;
  /** Tokens of the prompt. */
  readonly total: number;
  /** Tokens of the answer. */
  readonly output: number;
  /** The prefixes at its breakpoints, in render order: what it writes or keeps alive. */
  readonly marked: readonly MarkedPrefix[];
  /** Every prefix its lookup tries, deepest first: what it may read. */
  readonly lookups: readonly Prefix[];
}

/** The blocks of a prompt up to one of them, as something that a cache may hold. */
export interface Prefix {
  /** Index of its last block. */
  readonly block: number;
  /**
   * Tells it from the other prefixes of its run. Of a shared prefix: equal wherever any run sends
   * the same.
   */
  readonly identity: string;
  /** Whether other runs can send it too (DESIGN.md, "Shared or private"). */
  readonly shared: boolean;
  /** Of how many equally likely prefixes it is one: a block of it may hold one of n values. */
  readonly valueCount: bigint;
}

/** A prefix at a breakpoint that counts: one of at least the model's minimum. */
export interface MarkedPrefix extends Prefix {
  readonly ttl: Ttl;
  readonly ttlMs: number;
}

/** A run as the cache sees it: its exchanges in order. */
export interface RunCacheView {
  readonly run: MeasuredRun;
  readonly exchanges: readonly CacheView[];
}

/** How the cache sees the exchanges of a scenario, run by run, with every count at one bound. */
export function viewScenario(
  scenario: MeasuredScenario,
  bound: CountBound,
): readonly RunCacheView[] {
  return scenario.runs.map((run) => {
    const sharings = readSharing(run, scenario.shared);
    return {
      run,
      exchanges: run.exchanges.flatMap((measured, index) => {
        const sharing = sharings[index];
        return sharing === undefined ? [] : [viewExchange(measured, sharing, bound)];
      }),
    };
  });
}

function viewExchange(measured: MeasuredExchange, sharing: Sharing, bound: CountBound): CacheView {
  const blocks = tokensByBlock(measured.count, bound);
  const tail = Math.min(measured.count.tail, blocks.at(-1) ?? 0);
  const layout = layOut(measured.prompt, { blocks, tail }, minimumOf(measured.prompt.model));
  const prefixUpTo = (block: number): Prefix => ({
    block,
    identity: identify(measured, sharing, block),
    shared: block < sharing.sharedBlocks,
    valueCount: valueCountAt(sharing, block),
  });
  return {
    measured,
    offsetMs: measured.exchange.offsetMs,
    layout,
    total: measured.count[bound],
    output: bound === "total" ? measured.output.tokens : measured.output[bound],
    marked: effectiveBreakpoints(layout).map(({ index, ttl }) => ({
      ...prefixUpTo(index),
      ttl,
      ttlMs: ttlMs[ttl],
    })),
    lookups: lookupOrder(layout).map(prefixUpTo),
  };
}

/**
 * Tokens of each block. At another bound than the total every prefix grows or shrinks in
 * proportion, rounded down, so that the blocks stay whole and add up to the bound.
 */
function tokensByBlock(count: Count, bound: CountBound): readonly number[] {
  const target = count[bound];
  if (target === count.total || count.total === 0) return count.blocks;
  let counted = 0;
  let before = 0;
  return count.blocks.map((tokens) => {
    counted += tokens;
    const upTo = Math.floor((counted * target) / count.total);
    const own = upTo - before;
    before = upTo;
    return own;
  });
}
