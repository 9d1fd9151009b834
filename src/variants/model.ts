import { isFast } from "../api/request.ts";
import { refusedByModel } from "../api/request-refusals.ts";
import type { Day } from "../day.ts";
import { withRequest, type Exchange } from "../fixture/fixture.ts";
import type { JsonObject } from "../json.ts";
import { checkLifecycle } from "../models/lifecycle.ts";
import type { Model } from "../models/model.ts";
import { findModel, findPeriod, isFastOver, nearestModels } from "../models/lookup.ts";
import { nowhere, type Problem } from "../problem.ts";
import type { MeasuredExchange, MeasuredScenario } from "../projection/projection.ts";
import { computedEvidence } from "../tokens/witness/evidence.ts";
import { noteDefaults, refusesImages } from "./model-defaults.ts";
import { inSentence } from "./sentence.ts";
import type { Varied, VariantContext } from "./variant.ts";
import { groupDigits } from "../words.ts";

/**
 * The scenario on another model: prompt and recorded answer counted by that model's tokenizer,
 * nothing else changed.
 */
export function onModel(
  name: string,
  options: Pick<VariantContext, "scenario" | "measurer" | "asOf"> & {
    readonly measured: MeasuredScenario;
  },
): Varied {
  const { scenario, measured, asOf } = options;
  const named = findModel(name);
  if (named === null) {
    const nearest = nearestModels(name);
    return {
      whyNot: `no model ${name} is known${nearest.length === 0 ? "" : `; did you mean ${nearest.join(" or ")}?`}`,
    };
  }
  const { model } = named;
  // Nobody answers on it on that day: said before anything it would refuse.
  const [gone] = checkLifecycle(model, asOf, nowhere);
  if (gone?.code === "model-retired" && model.retiresOn !== null)
    return { whyNot: `\`${model.id}\` is retired since ${model.retiresOn}` };
  if (gone !== undefined) return { whyNot: inSentence(gone.message) };
  const notes = new Map<string, Problem>();
  const runs = [];
  for (const run of measured.runs) {
    const exchanges = [];
    for (const before of run.exchanges) {
      const { exchange } = before;
      const { body } = exchange.request;
      const why =
        refusal(model, body) ?? refusesImages(model, body) ?? noFastMode(model, { body, asOf });
      if (why !== null) return { whyNot: why };
      const counted = countOn(name, before, options);
      if (counted.count.total > model.contextWindow)
        return { whyNot: `${groupDigits(counted.count.total)} tokens do not fit into ${model.id}` };
      for (const note of noteDefaults(model, exchange, scenario.config.id))
        if (!notes.has(note.code)) notes.set(note.code, note);
      exchanges.push(counted);
    }
    runs.push({ ...run, exchanges });
  }
  return { scenario: { ...measured, runs }, problems: [...notes.values()] };
}

/** Exchanges counted on other models, while they are in use: several variants move the same ones. */
const counts = new WeakMap<MeasuredExchange, Map<string, MeasuredExchange>>();

function countOn(
  model: string,
  measured: MeasuredExchange,
  { scenario, measurer }: Pick<VariantContext, "scenario" | "measurer">,
): MeasuredExchange {
  const byModel = counts.get(measured) ?? new Map<string, MeasuredExchange>();
  counts.set(measured, byModel);
  const { exchange, earned } = measured;
  const counted =
    byModel.get(model) ??
    measurer.exchange(withModel(exchange, model), {
      output: scenario.config.output,
      evidence: computedEvidence,
      earned,
    });
  byModel.set(model, counted);
  return counted;
}

/**
 * What this model answers with a 400 (billing.md §5, §8); null where nothing is known against it.
 */
function refusal(model: Model, body: JsonObject): string | null {
  const [first] = refusedByModel(model, body);
  if (first === undefined) return null;
  return first.disputed === true ? `by its documents, ${first.reason}` : first.reason;
}

/** Fast mode where the model has none on that day, and does not answer at its usual speed either. */
function noFastMode(
  { id }: Model,
  { body, asOf }: { readonly body: JsonObject; readonly asOf: Day },
): string | null {
  const has = findPeriod(id, asOf)?.fast !== undefined || isFastOver(id, asOf);
  return isFast(body) && !has ? `${id} has no fast mode` : null;
}

/**
 * The exchange on another model. Nothing was recorded there: its answer is the same text, counted
 * anew.
 */
function withModel(exchange: Exchange, model: string): Exchange {
  const { body } = exchange.request;
  return withRequest(exchange, {
    ...exchange.request,
    body: { ...body, model, ...(isFast(body) ? { speed: "fast" } : {}) },
  });
}
