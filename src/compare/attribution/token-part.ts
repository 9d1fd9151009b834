import { levels, type Level } from "../../api/request.ts";
import type { Estimator } from "../../evaluation/estimator.ts";
import { addRatio, multiplyRatio, ratio, type Ratio } from "../../money.ts";
import type {
  MeasuredExchange,
  ProjectedExchange,
  Projection,
} from "../../projection/projection.ts";
import { certainty } from "../../traffic/chance.ts";
import type { SteppedExchange } from "../substitution/bridge.ts";

/**
 * A change in tokens of a run and what it costs at the prices paid before, both expected over the
 * mix of fixtures.
 */
interface PricedTokens {
  readonly tokens: Ratio;
  /** Requests of a run whose tokens change, expected. */
  readonly requests: Ratio;
  /** Pico-dollars per run, exact. */
  readonly cost: Ratio;
}

const zero = ratio(0n);

/**
 * The token part of a step at one level: exchange by exchange, the change in tokens times the
 * average price before it.
 */
export function tokenPart(options: {
  readonly level: Level;
  readonly exchanges: readonly SteppedExchange[];
  /** The projection before the step. */
  readonly before: Projection;
  readonly estimator: Estimator;
}): PricedTokens {
  const find = exchangeFinder(options.before);
  let part: PricedTokens = { tokens: zero, requests: zero, cost: zero };
  for (const { run, before, after } of options.exchanges) {
    if (before === null || after === null || before.count.total === after.count.total) continue;
    const old = find(run, before.exchange.index);
    if (old === undefined) continue;
    const tokens = multiplyRatio(old.share, ratio(BigInt(after.count.total - before.count.total)));
    const price = averagePrice({
      exchange: before,
      projected: old,
      level: options.level,
      estimator: options.estimator,
    });
    part = {
      tokens: addRatio(part.tokens, tokens),
      requests: addRatio(part.requests, old.share),
      cost: addRatio(part.cost, multiplyRatio(tokens, price)),
    };
  }
  return part;
}

/** Finds the exchanges of a projection by the id of their run and their index in it. */
export function exchangeFinder({
  exchanges,
}: Projection): (run: string, index: number) => ProjectedExchange | undefined {
  const byPlace = new Map(
    exchanges.map((exchange) => [`${exchange.index} ${exchange.run}`, exchange]),
  );
  return (run, index) => byPlace.get(`${index} ${run}`);
}

/**
 * What a token of a level is expected to cost in one exchange, in pico-dollars: over all the cache
 * may do, what is read, then written for 1h, then for 5m, then plain input (longer lifetimes stand
 * first: caching-rules.md §7).
 */
function averagePrice(options: {
  readonly exchange: MeasuredExchange;
  readonly projected: ProjectedExchange;
  readonly level: Level;
  readonly estimator: Estimator;
}): Ratio {
  const stretch = stretchOf(options.exchange, options.level);
  const rates = options.estimator.rates(options.projected.rate);
  if (rates === null) return zero;
  let cost = 0n;
  for (const outcome of options.projected.outcomes) {
    let from = 0n;
    const classes = [
      [outcome.read, rates.cacheRead],
      [outcome.write1h, rates.cacheWrite1h],
      [outcome.write5m, rates.cacheWrite5m],
      [outcome.input, rates.input],
    ] as const;
    for (const [tokens, rate] of classes) {
      const to = from + BigInt(tokens);
      cost += outcome.chance * overlap(stretch, from, to) * (rate ?? 0n);
      from = to;
    }
  }
  return ratio(cost, certainty * (stretch.to - stretch.from));
}

/**
 * The stretch [from, to) of a prompt's tokens that a level fills; the whole prompt where it is
 * empty.
 */
function stretchOf(exchange: MeasuredExchange, level: Level): { from: bigint; to: bigint } {
  const sums = { tools: 0, system: 0, messages: 0 };
  for (const [index, block] of exchange.prompt.blocks.entries())
    sums[block.level] += exchange.count.blocks[index] ?? 0;
  const before = levels
    .slice(0, levels.indexOf(level))
    .reduce((sum, other) => sum + sums[other], 0);
  return sums[level] > 0
    ? { from: BigInt(before), to: BigInt(before + sums[level]) }
    : { from: 0n, to: BigInt(Math.max(1, exchange.count.total)) };
}

function overlap(a: { from: bigint; to: bigint }, from: bigint, to: bigint): bigint {
  const start = a.from > from ? a.from : from;
  const end = a.to < to ? a.to : to;
  return end > start ? end - start : 0n;
}
