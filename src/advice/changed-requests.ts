import type { Request } from "../fixture/fixture.ts";
import type { MeasuredExchange, MeasuredScenario } from "../projection/projection.ts";
import type { AdviceContext } from "./advice.ts";

/**
 * The scenario with other requests, counted as a pull request that changes them is: what a recording
 * showed of the request as it was corrects the count of the changed one, and its answer stays as
 * long. `change` gives null for a request that stays as it is; then nothing of the exchange is
 * counted anew.
 */
export function withChangedRequests(
  { measured, measurer, scenario }: AdviceContext,
  change: (exchange: MeasuredExchange) => Request | null,
): MeasuredScenario {
  const { output } = scenario.config;
  return {
    ...measured,
    runs: measured.runs.map((run) => ({
      ...run,
      exchanges: run.exchanges.map((before) => {
        const request = change(before);
        if (request === null) return before;
        const { exchange, earned } = before;
        const { recorded } = exchange;
        const changed = {
          ...exchange,
          request,
          inputHash: recorded === null || recorded.inputHash === null ? exchange.inputHash : "",
          counted: null,
        };
        return measurer.exchange(changed, { output, other: exchange, earned });
      }),
    })),
  };
}
