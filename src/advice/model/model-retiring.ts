import { refusedByModel } from "../../api/request-refusals.ts";
import { placeInBody } from "../../fixture/body-places.ts";
import { retirementOf, successorsOf, type Retirement } from "../../models/lifecycle.ts";
import { findModel } from "../../models/lookup.ts";
import { ascendingBy, uniqueBy } from "../../order.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import type { AdviceContext, Proposal } from "../advice.ts";
import { showAmount } from "../amount.ts";
import { costOf } from "../worth.ts";
import { moveTo, type Moved } from "./other-model.ts";

/**
 * Models that are gone, or retire within 90 days: the newest of the family that takes the requests as
 * they are in their place. Where nothing is saved there it must be done all the same.
 */
export function modelRetiring(context: AdviceContext): readonly Proposal[] {
  const exchanges = context.measured.runs.flatMap((run) => run.exchanges);
  const retiring = uniqueBy(exchanges, ({ prompt }) => prompt.model)
    .flatMap((exchange) => {
      const retirement = retirementOf(exchange.prompt.model, context.asOf);
      return retirement === null ? [] : [{ exchange, retirement }];
    })
    .sort(ascendingBy(({ retirement }) => retirement.days));
  const [first] = retiring;
  return first === undefined ? [] : [proposeFor(first.exchange, first.retirement, context)];
}

function proposeFor(
  { exchange, prompt: { model } }: MeasuredExchange,
  { retiresOn, days }: Retirement,
  context: AdviceContext,
): Proposal {
  const isMoved = ({ prompt }: MeasuredExchange): boolean => prompt.model === model;
  const successor = successorFor(model, context, isMoved);
  // What is gone costs nothing any more: there is nothing to save on it.
  const moved = successor === null || days <= 0 ? null : moveTo(successor.model, context, isMoved);
  const changed = moved !== null && "scenario" in moved ? moved : null;
  const refused = moved !== null && "whyNot" in moved ? moved.whyNot : (successor?.whyNot ?? null);
  return {
    code: "model-retiring",
    change:
      `move to ${successor === null ? "another model" : `\`${successor.model}\``}: \`${model}\` ` +
      (days > 0 ? `retires on ${retiresOn}` : `is retired since ${retiresOn}`) +
      (refused === null ? "" : `; change the request first, for ${refused}`) +
      (changed === null ? "" : dearerWords(changed, context)) +
      (changed?.thinks === true ? "; it thinks unless it is told not to" : ""),
    place: placeInBody(exchange, "model"),
    block: null,
    confidence: "possible",
    changed: changed?.scenario ?? null,
    mustBeDone: true,
  };
}

/** The newest model of the family that takes the requests; where none does, the newest; null: none. */
function successorFor(
  model: string,
  { measured, asOf }: AdviceContext,
  isMoved: (exchange: MeasuredExchange) => boolean,
): { readonly model: string; readonly whyNot: string | null } | null {
  const named = findModel(model);
  const bodies = measured.runs
    .flatMap((run) => run.exchanges)
    .filter(isMoved)
    .map(({ exchange }) => exchange.request.body);
  const tried = (named === null ? [] : successorsOf(named.model, asOf)).map((each) => {
    const [refusal] = bodies.flatMap((body) => refusedByModel(each, body));
    return { model: each.id, whyNot: refusal?.reason ?? null };
  });
  return tried.find(({ whyNot }) => whyNot === null) ?? tried[0] ?? null;
}

/** What it costs there where that is more; what it saves stands with the advice. */
function dearerWords(
  { scenario }: Extract<Moved, { readonly scenario: unknown }>,
  context: AdviceContext,
): string {
  const more = costOf(context.project(scenario)) - costOf(context.projection);
  return more <= 0n ? "" : `; it costs ${showAmount(more, context)} more there`;
}
