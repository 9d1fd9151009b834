import type { MeasuredExchange, MeasuredScenario } from "../../projection/projection.ts";
import { withExchanges, withRuns } from "../../variants/kept.ts";
import { onModel } from "../../variants/model.ts";
import type { AdviceContext } from "../advice.ts";

/** A scenario of which some exchanges are on another model, or why that model takes them not. */
export type Moved =
  | { readonly scenario: MeasuredScenario; readonly thinks: boolean }
  | { readonly whyNot: string };

/** The scenario with those of its exchanges on another model that are to move there. */
export function moveTo(
  model: string,
  { scenario, measured, measurer, asOf }: AdviceContext,
  isMoved: (exchange: MeasuredExchange, run: number) => boolean,
): Moved {
  const runs = measured.runs.map((run, index) => ({
    ...run,
    exchanges: run.exchanges.filter((exchange) => isMoved(exchange, index)),
  }));
  const varied = onModel(model, { scenario, measured: { ...measured, runs }, measurer, asOf });
  if ("whyNot" in varied) return varied;
  const indexes = new Map(measured.runs.map((run, index) => [run, index]));
  return {
    scenario: withRuns(measured, (run) => {
      const index = indexes.get(run) ?? -1;
      const moved = (varied.scenario.runs[index]?.exchanges ?? []).values();
      return withExchanges(run, (exchange) =>
        isMoved(exchange, index) ? (moved.next().value ?? exchange) : exchange,
      );
    }),
    thinks: varied.problems.some(({ code }) => code === "variant-thinks"),
  };
}
