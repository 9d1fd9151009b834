/** The upper bound of what a request costs, reserved under the cap before it is sent. */
import type { Exchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import type { Pico } from "../../money.ts";
import { problem, type Problem } from "../../problem.ts";
import type { PlannedRun } from "../plan/plan.ts";
import { findDenial } from "../sending/failure.ts";
import { withoutQuotes } from "../sending/refusal-text.ts";
import { reportRefused } from "../sending/refused.ts";
import { reportOnce, stopDenied, type NotSent, type Session } from "../session.ts";
import { boundlessReason } from "./boundless.ts";
import { askCount, type NoCount } from "./count-input.ts";
import { estimateAttempts, withCount, withUpperEstimate } from "./estimate.ts";
import { maximumCost, type CountedAttempt, type Unpriced } from "./maximum-cost.ts";

/** What is reserved for a request. */
export interface CostBound {
  /** Pico-dollars. */
  readonly usd: Pico;
  /** False where nothing bounds the cost: then `usd` is only what is expected. */
  readonly firm: boolean;
}

/**
 * Finds the bound of a request by asking `count_tokens`, which is free, for every model that may
 * answer it. A request that nothing bounds, or whose input nobody counts, is sent only where its
 * scenario is named by `--unbounded`. Problems: `replay-unbounded`, `replay-count-failed`,
 * `replay-denied`, `replay-no-price`, `replay-count-refused`, all added to the session.
 */
export async function findCostBound(
  session: Session,
  planned: PlannedRun,
  exchange: Exchange,
): Promise<CostBound | NotSent> {
  const { options, pricing } = session;
  const scenario = planned.scenario.id;
  const counted = await countInput(session, scenario, exchange);
  if ("problem" in counted) return counted;
  const { attempts, firm } = counted;
  const usd = maximumCost({ attempts, betas: exchange.betas, batch: options.batch }, pricing);
  if (typeof usd === "bigint") return { usd, firm };
  const { group, create } = withoutPrice(exchange, usd, scenario);
  reportOnce(session, group, create);
  return { problem: null };
}

/** Why requests are not sent: one problem for all with the same `group`. */
export interface BoundObstacle {
  readonly group: string;
  /** The problem of the first of them; `more`: how many others have the same. */
  readonly create: (more: number) => Problem;
}

/** `replay-no-price`. */
export function withoutPrice(
  { id, place }: Exchange,
  { unpriced: model, fast }: Unpriced,
  scenario: string,
): BoundObstacle {
  return {
    group: JSON.stringify(["price", scenario, model, fast]),
    create: (more) =>
      problem("replay-no-price", place, { exchange: id, more, model, fast }, scenario),
  };
}

/** `replay-unbounded`; `by`: why, in words. */
export function withoutBound({ id, place }: Exchange, by: string, scenario: string): BoundObstacle {
  return {
    group: JSON.stringify(["unbounded", scenario, by]),
    create: (more) =>
      problem("replay-unbounded", place, { exchange: id, by, more, scenario }, scenario),
  };
}

interface InputCount {
  readonly attempts: readonly CountedAttempt[];
  /** Whether the API counted them; else they are our own upper estimate. */
  readonly firm: boolean;
}

/** Input tokens of every attempt that a request may become. */
async function countInput(
  session: Session,
  scenario: string,
  exchange: Exchange,
): Promise<InputCount | NotSent> {
  const { options } = session;
  const { body } = exchange.request;
  const mayEstimate = options.unbounded.has(scenario);
  const estimated = estimateAttempts(exchange, options.context.measurer);
  const estimate = (): InputCount => ({ attempts: estimated.map(withUpperEstimate), firm: false });
  const reason = boundlessReason(body);
  if (reason !== null && mayEstimate) return estimate();
  if (reason !== null) {
    const { group, create } = withoutBound(exchange, reason, scenario);
    reportOnce(session, group, create);
    return { problem: null };
  }
  const attempts: CountedAttempt[] = [];
  for (const attempt of estimated) {
    const counted = await askCount(session, attempt.body, exchange.betas);
    if (counted === null) return { problem: null };
    if (typeof counted === "number") attempts.push(withCount(attempt, counted));
    else
      return mayEstimate && counted.fault !== "denied"
        ? estimate()
        : reportNoCount(session, counted, { scenario, exchange, attempt: attempt.body });
  }
  return { attempts, firm: true };
}

/**
 * Says why there is no count. Where nobody was given one, the next request would not be either:
 * everything stops.
 */
function reportNoCount(
  session: Session,
  { fault, refusal, attempts: tries, forAll, asks }: NoCount,
  asked: {
    readonly scenario: string;
    readonly exchange: Exchange;
    readonly attempt: JsonObject;
  },
): NotSent {
  const { scenario, exchange, attempt } = asked;
  const { id, place } = exchange;
  const { status, kind, message } = refusal;
  if (fault === "denied") {
    stopDenied(session, findDenial(status) ?? "key", refusal);
    return { problem: null };
  }
  if (fault === "refused") {
    const said = message === null ? "" : withoutQuotes(message, attempt);
    const code = "replay-count-refused";
    reportRefused(session, { code, scenario, exchange, error: refusal, words: said }, (more) =>
      problem(code, place, { exchange: id, more, status, kind, said, scenario }, scenario),
    );
    return { problem: null };
  }
  if (forAll) session.cap.stop();
  reportOnce(session, JSON.stringify(["count", fault, status, forAll]), (more) => {
    const details = { exchange: id, more, fault, status, kind, tries, stopped: forAll, asks };
    return problem("replay-count-failed", place, details, scenario);
  });
  return { problem: null };
}
