import { priceBookIdOf } from "../api/model.ts";
import { endsInAnswer } from "../api/request.ts";
import type { Exchange, Scenario } from "../fixture/fixture.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { Model } from "../models/model.ts";
import { findModel, nearestModels } from "../models/lookup.ts";
import { problem, type Problem } from "../problem.ts";
import type { Measurer } from "../projection/measure.ts";
import type { MeasuredScenario } from "../projection/projection.ts";
import { computedEvidence } from "../tokens/witness/evidence.ts";
import type { Varied } from "./variant.ts";
import { groupDigits } from "../words.ts";

/**
 * The scenario on another model: prompt and recorded answer counted by that model's tokenizer,
 * nothing else changed.
 */
export function onModel(
  name: string,
  options: {
    readonly scenario: Scenario;
    readonly measured: MeasuredScenario;
    readonly measurer: Measurer;
  },
): Varied {
  const { scenario, measured, measurer } = options;
  const named = findModel(name);
  if (named === null) {
    const nearest = nearestModels(name);
    return {
      whyNot: `no model ${name} is known${nearest.length === 0 ? "" : `; did you mean ${nearest.join(" or ")}?`}`,
    };
  }
  const { model } = named;
  let thinking: Problem | null = null;
  const runs = [];
  for (const run of measured.runs) {
    const exchanges = [];
    for (const { exchange } of run.exchanges) {
      const { body } = exchange.request;
      const why = refusal(model, body);
      if (why !== null) return { whyNot: why };
      const counted = measurer.exchange(withModel(exchange, name), {
        output: scenario.config.output,
        evidence: computedEvidence,
        other: exchange,
      });
      if (counted.count.total > model.contextWindow)
        return { whyNot: `${groupDigits(counted.count.total)} tokens do not fit into ${model.id}` };
      const thinks =
        model.thinksByDefault &&
        body["thinking"] === undefined &&
        findModel(priceBookIdOf(body))?.model.thinksByDefault === false;
      if (thinks) {
        const details = { model: model.id };
        thinking = problem("variant-thinks", exchange.place, details, scenario.config.id);
      }
      exchanges.push(counted);
    }
    runs.push({ ...run, exchanges });
  }
  return { scenario: { ...measured, runs }, problems: thinking === null ? [] : [thinking] };
}

/**
 * What this model answers with a 400 (billing.md §5, §8); null where nothing is known against it.
 */
function refusal(model: Model, body: JsonObject): string | null {
  const choice = body["tool_choice"];
  const forced = isObject(choice) && (choice["type"] === "any" || choice["type"] === "tool");
  if (forced && !model.forcedToolChoiceAllowed) return `${model.id} refuses a forced tool_choice`;
  if (endsInAnswer(body) && !model.prefillAllowed)
    return `${model.id} refuses an assistant message at the end`;
  const thinking = body["thinking"];
  if (isObject(thinking)) {
    if (thinking["type"] === "disabled" && model.alwaysThinks)
      return `${model.id} refuses thinking disabled`;
    if ("budget_tokens" in thinking && !model.thinkingBudgetAllowed)
      return `${model.id} refuses budget_tokens`;
  }
  const most = body["max_tokens"];
  if (typeof most === "number" && most > model.maxOutput)
    return `${model.id} answers at most ${model.maxOutput} tokens`;
  return null;
}

/**
 * The exchange on another model. Nothing was recorded there: its answer is the same text, counted
 * anew.
 */
function withModel(exchange: Exchange, model: string): Exchange {
  return {
    ...exchange,
    request: { ...exchange.request, body: { ...exchange.request.body, model } },
    inputHash: "",
    counted: null,
  };
}
