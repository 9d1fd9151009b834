import { modelOf } from "../api/model.ts";
import { outputConfigOf } from "../api/request.ts";
import { refusedByModel } from "../api/request-refusals.ts";
import { withRequest, type Exchange } from "../fixture/fixture.ts";
import { effortFactor } from "../models/effort.ts";
import { findModel } from "../models/lookup.ts";
import type { EffortLevel } from "../models/model.ts";
import { problem, type Problem } from "../problem.ts";
import type { MeasuredExchange, MeasuredScenario } from "../projection/projection.ts";
import { answeringOf } from "../tokens/answers/answering.ts";
import { scaleByEffort } from "../tokens/answers/scaled-length.ts";
import type { OutputCount } from "../tokens/count.ts";
import { computedEvidence } from "../tokens/witness/evidence.ts";
import type { Varied, VariantContext } from "./variant.ts";

/**
 * The scenario at another effort: prompts stay, answers are as much longer or shorter as the
 * vendor's index says (billing.md §3a), an assumption with its range. Not to be had where the model
 * does not take the level (billing.md §5), or the vendor gives it no index.
 */
export function atEffort(
  level: EffortLevel,
  measured: MeasuredScenario,
  context: VariantContext,
): Varied {
  const problems: Problem[] = [];
  const runs = [];
  for (const run of measured.runs) {
    const exchanges = [];
    for (const each of run.exchanges) {
      const made = exchangeAt(level, each, context);
      if ("whyNot" in made) return made;
      exchanges.push(made);
      if (made.output !== each.output) problems.push(...made.output.problems);
    }
    runs.push({ ...run, exchanges });
  }
  return { scenario: { ...measured, runs }, problems: problems.slice(0, 1) };
}

function exchangeAt(
  level: EffortLevel,
  each: MeasuredExchange,
  { scenario, measurer }: VariantContext,
): MeasuredExchange | { readonly whyNot: string } {
  const { exchange } = each;
  const { body } = exchange.request;
  const { level: written, effect } = answeringOf(body).effort;
  if (written === level) return each;
  const model = findModel(modelOf(body) ?? "")?.model;
  if (model === undefined) return { whyNot: `no model ${modelOf(body) ?? ""} is known` };
  const changed = withEffort(exchange, level);
  const [refused] = refusedByModel(model, changed.request.body);
  if (refused !== undefined) return { whyNot: refused.reason };
  const factor = written === null ? null : effortFactor(model.id, { from: written, to: level });
  if (factor === null) return { whyNot: `the vendor gives no index of efforts for ${model.id}` };
  const counted = measurer.exchange(changed, {
    output: scenario.config.output,
    evidence: computedEvidence,
    earned: each.earned,
  });
  // What is stated for the effort that is written says nothing of another one.
  const isStated = counted.output.basis === "expected" || counted.output.basis === "scenario";
  const output: OutputCount = isStated
    ? {
        ...scaleByEffort(each.output, factor, counted.exchange.request.body),
        basis: "scaled",
        problems: [
          problem("output-scaled", exchange.place, {
            from: effect,
            to: level,
            model: model.id,
            isStated: true,
          }),
        ],
      }
    : counted.output;
  // The effort is no text of the prompt (billing.md §4): its count stays.
  return { ...counted, count: each.count, output };
}

function withEffort(exchange: Exchange, effort: EffortLevel): Exchange {
  const { body } = exchange.request;
  return withRequest(exchange, {
    ...exchange.request,
    body: { ...body, output_config: { ...outputConfigOf(body), effort } },
  });
}
