import type { Exchange, Scenario } from "../fixture/fixture.ts";
import { isArray, isObject, type JsonObject } from "../json.ts";
import type { Model } from "../models/model.ts";
import { findModel, nearestModels } from "../models/models.ts";
import { problem, type Problem } from "../problem.ts";
import type { Measurer } from "../projection/measure.ts";
import type { MeasuredScenario } from "../projection/projection.ts";
import { computedEvidence, modelOf } from "../tokens/evidence.ts";

type Outcome =
  | { readonly scenario: MeasuredScenario; readonly problems: readonly Problem[] }
  | { readonly whyNot: string };

/**
 * Models that refuse `thinking: disabled`: none of these can be told not to think (billing.md §5).
 */
const alwaysThinks = /^claude-(fable|mythos)-|^claude-opus-5-5$|^claude-sonnet-5-5$/;

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
): Outcome {
  const { scenario, measured, measurer } = options;
  const named = findModel(name);
  if (named === null) {
    const nearest = nearestModels(name);
    return {
      whyNot: `no model ${name} is known${nearest.length === 0 ? "" : `; did you mean ${nearest.join(" or ")}?`}`,
    };
  }
  const { model } = named;
  const problems = new Map<string, Problem>();
  const runs = [];
  for (const run of measured.runs) {
    const exchanges = [];
    for (const { exchange } of run.exchanges) {
      const { body } = exchange.request;
      const why = refusal(model, body);
      if (why !== null) return { whyNot: why };
      const one = measurer.exchange(moved(exchange, name), {
        output: scenario.config.output,
        evidence: computedEvidence,
        other: exchange,
      });
      if (one.count.total > model.contextWindow)
        return { whyNot: `${one.count.total} tokens do not fit into ${model.id}` };
      const thinks =
        model.thinksByDefault &&
        body["thinking"] === undefined &&
        findModel(modelOf(exchange))?.model.thinksByDefault === false;
      if (thinks)
        problems.set(
          "thinks",
          problem("variant-thinks", exchange.place, { model: model.id }, scenario.config.id),
        );
      exchanges.push(one);
    }
    runs.push({ ...run, exchanges });
  }
  return { scenario: { ...measured, runs }, problems: [...problems.values()] };
}

/**
 * What this model answers with a 400 (billing.md §5, §8); null where nothing is known against it.
 */
function refusal(model: Model, body: JsonObject): string | null {
  const choice = body["tool_choice"];
  const forced = isObject(choice) && (choice["type"] === "any" || choice["type"] === "tool");
  if (forced && !model.forcedToolChoiceAllowed) return `${model.id} refuses a forced tool_choice`;
  if (endsInAnswer(body) && model.frame !== "A")
    return `${model.id} refuses an assistant message at the end`;
  const thinking = body["thinking"];
  if (isObject(thinking)) {
    if (thinking["type"] === "disabled" && alwaysThinks.test(model.id))
      return `${model.id} refuses thinking disabled`;
    if ("budget_tokens" in thinking && model.tokenizer === "v4.7")
      return `${model.id} refuses budget_tokens`;
  }
  const most = body["max_tokens"];
  if (typeof most === "number" && most > model.maxOutput)
    return `${model.id} answers at most ${model.maxOutput} tokens`;
  return null;
}

function endsInAnswer(body: JsonObject): boolean {
  const messages = body["messages"];
  const last = isArray(messages) ? messages.at(-1) : undefined;
  return isObject(last) && last["role"] === "assistant";
}

/**
 * The exchange on another model. Its recording earned nothing there: its answer is the same text,
 * counted anew.
 */
function moved(exchange: Exchange, model: string): Exchange {
  return {
    ...exchange,
    request: { ...exchange.request, body: { ...exchange.request.body, model } },
    inputHash: "",
    counted: null,
  };
}
