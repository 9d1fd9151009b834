/** What a replay would send and cost, without sending anything and without a key. */
import { boundOf } from "./bound.ts";
import type { ReplayPlan } from "./plan.ts";
import { createPredictions } from "./prediction.ts";
import { completesInput } from "../api/completed-input.ts";
import { modelMember } from "../api/model.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import type { ReplayForecast } from "./text.ts";
import type { EvaluationContext } from "../evaluation/context.ts";

/**
 * Counts by our own counter stand in for `count_tokens`; the cache is taken to be empty before the
 * first request.
 */
export function forecastReplay(
  plan: ReplayPlan,
  options: {
    readonly context: EvaluationContext;
    readonly book: PriceBook;
    readonly times: number;
    readonly batch: boolean;
    readonly unbounded: ReadonlySet<string>;
  },
): ReplayForecast {
  const { context, book, times, batch, unbounded } = options;
  const pricing = { book, asOf: context.asOf };
  const predictions = createPredictions(pricing);
  const planned = Array.from({ length: times }, () => plan.runs)
    .flat()
    .flatMap(({ scenario, ages, open }) =>
      open().exchanges.map((exchange, at) => {
        const measured = context.measurer.exchange(exchange, { output: scenario.output });
        const { body } = exchange.request;
        return {
          request: {
            scenario: scenario.id,
            exchange: exchange.id,
            age: ages[at] ?? "missing",
            tokens: measured.count.total,
            // What the API adds while it answers, nobody bounds.
            worst:
              completesInput(body) && !unbounded.has(scenario.id)
                ? null
                : boundOf(
                    { body, betas: exchange.betas, tokens: measured.count.high, batch },
                    pricing,
                  ),
          },
          predicted: {
            scenario: scenario.id,
            exchange: exchange.id,
            prompt: measured.prompt,
            count: measured.count,
            output: measured.output.tokens,
            sentAt: exchange.offsetMs,
            response: {
              model: modelMember(body),
              usage: { input_tokens: 0, output_tokens: 0 },
            },
            batchHitShare: batch ? scenario.batchHitShare : null,
          },
        };
      }),
    );
  for (const { predicted } of planned) predictions.add(predicted);
  const rows = predictions.rows();
  const bounds = planned.map(({ request }) => request.worst);
  return {
    requests: planned.map(({ request }) => request),
    fresh: plan.fresh,
    expected: rows.reduce((sum, { predicted }) => sum + predicted.usd, 0n),
    worst: bounds.reduce<Pico | null>(
      (sum, one) => (sum === null || one === null ? null : sum + one),
      0n,
    ),
    problems: plan.problems,
  };
}
