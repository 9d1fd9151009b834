import { sameTraffic } from "../config/traffic.ts";
import type { Config, Traffic } from "../config/config.ts";
import type { KnownConfigs } from "../config/load.ts";
import type { Estimator, Side } from "./side.ts";
import type { Day, Digest } from "../digest.ts";
import { createLoadCache, type LoadCache } from "../fixture/load-cache.ts";
import type { PriceOverride, PriceBook } from "../models/rates.ts";
import { createPriceBook } from "../models/price-book.ts";
import { createMeasurer, type Measurer } from "../projection/measure.ts";
import { project } from "../projection/project.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";
import { createBlockTable, type BlockTable } from "../prompt/blocks.ts";
import type { Counter } from "../tokens/count.ts";

/** What a command is given from outside. */
export interface CommandContext {
  readonly digest: Digest;
  readonly counter: Counter;
  /** The clock, read once. */
  readonly asOf: Day;
  /** `--dry`: input is counted as if nothing were recorded. */
  readonly dry: boolean;
}

/** What one command works with on both sides: equal things are read, counted and projected once. */
export interface EvaluationContext extends CommandContext {
  readonly table: BlockTable;
  readonly measurer: Measurer;
  readonly cache: LoadCache;
  readonly configs: KnownConfigs;
}

export function createEvaluationContext(context: CommandContext): EvaluationContext {
  const table = createBlockTable();
  return {
    ...context,
    table,
    measurer: createMeasurer({ counter: context.counter, table, dry: context.dry }),
    cache: createLoadCache(),
    configs: new Map(),
  };
}

/**
 * The book both sides are priced from: the head's overrides hold for main too, so that no price
 * change is charged to anybody.
 */
export function openBook(config: Config | null): PriceBook {
  return createPriceBook(config === null ? [] : overridesOf(config));
}

function overridesOf(config: Config): readonly PriceOverride[] {
  return config.prices;
}

/** The other scenarios with traffic that share a scenario's cache. */
export function neighboursOf(
  id: string,
  sides: readonly Pick<Side, "scenario" | "measured">[],
): readonly MeasuredScenario[] {
  const group =
    sides.find((side) => side.scenario.config.id === id)?.scenario.config.cacheGroup ?? null;
  if (group === null) return [];
  return sides.flatMap(({ scenario, measured }) =>
    scenario.config.id !== id && scenario.config.cacheGroup === group && measured.traffic !== null
      ? [measured]
      : [],
  );
}

/**
 * What `compare/` asks: pairs by one kind of witness, requests in between by the same, projections
 * amid either side's neighbours.
 */
export function createEstimator(options: {
  readonly context: EvaluationContext;
  readonly book: PriceBook;
  readonly head: readonly Side[];
  readonly base: readonly Side[];
}): Estimator {
  const { context, book, head, base } = options;
  const { measurer } = context;
  // What stands beside a delta is no doing of its requests, and neither is a neighbour's traffic.
  const loaded = base.map((side) => {
    const now = head.find(
      ({ scenario }) => scenario.config.id === side.scenario.config.id,
    )?.measured;
    return now === undefined
      ? side
      : { ...side, measured: { ...side.measured, traffic: now.traffic, shared: now.shared } };
  });
  const trafficOf = (sides: readonly Side[], id: string): readonly (Traffic | null)[] =>
    neighboursOf(id, sides).map(({ traffic }) => traffic);
  return {
    neighboursMoved: (id) => {
      const [before, now] = [trafficOf(base, id), trafficOf(loaded, id)];
      return (
        before.length !== now.length ||
        before.some((traffic, at) => !sameTraffic(traffic, now[at] ?? null))
      );
    },
    measurePair: (pair) => {
      const evidence = measurer.pairEvidence(pair);
      return {
        head: measurer.exchange(pair.head, { output: null, evidence, other: pair.base }),
        base: measurer.exchange(pair.base, { output: null, evidence }),
      };
    },
    measureCounterfactual: (counterfactual, pair) =>
      measurer.exchange(counterfactual, { output: null, evidence: measurer.pairEvidence(pair) }),
    project: (scenario, neighbours): Projection =>
      project({
        scenario,
        population: neighboursOf(scenario.id, neighbours === "head" ? head : loaded),
        book,
        asOf: context.asOf,
      }),
    rates: book.rates,
  };
}
