/** What a replay would send and cost, worked out without sending anything and without a key. */
import type { EvaluationContext } from "../../evaluation/context.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { PriceBook } from "../../models/rates.ts";
import type { Pico } from "../../money.ts";
import type { Problem } from "../../problem.ts";
import { completesInput } from "../../api/completed-input.ts";
import { modelMember } from "../../api/model.ts";
import { maximumCost } from "../cost/maximum-cost.ts";
import type { RecordingAge } from "../plan/age.ts";
import type { PlannedRun, ReplayPlan } from "../plan/plan.ts";
import { createPredictions, type AnsweredRequest } from "./predictions.ts";

/** What a replay would send and cost. */
export interface ReplayForecast {
  readonly requests: readonly ForecastRequest[];
  /** How many exchanges are left alone because their recordings hold. */
  readonly fresh: number;
  /** Pico-dollars. */
  readonly expected: Pico;
  /** At most, pico-dollars; null where one of the requests has no bound. */
  readonly worst: Pico | null;
  readonly problems: readonly Problem[];
}

interface ForecastRequest {
  readonly scenario: string;
  readonly exchange: string;
  readonly age: RecordingAge;
  /** Input tokens. */
  readonly tokens: number;
  /** At most, pico-dollars; null: nothing bounds it, or no price is known. */
  readonly worst: Pico | null;
}

interface ForecastOptions {
  readonly context: EvaluationContext;
  readonly book: PriceBook;
  readonly times: number;
  readonly batch: boolean;
  readonly unbounded: ReadonlySet<string>;
}

/**
 * Forecasts a replay. Our own counter takes the place of `count_tokens`; the cache is taken to be
 * empty before the first request.
 */
export function forecastReplay(plan: ReplayPlan, options: ForecastOptions): ReplayForecast {
  const { context, book, times } = options;
  const predictions = createPredictions({ book, asOf: context.asOf });
  const forecasts = Array.from({ length: times }, () => plan.runs)
    .flat()
    .flatMap((run) =>
      run.open().exchanges.map((exchange, index) => {
        const age = run.ages[index] ?? "missing";
        return forecastRequest(run, { exchange, age }, options);
      }),
    );
  for (const { predicted } of forecasts) predictions.add(predicted);
  const requests = forecasts.map(({ request }) => request);
  return {
    requests,
    fresh: plan.fresh,
    expected: predictions.rows().reduce((sum, { predicted }) => sum + predicted.usd, 0n),
    worst: requests.reduce<Pico | null>(
      (sum, { worst }) => (sum === null || worst === null ? null : sum + worst),
      0n,
    ),
    problems: plan.problems,
  };
}

/** A request with its bound, and the request as if it had been answered, for the prediction. */
function forecastRequest(
  { scenario }: PlannedRun,
  { exchange, age }: { readonly exchange: Exchange; readonly age: RecordingAge },
  options: ForecastOptions,
): { readonly request: ForecastRequest; readonly predicted: AnsweredRequest } {
  const { context, book, batch, unbounded } = options;
  const { prompt, count, output } = context.measurer.exchange(exchange, {
    output: scenario.output,
  });
  const { body } = exchange.request;
  const { betas } = exchange;
  // Nothing bounds what the API adds while it answers.
  const hasBound = !completesInput(body) || unbounded.has(scenario.id);
  const counted = { body, betas, tokens: count.high, batch };
  return {
    request: {
      scenario: scenario.id,
      exchange: exchange.id,
      age,
      tokens: count.total,
      worst: hasBound ? maximumCost(counted, { book, asOf: context.asOf }) : null,
    },
    predicted: {
      scenario: scenario.id,
      exchange: exchange.id,
      prompt,
      count,
      output: output.tokens,
      sentAt: exchange.offsetMs,
      begunAt: null,
      response: {
        model: modelMember(body),
        usage: { input_tokens: 0, output_tokens: 0 },
      },
      batchHitShare: batch ? scenario.batchHitShare : null,
    },
  };
}
