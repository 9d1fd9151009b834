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
import { openFolder } from "./corpus.ts";

export interface CachingFigures {
  readonly name: string;
  readonly n: number;
  /** Share whose outcome (hit, partial, write, none) is the recorded one. */
  readonly outcome: number;
  /**
   * Share whose read and written tokens are the recorded ones, and share where both are within 1 %.
   */
  readonly exact: number;
  readonly withinPercent: number;
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
 * One row for recordings with cache activity, one for the trace with whole bodies, one for traces
 * without.
 */
export async function measureCaching(corpus: string): Promise<readonly CachingFigures[]> {
  const { exchanges, runs, served } = await simulate(`${corpus}/exchanges`);
  const isCached = ({ recorded }: SimulatedExchange): boolean =>
    recorded !== null && outcomeOf(recorded) !== "none";
  const runOf = ({ id }: SimulatedExchange): string => runs.get(id) ?? "";
  const cached = new Set(exchanges.filter(isCached).map(runOf));
  const recorded = exchanges.filter(
    (exchange) => cached.has(runOf(exchange)) && exchange.recorded !== null,
  );
  const whole = recorded.filter((exchange) => !served.has(exchange.id));
  const traces = (await simulate(`${corpus}/traces`)).exchanges.filter(
    (exchange) => exchange.recorded !== null,
  );
  return [
    figuresOf("recordings with cache activity", recorded),
    figuresOf("of these, without tools of the server", whole),
    figuresOf(
      "trace with whole bodies",
      traces.filter((exchange) => exchange.id.startsWith("lemmy")),
    ),
    figuresOf(
      "traces without bodies, where the machine reads",
      traces.filter(
        (exchange) => !exchange.id.startsWith("lemmy") && exchange.predicted.cacheRead > 0,
      ),
    ),
  ];
}

function simulate(folder: string): Promise<Simulated> {
  return withCounter((counter) => {
    const runs = new Map<string, string>();
    const served = new Set<string>();
    function* read(): Generator<FileExchange> {
      for (const exchange of readExchangeFiles({
        files: openFolder(folder),
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
    outcome: share((predicted, recorded) => outcomeOf(predicted) === outcomeOf(recorded)),
    exact: share(
      (predicted, recorded) =>
        predicted.cacheRead === recorded.cacheRead && writtenOf(predicted) === writtenOf(recorded),
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
