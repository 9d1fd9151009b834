import type { Ttl } from "../../api/cache-control.ts";
import type { Day } from "../../day.ts";
import type { PriceBook } from "../../models/rates.ts";
import { formatRatio, formatUsd } from "../../money.ts";
import { uniqueBy } from "../../order.ts";
import type { CostAgainstTraffic, CurveVariant } from "../../projection/break-even/break-even.ts";
import { readsToPay } from "../../projection/break-even/reads-to-pay.ts";
import type { MeasuredScenario } from "../../projection/projection.ts";
import { reportBreakEven } from "../../report/alternatives.ts";

/** The traffic that is shown, runs an hour: few, since each may have to be simulated. */
const shownRates = [0.1, 1, 10, 100, 1_000];

const ttls: readonly Ttl[] = ["5m", "1h"];

/** What a scenario would cost at other traffic, and what a cache write must earn. */
export interface ExplainedTraffic {
  /** USD of one run; a variant that cannot be had is missing. All else is as it is. */
  readonly curve: readonly {
    readonly runsPerHour: string;
    readonly usdPerRun: Readonly<Partial<Record<CurveVariant, string>>>;
  }[];
  /** As in a report. */
  readonly breakEven: readonly ReturnType<typeof reportBreakEven>[];
  /** After how many reads a write has paid: (write − input) / (input − read), by the rates. */
  readonly readsToPay: readonly {
    readonly model: string;
    readonly ttl: Ttl;
    /** To four places. */
    readonly reads: string;
    /** The least whole number that is enough. */
    readonly whole: number;
  }[];
}

/** How the cost depends on traffic, as tables. */
export function explainTraffic(
  { curveAt, points }: CostAgainstTraffic,
  options: {
    readonly measured: MeasuredScenario;
    readonly book: PriceBook;
    readonly asOf: Day;
  },
): ExplainedTraffic {
  const exchanges = options.measured.runs.flatMap((run) => run.exchanges);
  const models = uniqueBy(
    exchanges.map(({ prompt }) => prompt.model),
    (model) => model,
  );
  return {
    curve: curveAt(shownRates).map(({ runsPerHour, usdPerRun }) => ({
      runsPerHour: formatRatio(runsPerHour, 1),
      usdPerRun: Object.fromEntries(
        Object.entries(usdPerRun).map(([name, usd]) => [name, formatUsd(usd)]),
      ),
    })),
    breakEven: points.map(reportBreakEven),
    readsToPay: models.flatMap((model) =>
      ttls.flatMap((ttl) => {
        const found = readsToPay(ttl, { ...options, model });
        return found === null
          ? []
          : [{ model, ttl, reads: formatRatio(found.reads, 4), whole: found.whole }];
      }),
    ),
  };
}
