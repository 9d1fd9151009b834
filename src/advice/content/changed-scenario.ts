import type { MeasuredExchange, MeasuredScenario } from "../../projection/projection.ts";
import { computedEvidence, type Evidence } from "../../tokens/witness/evidence.ts";
import type { AdviceContext } from "../advice.ts";
import { changeBlocks, type BlockChanges } from "./changed-request.ts";

/**
 * The scenario with some blocks of its requests changed, each changed request measured anew: what a
 * check of that change says. Null where `changesOf` changes nothing. Its answers stay as long.
 */
export function changeScenario(
  { scenario, measured, measurer }: Pick<AdviceContext, "scenario" | "measured" | "measurer">,
  changesOf: (exchange: MeasuredExchange, run: number) => BlockChanges,
): MeasuredScenario | null {
  let isChanged = false;
  const change = (exchange: MeasuredExchange, run: number): MeasuredExchange => {
    const changes = changesOf(exchange, run);
    if (changes.size === 0) return exchange;
    isChanged = true;
    return measurer.exchange(
      {
        ...exchange.exchange,
        request: changeBlocks(exchange.exchange.request, changes),
        // No recording is of the changed body.
        inputHash: "",
      },
      {
        output: scenario.config.output,
        evidence: carriedEvidence(exchange, measurer),
        other: exchange.exchange,
        earned: exchange.earned,
      },
    );
  };
  const runs = measured.runs.map((run, index) => ({
    ...run,
    exchanges: run.exchanges.map((exchange) => change(exchange, index)),
  }));
  return isChanged ? { ...measured, runs } : null;
}

/**
 * What the exchange's own witness says over our count, block by block: it carries over to a changed
 * body as it does in a comparison (DESIGN.md, "Counting tokens").
 */
function carriedEvidence(
  { exchange, prompt, count, earned }: MeasuredExchange,
  measurer: AdviceContext["measurer"],
): Evidence {
  if (count.witness === "computed" || count.witness === "declared") return computedEvidence;
  const own = measurer.exchange(exchange, { output: null, evidence: computedEvidence, earned });
  const corrections = prompt.blocks.map(({ key, level }, index) => ({
    key,
    level,
    tokens: (count.blocks[index] ?? 0) - (own.count.blocks[index] ?? 0),
  }));
  return { witness: "calibrated", exact: false, corrections, tail: count.tail, problems: [] };
}
