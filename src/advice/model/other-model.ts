import type { MeasuredExchange, MeasuredScenario } from "../../projection/projection.ts";
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
  return {
    scenario: {
      ...measured,
      runs: measured.runs.map((run, index) => {
        const moved = (varied.scenario.runs[index]?.exchanges ?? []).values();
        const exchanges = run.exchanges.map((exchange) =>
          isMoved(exchange, index) ? (moved.next().value ?? exchange) : exchange,
        );
        return { ...run, exchanges };
      }),
    },
    thinks: varied.problems.some(({ code }) => code === "variant-thinks"),
  };
}
