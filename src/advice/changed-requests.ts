import { withRequest, type Request } from "../fixture/fixture.ts";
import type { MeasuredExchange, MeasuredScenario } from "../projection/projection.ts";
import { computedEvidence, type Evidence } from "../tokens/witness/evidence.ts";
import { withExchanges, withRuns } from "../variants/kept.ts";
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
  return withRuns(measured, (run) =>
    withExchanges(run, (before) => {
      const request = change(before);
      if (request === null) return before;
      const { exchange, earned } = before;
      const changed = withRequest(exchange, request);
      const evidence = carriedEvidence(before, measurer);
      return measurer.exchange(changed, { output, evidence, other: exchange, earned });
    }),
  );
}

/** What was found for exchanges that are still in use: several kinds change the same ones. */
const known = new WeakMap<MeasuredExchange, Evidence>();

function carriedEvidence(
  measured: MeasuredExchange,
  measurer: AdviceContext["measurer"],
): Evidence {
  const evidence = known.get(measured) ?? findEvidence(measured, measurer);
  known.set(measured, evidence);
  return evidence;
}

/**
 * What the exchange's own witness says over our count, block by block: it carries over to a changed
 * body as it does in a comparison (DESIGN.md, "Counting tokens").
 */
function findEvidence(
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
