import { placeInBody } from "../../fixture/body-places.ts";
import { retirementOf } from "../../models/lifecycle.ts";
import { uniqueBy } from "../../order.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import type { AdviceContext, Proposal } from "../advice.ts";
import { moveTo } from "./other-model.ts";

/**
 * Models that are gone, or retire within 90 days: the newest of the family in their place. Where
 * nothing is saved there it must be done all the same.
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
  const { retiresOn, days, newest } = retirement;
  const goes = days > 0 ? `retires on ${retiresOn}` : `is retired since ${retiresOn}`;
  const moved =
    newest === null ? null : moveTo(newest, context, ({ prompt }) => prompt.model === model);
  const refused = moved !== null && "whyNot" in moved ? moved.whyNot : null;
  const changed = moved !== null && "scenario" in moved ? moved : null;
  return [
    {
      code: "model-retiring",
      change:
        `move to ${newest === null ? "another model" : `\`${newest}\``}: \`${model}\` ${goes}` +
        (refused === null ? "" : `; change the request first, for ${refused}`) +
        (changed?.thinks === true ? "; it thinks unless it is told not to" : ""),
      place: placeInBody(exchange, "model"),
      block: null,
      confidence: "possible",
      changed: changed?.scenario ?? null,
      mustBeDone: true,
    },
  ];
}
