import {
  type CacheLayout,
  effectiveBreakpoints,
  layOut,
  lookupOrder,
} from "../billing/cache/layout.ts";
import { type Ttl, ttlMs } from "../api/cache-control.ts";
import type { Count } from "../tokens/count.ts";
import { minimumOf } from "./minimum.ts";
import type { MeasuredExchange, MeasuredRun, MeasuredScenario } from "./projection.ts";
import { identify, readSharing, type Sharing, valuesAt } from "./sharing.ts";

/** Which end of the counts a projection stands on. */
export type Bound = "total" | "low" | "high";

/** A block up to which the cache may be read, or at which it is written. */
export interface Depth {
  readonly block: number;
  /** Tells its prefix from others of the same run; equal for equal shared prefixes of all runs. */
  readonly identity: string;
  readonly shared: boolean;
  /** How many equally likely prefixes it is one of. */
  readonly values: bigint;
}

/** A breakpoint that is at least the model's minimum. */
export interface Mark extends Depth {
  readonly ttl: Ttl;
  readonly ttlMs: number;
}

/** One exchange as the cache meets it. Tokens are those of one bound. */
export interface CacheView {
  readonly measured: MeasuredExchange;
  /** From the start of the run, milliseconds. */
  readonly offset: number;
  readonly layout: CacheLayout;
  readonly total: number;
  readonly output: number;
  /** In render order. */
  readonly marks: readonly Mark[];
  /** Every place the lookback sees, deepest first. */
  readonly depths: readonly Depth[];
}

export interface RunCacheView {
  readonly run: MeasuredRun;
  readonly exchanges: readonly CacheView[];
}

/** Sets a scenario's exchanges on one bound of their counts. */
export function viewScenario(scenario: MeasuredScenario, bound: Bound): readonly RunCacheView[] {
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

function viewExchange(measured: MeasuredExchange, sharing: Sharing, bound: Bound): CacheView {
  const blocks = tokensAt(measured.count, bound);
  const tail = Math.min(measured.count.tail, blocks.at(-1) ?? 0);
  const layout = layOut(measured.prompt, { blocks, tail }, minimumOf(measured.prompt.model));
  const depth = (block: number): Depth => ({
    block,
    identity: identify(measured, sharing, block),
    shared: block < sharing.sharedBlocks,
    values: valuesAt(sharing, block),
  });
  return {
    measured,
    offset: measured.exchange.offsetMs,
    layout,
    total: measured.count[bound],
    output: bound === "total" ? measured.output.tokens : measured.output[bound],
    marks: effectiveBreakpoints(layout).map(({ index, ttl }) => ({
      ...depth(index),
      ttl,
      ttlMs: ttlMs[ttl],
    })),
    depths: lookupOrder(layout).map(depth),
  };
}

/**
 * Tokens by block; at another bound than the total prefixes grow or shrink in proportion, in whole
 * tokens that add up to the bound.
 */
function tokensAt(count: Count, bound: Bound): readonly number[] {
  const target = count[bound];
  if (target === count.total || count.total === 0) return count.blocks;
  let sum = 0;
  let before = 0;
  return count.blocks.map((tokens) => {
    sum += tokens;
    const upTo = Math.floor((sum * target) / count.total);
    const own = upTo - before;
    before = upTo;
    return own;
  });
}
