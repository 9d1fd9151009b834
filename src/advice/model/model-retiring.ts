import { placeInBody } from "../../fixture/body-places.ts";
import { retirementOf, successorsOf } from "../../models/lifecycle.ts";
import { findModel } from "../../models/lookup.ts";
import { uniqueBy } from "../../order.ts";
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
  return uniqueBy(exchanges, ({ prompt }) => prompt.model).flatMap((exchange) =>
    proposeFor(exchange, context),
  );
}

function proposeFor(
  { exchange, prompt: { model } }: MeasuredExchange,
  context: AdviceContext,
): readonly Proposal[] {
  const retirement = retirementOf(model, context.asOf);
  if (retirement === null) return [];
  const { retiresOn, days } = retirement;
  const goes = days > 0 ? `retires on ${retiresOn}` : `is retired since ${retiresOn}`;
  const successor = successorFor(model, context);
  const moved = successor?.moved ?? null;
  const changed = moved !== null && "scenario" in moved ? moved : null;
  const refused = moved !== null && "whyNot" in moved ? moved.whyNot : null;
  return [
    {
      code: "model-retiring",
      change:
        `move to ${successor === null ? "another model" : `\`${successor.model}\``}: \`${model}\` ${goes}` +
        (refused === null ? "" : `; change the request first, for ${refused}`) +
        (changed === null ? "" : dearerWords(changed, context)) +
        (changed?.thinks === true ? "; it thinks unless it is told not to" : ""),
      place: placeInBody(exchange, "model"),
      block: null,
      confidence: "possible",
      changed: changed?.scenario ?? null,
      mustBeDone: true,
    },
  ];
}

/** The newest model of the family that takes the requests; where none does, the newest; null: none. */
function successorFor(
  model: string,
  context: AdviceContext,
): { readonly model: string; readonly moved: Moved } | null {
  const named = findModel(model);
  const tried = (named === null ? [] : successorsOf(named.model, context.asOf)).map(({ id }) => ({
    model: id,
    moved: moveTo(id, context, ({ prompt }) => prompt.model === model),
  }));
  return tried.find(({ moved }) => "scenario" in moved) ?? tried[0] ?? null;
}

/** What it costs there where that is more; what it saves stands with the advice. */
function dearerWords(
  { scenario }: Extract<Moved, { readonly scenario: unknown }>,
  context: AdviceContext,
): string {
  const more = costOf(context.project(scenario)) - costOf(context.projection);
  return more <= 0n ? "" : `; it costs ${showAmount(more, context)} more there`;
}
