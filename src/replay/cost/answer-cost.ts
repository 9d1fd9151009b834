/** What an answer was billed. */
import { modelOf, priceBookId } from "../../api/model.ts";
import { isUnfinished, usageOf } from "../../api/response.ts";
import { promptSize, readUsage } from "../../api/usage.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import type { Pico } from "../../money.ts";
import { hasErrors, nowhere, problem, type Place } from "../../problem.ts";
import { showUsd } from "../../report/views/amount.ts";
import { reportOnce, type Session } from "../session.ts";
import { shownAnsweredModel } from "../text/answered-model.ts";
import { attemptsOf } from "./attempts.ts";
import { priceAnswer } from "./answer-price.ts";
import type { CostBound } from "./cost-bound.ts";

/**
 * Whether an answer is whole and says what it used, so that its price can be known; else nobody
 * knows what it cost. A usage without any input is none: every request has some.
 */
export function hasUsage(response: JsonObject): boolean {
  const { usage, problems } = readUsage(usageOf(response), nowhere);
  return usage !== null && !hasErrors(problems) && promptSize(usage) > 0 && !isUnfinished(response);
}

/** An answer and what is known of its request. */
interface BilledAnswer {
  /** Null where no planned run has the request any more. */
  readonly exchange: Exchange | null;
  /** As problems call it. */
  readonly name: string;
  readonly place: Place;
  readonly scenario: string;
  readonly response: JsonObject;
  /** Whether it went in a batch. */
  readonly batch: boolean;
  readonly bound: CostBound;
}

/**
 * The most an answer was billed, pico-dollars, as it counts under the cap: its bound, and a problem
 * (`replay-answer-unpriced`), where its price is not known or not whole. `replay-overrun` where it
 * cost more than a firm bound.
 */
export function chargeAnswer(session: Session, answer: BilledAnswer): Pico {
  const { name, place, scenario, response, bound } = answer;
  const { usdHigh: usd, isWhole } = priceOf(answer, session);
  const charged = usd !== null && (isWhole || usd > bound.usd) ? usd : bound.usd;
  const model = modelOf(response);
  if (!isWhole) reportUnpriced(session, answer, { usd: charged, isPriced: usd !== null });
  if (charged > bound.usd && bound.firm) {
    const other = model !== null && !isAsked(answer, model) ? shownModel(answer) : null;
    const amounts = { cost: showUsd(charged), bound: showUsd(bound.usd) };
    const details = { exchange: name, ...amounts, name: other };
    session.problems.push(problem("replay-overrun", place, details, scenario));
  }
  return charged;
}

/**
 * Reports an answer that was settled, where nothing bounded it and it passed the cap, so that
 * everything was stopped (`replay-cap-passed`).
 */
export function notePassedCap(session: Session, answer: BilledAnswer, usd: Pico): void {
  const { name, place, scenario, bound } = answer;
  const { cap, options } = session;
  if (bound.firm || usd <= bound.usd || cap.spent() <= options.maxUsd) return;
  const details = {
    exchange: name,
    cost: showUsd(usd),
    spent: showUsd(cap.spent()),
    cap: showUsd(options.maxUsd),
  };
  session.problems.push(problem("replay-cap-passed", place, details, scenario));
}

/**
 * Reports an answer that an earlier call paid for where its price is not known: what it counts as
 * is its bound.
 */
export function noteUnpriced(session: Session, answer: BilledAnswer): void {
  const { usdHigh: usd, isWhole } = priceOf(answer, session);
  if (!isWhole) reportUnpriced(session, answer, { usd: answer.bound.usd, isPriced: usd !== null });
}

/** Once, also where the answer of a batch is taken up again for its fixture. */
function reportUnpriced(
  session: Session,
  answer: BilledAnswer,
  counts: { readonly usd: Pico; readonly isPriced: boolean },
): void {
  const { name, place, scenario, bound } = answer;
  const model = counts.isPriced ? null : shownModel(answer);
  const details = { exchange: name, name: model, counts: showUsd(counts.usd), firm: bound.firm };
  reportOnce(session, JSON.stringify(["unpriced", scenario, name]), () =>
    problem("replay-answer-unpriced", place, details, scenario),
  );
}

function shownModel({ exchange, response }: BilledAnswer): string | null {
  const model = modelOf(response);
  return model === null ? null : shownAnsweredModel(model, exchange?.request.body ?? null);
}

function priceOf(
  { exchange, response, batch }: BilledAnswer,
  { pricing }: Session,
): ReturnType<typeof priceAnswer> {
  const request = exchange?.request.body ?? null;
  return priceAnswer({ request, response, batch, betas: exchange?.betas ?? null }, pricing);
}

/** Whether a model is one of those that were asked, by whatever name. */
function isAsked({ exchange }: BilledAnswer, model: string): boolean {
  if (exchange === null) return true;
  const { body } = exchange.request;
  const attempts = attemptsOf(body);
  const asked = "bodies" in attempts ? attempts.bodies : [body];
  return asked.some((each) => priceBookId(modelOf(each) ?? "") === priceBookId(model));
}
