/** What a replay would send and cost, worked out without sending anything and without a key. */
import { sumExact } from "../../arithmetic.ts";
import type { EvaluationContext } from "../../evaluation/context.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { PriceBook } from "../../models/rates.ts";
import type { Pico } from "../../money.ts";
import type { Problem } from "../../problem.ts";
import { modelMember } from "../../api/model.ts";
import { boundlessReason } from "../cost/boundless.ts";
import { withoutBound, withoutPrice, type BoundObstacle } from "../cost/cost-bound.ts";
import { estimateAttempts, withUpperEstimate } from "../cost/estimate.ts";
import { maximumCost } from "../cost/maximum-cost.ts";
import { createTextRelease } from "../held-texts.ts";
import type { RecordingAge } from "../plan/age.ts";
import type { PlannedRun, ReplayPlan } from "../plan/plan.ts";
import { createPredictions, type AnsweredRequest } from "./predictions.ts";

/** What a replay would send and cost. */
export interface ReplayForecast {
  readonly requests: readonly ForecastRequest[];
  /** How many exchanges are left alone because their recordings hold. */
  readonly fresh: number;
  /** Pico-dollars, of those requests that have a price. */
  readonly expected: Pico;
  /** False: there are others. */
  readonly isPriced: boolean;
  /** At most, pico-dollars; null where one of the requests has no bound. */
  readonly worst: Pico | null;
  /** Those of the plan, and what would keep requests from being sent. */
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
 * empty before the first request. Problems: `replay-no-price`, `replay-unbounded`, once for a model
 * or a reason and scenario.
 */
export function forecastReplay(plan: ReplayPlan, options: ForecastOptions): ReplayForecast {
  const { context, book, times } = options;
  const predictions = createPredictions({ book, asOf: context.asOf });
  const obstacles = new Map<string, BoundObstacle & { more: number }>();
  const releaseTexts = createTextRelease(context.counter);
  const requests: ForecastRequest[] = [];
  for (let sample = 0; sample < times; sample += 1) {
    for (const run of plan.runs) {
      releaseTexts();
      for (const [index, exchange] of run.open().exchanges.entries()) {
        const age = run.ages[index] ?? "missing";
        const { request, predicted, obstacle } = forecastRequest(run, { exchange, age }, options);
        requests.push(request);
        predictions.add(predicted);
        if (obstacle === null) continue;
        const known = obstacles.get(obstacle.group);
        if (known === undefined) obstacles.set(obstacle.group, { ...obstacle, more: 0 });
        else known.more += 1;
      }
    }
  }
  const predicted = predictions.predicted();
  return {
    requests,
    fresh: plan.fresh,
    expected: sumExact(predicted.map(({ usd }) => usd)),
    isPriced: predicted.every(({ isPriced }) => isPriced),
    worst: requests.reduce<Pico | null>(
      (sum, { worst }) => (sum === null || worst === null ? null : sum + worst),
      0n,
    ),
    problems: [
      ...plan.problems,
      ...[...obstacles.values()].map(({ create, more }) => create(more)),
    ],
  };
}

interface Forecast {
  readonly request: ForecastRequest;
  /** The request as if it had been answered, for the prediction. */
  readonly predicted: AnsweredRequest;
  readonly obstacle: BoundObstacle | null;
}

function forecastRequest(
  { scenario }: PlannedRun,
  { exchange, age }: { readonly exchange: Exchange; readonly age: RecordingAge },
  options: ForecastOptions,
): Forecast {
  const { context, batch } = options;
  const { prompt, count, output } = context.measurer.exchange(exchange, {
    output: scenario.output,
  });
  const { worst, obstacle } = findWorst(exchange, scenario.id, options);
  return {
    request: {
      scenario: scenario.id,
      exchange: exchange.id,
      age,
      tokens: count.total,
      worst,
    },
    predicted: {
      scenario: scenario.id,
      exchange: exchange.id,
      prompt,
      count,
      output: output.tokens,
      sentAt: exchange.offsetMs,
      begunAt: null,
      response: { model: modelMember(exchange.request.body) },
      usd: 0n,
      batchHitShare: batch ? scenario.batchHitShare : null,
    },
    obstacle,
  };
}

/** The most a request can cost, and why it would not be sent. */
function findWorst(
  exchange: Exchange,
  scenario: string,
  { context, book, batch, unbounded }: ForecastOptions,
): { readonly worst: Pico | null; readonly obstacle: BoundObstacle | null } {
  const { betas, request } = exchange;
  const by = boundlessReason(request.body);
  if (by !== null && !unbounded.has(scenario))
    return { worst: null, obstacle: withoutBound(exchange, by, scenario) };
  const attempts = estimateAttempts(exchange, context.measurer).map(withUpperEstimate);
  const usd = maximumCost({ attempts, betas, batch }, { book, asOf: context.asOf });
  return typeof usd === "bigint"
    ? { worst: by === null ? usd : null, obstacle: null }
    : { worst: null, obstacle: withoutPrice(exchange, usd, scenario) };
}
