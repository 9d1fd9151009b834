/** What a request of a replay can cost at most, and what it did. */
import { completesInput } from "../api/completed-input.ts";
import { modelOf } from "../api/model.ts";
import { usageOf } from "../api/response.ts";
import { readUsage } from "../api/usage.ts";
import { billExchange } from "../billing/recorded/bill.ts";
import { boundOf } from "./bound.ts";
import type { PlannedRun } from "./plan.ts";
import type { Exchange } from "../fixture/fixture.ts";
import type { JsonObject } from "../json.ts";
import type { Pico } from "../money.ts";
import { hasErrors, nowhere, problem, type Problem } from "../problem.ts";
import { repeat, stopDenied, type Session } from "./session.ts";

/**
 * What a request can cost at most, pico-dollars; not `firm` where nobody can say that, and this is
 * what we expect.
 */
export interface Limit {
  readonly usd: Pico;
  readonly firm: boolean;
}

/** Or why the request is not sent; null: that was said already. */
export type Bound = Limit | { readonly problem: Problem | null };

/**
 * Asks `count_tokens`, which is free; a request whose input nobody can count has a bound only where
 * its scenario is named by `--unbounded`.
 */
export async function findBound(
  session: Session,
  planned: PlannedRun,
  exchange: Exchange,
): Promise<Bound> {
  const { options, world } = session;
  const { body } = exchange.request;
  const id = planned.scenario.id;
  const mayBeUnbounded = options.unbounded.has(id);
  const unbounded = (by: string): Bound => {
    repeat(session, JSON.stringify(["unbounded", id, by]), (more) =>
      problem(
        "replay-unbounded",
        exchange.place,
        { exchange: exchange.id, by, more, scenario: id },
        id,
      ),
    );
    return { problem: null };
  };
  let tokens: number;
  let firm = true;
  const estimate = (): number => {
    firm = false;
    return options.context.measurer.exchange(exchange, { output: null }).count.high;
  };
  if (completesInput(body)) {
    if (!mayBeUnbounded) return unbounded("the API completes its input while it answers");
    tokens = estimate();
  } else {
    const counted = await world.api.countTokens(body, exchange.betas);
    if (typeof counted === "number") tokens = counted;
    else if (counted.status === 401 || counted.status === 403) {
      stopDenied(session, counted.status, counted.kind);
      return { problem: null };
    } else if (!mayBeUnbounded)
      return unbounded(
        `count_tokens gave no number (${String(counted.status ?? "no answer")} ${counted.kind})`,
      );
    else tokens = estimate();
  }
  const { book, context, batch } = options;
  const bound = boundOf(
    { body, betas: exchange.betas, tokens, batch },
    { book, asOf: context.asOf },
  );
  if (bound !== null) return { usd: bound, firm };
  return {
    problem: problem(
      "replay-no-price",
      exchange.place,
      { exchange: exchange.id, model: modelOf(body) ?? "" },
      id,
    ),
  };
}

/** Whether an answer says what it cost: what a recording must say (recording-without-usage). */
export function saysUsage(response: JsonObject): boolean {
  const { usage, problems } = readUsage(usageOf(response), nowhere);
  return usage !== null && !hasErrors(problems);
}

/**
 * Pico-dollars an answer was billed at most; null where it cannot be priced. `exchange`: null where
 * its request is not known any more.
 */
export function costOf(
  session: Session,
  exchange: Exchange | null,
  answer: { readonly response: JsonObject; readonly batch: boolean },
): Pico | null {
  const { book, context } = session.options;
  const { response, batch } = answer;
  const bill = billExchange(
    {
      request: exchange?.request.body ?? null,
      response,
      usage: usageOf(response),
      at: null,
      batch,
      betas: exchange?.betas ?? null,
      place: nowhere,
    },
    { book, asOf: context.asOf },
  );
  return bill.usdHigh ?? bill.usd;
}
