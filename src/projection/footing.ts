import type { Breakpoint } from "../prompt/prompt.ts";
import { ttlMs } from "../prompt/prompt.ts";
import type { Count } from "../tokens/count.ts";
import { identify, readSharing, type Sharing, valuesAt } from "./sharing.ts";
import type { MeasuredExchange, MeasuredRun, MeasuredScenario } from "./projection.ts";

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
  readonly ttl: Breakpoint["ttl"];
  readonly ttlMs: number;
}

/** One exchange as the cache meets it. Tokens are those of one bound. */
export interface Footing {
  readonly measured: MeasuredExchange;
  readonly offset: number;
  /** Tokens of the prefix up to and including each block. */
  readonly upTo: readonly number[];
  readonly total: number;
  readonly output: number;
  /** In render order. */
  readonly marks: readonly Mark[];
  /** Every place the lookback sees, deepest first. */
  readonly depths: readonly Depth[];
}

export interface RunFooting {
  readonly run: MeasuredRun;
  readonly exchanges: readonly Footing[];
}

/** From a breakpoint, itself included, so many positions are looked at (caching-rules.md §4). */
const lookback = 20;

/** Tokens up to each block; at another bound than the total they grow or shrink in proportion, whole tokens, adding up to the bound. */
const cumulate = (count: Count, bound: Bound): readonly number[] => {
  const target = count[bound];
  let sum = 0;
  return count.blocks.map((tokens) => {
    sum += tokens;
    return target === count.total || count.total === 0 ? sum : Math.floor((sum * target) / count.total);
  });
};

const lookFrom = (measured: MeasuredExchange, marks: readonly number[]): readonly number[] => {
  const { blocks } = measured.prompt;
  const seen = new Set<number>();
  for (const mark of marks) {
    const first = (blocks[mark]?.position ?? 0) - lookback + 1;
    for (let index = mark; index >= 0 && (blocks[index]?.position ?? -1) >= first; index -= 1) seen.add(index);
  }
  return [...seen].sort((a, b) => b - a);
};

interface Ground {
  readonly measured: MeasuredExchange;
  readonly sharing: Sharing;
  readonly bound: Bound;
  readonly minimum: number;
}

const stand = ({ measured, sharing, bound, minimum }: Ground): Footing => {
  const upTo = cumulate(measured.count, bound);
  const depth = (block: number): Depth => ({
    block,
    identity: identify(measured, sharing, block),
    shared: block < sharing.sharedBlocks,
    values: valuesAt(sharing, block),
  });
  const effective = measured.prompt.breakpoints.filter((mark) => (upTo[mark.block] ?? 0) >= minimum);
  const seen = lookFrom(
    measured,
    effective.map((mark) => mark.block),
  );
  return {
    measured,
    offset: measured.exchange.offsetMs,
    upTo,
    total: measured.count[bound],
    output: bound === "total" ? measured.output.tokens : measured.output[bound],
    marks: effective.map((mark) => ({ ...depth(mark.block), ttl: mark.ttl, ttlMs: ttlMs[mark.ttl] })),
    depths: seen.map(depth),
  };
};

/**
 * Sets a scenario's exchanges on one bound of their counts. `minimumOf` gives the least tokens a cached prefix of a model has;
 * below it a breakpoint does nothing (caching-rules.md §5).
 */
export const standOn = (scenario: MeasuredScenario, bound: Bound, minimumOf: (model: string) => number): readonly RunFooting[] =>
  scenario.runs.map((run) => {
    const sharings = readSharing(run, scenario.traffic?.shared ?? scenario.shared);
    return {
      run,
      exchanges: run.exchanges.flatMap((measured, index) => {
        const sharing = sharings[index];
        return sharing === undefined ? [] : [stand({ measured, sharing, bound, minimum: minimumOf(measured.prompt.model) })];
      }),
    };
  });
