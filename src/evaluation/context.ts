import type { Config } from "../config/config.ts";
import type { KnownConfigs } from "../config/load.ts";
import type { Day } from "../day.ts";
import type { Digest } from "../digest.ts";
import { createLoadCache, type LoadCache } from "../fixture/load-cache.ts";
import { createPriceBook } from "../models/price-book.ts";
import type { PriceBook } from "../models/rates.ts";
import { createMeasurer, type Measurer } from "../projection/measure.ts";
import { createBlockTable, type BlockTable } from "../prompt/block-table.ts";
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
  readonly loadCache: LoadCache;
  readonly knownConfigs: KnownConfigs;
}

/**
 * A context with nothing read or counted yet. `holdsTexts`: false for one that outlives what is
 * measured with it, as when requests are sent one after the other; it is a little slower.
 */
export function createEvaluationContext(
  context: CommandContext,
  { holdsTexts }: { readonly holdsTexts: boolean } = { holdsTexts: true },
): EvaluationContext {
  const table = createBlockTable({
    asOf: context.asOf,
    digest: holdsTexts ? null : context.digest,
  });
  return {
    ...context,
    table,
    measurer: createMeasurer({ ...context, table }),
    loadCache: createLoadCache(),
    knownConfigs: new Map(),
  };
}

/**
 * The price book of a command, with the config's own prices on top. A comparison opens the head's
 * for both sides, so that no price change is charged to anybody.
 */
export function openBook(config: Config): PriceBook {
  return createPriceBook(config.prices);
}
