/** The figures of a history as lines: of the sum, and of each scenario. */
import type { Pico } from "../../money.ts";
import { perThousandRuns } from "../../report/views/words/costs.ts";
import type { History } from "./history.ts";

/** One figure through all commits, the oldest first; null where there is none. */
export interface Series {
  /** Null: of all scenarios with traffic. */
  readonly scenario: string | null;
  readonly basis: "month" | "run";
  /** Pico-dollars a month, or per 1,000 runs. */
  readonly figures: readonly (Pico | null)[];
}

/**
 * The sum where it is of several, then the scenarios: a month, or per 1,000 runs where a scenario
 * never had traffic.
 */
export function seriesOf({ points, scenarios }: History): readonly Series[] {
  const sum: Series = { scenario: null, basis: "month", figures: points.map(({ month }) => month) };
  const each = scenarios.map((scenario): Series => {
    const found = points.map((point) => point.scenarios.get(scenario) ?? null);
    return found.some((figures) => typeof figures?.month === "bigint")
      ? { scenario, basis: "month", figures: found.map((figures) => figures?.month ?? null) }
      : {
          scenario,
          basis: "run",
          figures: found.map((figures) => (figures === null ? null : perThousandRuns(figures.run))),
        };
  });
  return each.filter(({ basis }) => basis === "month").length > 1 ? [sum, ...each] : each;
}
