/** What the simulated cache does with recorded requests, against what their usage says. */
import { outcomeOf } from "../../src/billing/cache/split.ts";
import type { SimulatedExchange } from "../../src/commands/simulate/json.ts";
import { simulateExchanges } from "../../src/commands/simulate/simulate.ts";
import { readExchangeFiles } from "../../src/fixture/files/exchanges.ts";
import type { FileExchange } from "../../src/fixture/fixture.ts";
import { withCounter } from "../../src/io/context.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { completedByApi } from "../../src/api/completed-input.ts";
import { digest } from "../../src/io/hash.ts";
import { exchangeFolders, openFolder } from "./corpus.ts";
import { measureDrySplit, type DrySplit } from "./dry-split.ts";

export interface CachingFigures {
  readonly name: string;
  readonly n: number;
  /** Of them, those that read what no request of their recording wrote: the read is taken from it. */
  readonly believed: number;
  /** Share whose outcome (hit, partial, write, none) is the recorded one. */
  readonly outcome: number;
  /**
   * Share whose read and written tokens are the recorded ones, and share where both are within 1 %.
   */
  readonly exact: number;
  readonly withinPercent: number;
}

export interface Caching {
  readonly rows: readonly CachingFigures[];
  /** Rows of traces without bodies for which the machine reads nothing; `read`: those that did. */
  readonly withoutRead: { readonly n: number; readonly read: number };
  readonly dry: DrySplit;
}

interface Simulated {
  readonly exchanges: readonly SimulatedExchange[];
  readonly runs: ReadonlyMap<string, string>;
  /**
   * Exchanges whose prompt grew on the server while it answered: what was sent there nobody
   * recorded.
   */
  readonly served: ReadonlySet<string>;
}

/**
 * Rows for recordings with cache activity, for the trace with whole bodies, and for traces without,
 * those for which the machine reads and all of them.
 */
export async function measureCaching(corpus: string): Promise<Caching> {
  const { exchanges, runs, served } = await simulate(exchangeFolders(corpus));
  const isCached = ({ recorded }: SimulatedExchange): boolean =>
    recorded !== null && outcomeOf(recorded) !== "none";
  const runOf = ({ id }: SimulatedExchange): string => runs.get(id) ?? "";
  const cached = new Set(exchanges.filter(isCached).map(runOf));
  const recorded = exchanges.filter(
    (exchange) => cached.has(runOf(exchange)) && exchange.recorded !== null,
  );
  const whole = recorded.filter((exchange) => !served.has(exchange.id));
  const traces = (await simulate([`${corpus}/traces`])).exchanges.filter(
    (exchange) => exchange.recorded !== null,
  );
  const bodiless = traces.filter(({ id }) => !id.startsWith("lemmy"));
  const read = bodiless.filter(({ predicted }) => predicted.cacheRead > 0);
  const withoutRead = bodiless.filter(({ predicted }) => predicted.cacheRead === 0);
  return {
    rows: [
      figuresOf("recordings with cache activity", recorded),
      figuresOf("of these, without tools of the server", whole),
      figuresOf(
        "trace with whole bodies",
        traces.filter(({ id }) => id.startsWith("lemmy")),
      ),
      figuresOf("traces without bodies, where the machine reads", read),
      figuresOf("traces without bodies, all", bodiless),
    ],
    withoutRead: {
      n: withoutRead.length,
      read: withoutRead.filter(({ recorded: truth }) => (truth?.cacheRead ?? 0) > 0).length,
    },
    dry: await measureDrySplit(corpus),
  };
}

function simulate(folders: readonly string[]): Promise<Simulated> {
  return withCounter((counter) => {
    const runs = new Map<string, string>();
    const served = new Set<string>();
    function* read(): Generator<FileExchange> {
      for (const exchange of readExchangeFiles({
        files: folders.flatMap(openFolder),
        tree: null,
        digest,
        report: () => undefined,
      })) {
        const { id, place, request } = exchange.exchange;
        if (completedByApi(request.body).length > 0) served.add(id);
        runs.set(id, `${place.file ?? ""}#${exchange.run}`);
        yield exchange;
      }
    }
    return {
      exchanges: simulateExchanges({ exchanges: read(), counter, table: createBlockTable() })
        .exchanges,
      runs,
      served,
    };
  });
}

function figuresOf(name: string, exchanges: readonly SimulatedExchange[]): CachingFigures {
  const share = (
    agrees: (
      predicted: SimulatedExchange["predicted"],
      recorded: SimulatedExchange["predicted"],
    ) => boolean,
  ): number =>
    exchanges.length === 0
      ? 0
      : exchanges.filter(
          ({ predicted, recorded }) => recorded !== null && agrees(predicted, recorded),
        ).length / exchanges.length;
  return {
    name,
    n: exchanges.length,
    believed: exchanges.filter(({ cachedBefore }) => cachedBefore).length,
    outcome: share((predicted, recorded) => outcomeOf(predicted) === outcomeOf(recorded)),
    exact: share(
      (predicted, recorded) =>
        predicted.cacheRead === recorded.cacheRead &&
        predicted.cacheWrite5m === recorded.cacheWrite5m &&
        predicted.cacheWrite1h === recorded.cacheWrite1h,
    ),
    withinPercent: share(
      (predicted, recorded) =>
        isNear(predicted.cacheRead, recorded.cacheRead) &&
        isNear(writtenOf(predicted), writtenOf(recorded)),
    ),
  };
}

function writtenOf(ledger: SimulatedExchange["predicted"]): number {
  return ledger.cacheWrite5m + ledger.cacheWrite1h;
}

function isNear(predicted: number, recorded: number): boolean {
  return Math.abs(predicted - recorded) <= recorded / 100;
}
