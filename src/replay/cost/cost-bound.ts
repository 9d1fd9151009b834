/** The upper bound of what a request costs, reserved under the cap before it is sent. */
import { completesInput } from "../../api/completed-input.ts";
import { modelOf } from "../../api/model.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { Pico } from "../../money.ts";
import { problem } from "../../problem.ts";
import type { PlannedRun } from "../plan/plan.ts";
import { reportOnce, stopDenied, type NotSent, type Session } from "../session.ts";
import { maximumCost } from "./maximum-cost.ts";

/** What is reserved for a request. */
export interface CostBound {
  /** Pico-dollars. */
  readonly usd: Pico;
  /** False where nothing bounds the cost: then `usd` is only what is expected. */
  readonly firm: boolean;
}

/**
 * Finds the bound of a request by asking `count_tokens`, which is free. A request whose input
 * nobody can count has none, and is sent only where its scenario is named by `--unbounded`.
 * Problems: `replay-unbounded`, `replay-denied` (both added to the session), `replay-no-price`
 * (given back).
 */
export async function findCostBound(
  session: Session,
  planned: PlannedRun,
  exchange: Exchange,
): Promise<CostBound | NotSent> {
  const { options, pricing } = session;
  const { body } = exchange.request;
  const scenario = planned.scenario.id;
  const counted = await countInput(session, scenario, exchange);
  if ("problem" in counted) return counted;
  const { tokens, firm } = counted;
  const usd = maximumCost({ body, betas: exchange.betas, tokens, batch: options.batch }, pricing);
  if (usd !== null) return { usd, firm };
  const details = { exchange: exchange.id, model: modelOf(body) ?? "" };
  return { problem: problem("replay-no-price", exchange.place, details, scenario) };
}

interface InputCount {
  readonly tokens: number;
  /** Whether the API counted them; else they are our own upper estimate. */
  readonly firm: boolean;
}

/** Input tokens of a request. */
async function countInput(
  session: Session,
  scenario: string,
  exchange: Exchange,
): Promise<InputCount | NotSent> {
  const { options, ports } = session;
  const { body } = exchange.request;
  const estimate = (reason: string): InputCount | NotSent => {
    if (!options.unbounded.has(scenario))
      return reportUnbounded(session, { scenario, exchange, reason });
    const { count } = options.context.measurer.exchange(exchange, { output: null });
    return { tokens: count.high, firm: false };
  };
  if (completesInput(body)) return estimate("the API completes its input while it answers");
  const counted = await ports.api.countTokens(body, exchange.betas);
  if (typeof counted === "number") return { tokens: counted, firm: true };
  if (ports.isStopped()) return { problem: null };
  const { status, kind } = counted;
  if (status === 401 || status === 403) {
    stopDenied(session, status, kind);
    return { problem: null };
  }
  return estimate(`count_tokens gave no number (${String(status ?? "no answer")} ${kind})`);
}

function reportUnbounded(
  session: Session,
  unbounded: { readonly scenario: string; readonly exchange: Exchange; readonly reason: string },
): NotSent {
  const { scenario, exchange, reason: by } = unbounded;
  reportOnce(session, JSON.stringify(["unbounded", scenario, by]), (more) => {
    const details = { exchange: exchange.id, by, more, scenario };
    return problem("replay-unbounded", exchange.place, details, scenario);
  });
  return { problem: null };
}
