import { priceBookId } from "../../api/model.ts";
import { placeInBody } from "../../fixture/body-places.ts";
import { retirementOf, smallerModels } from "../../models/lifecycle.ts";
import { findModel } from "../../models/lookup.ts";
import type { Model } from "../../models/model.ts";
import { descendingBy, groupBy } from "../../order.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import type { AdviceContext, Proposal } from "../advice.ts";
import { moveTo, type Moved } from "./other-model.ts";

/**
 * The newest model of the next smaller family that takes the scenario's requests as they are, with
 * the prompt and the recorded answers by its own tokenizer. Of a scenario on several models, the one
 * with the most exchanges moves.
 */
export function smallerModel(context: AdviceContext): readonly Proposal[] {
  const exchanges = context.measured.runs.flatMap((run) => run.exchanges);
  const [main] = [...groupBy(exchanges, ({ prompt }) => prompt.model)].sort(
    descendingBy(([, own]) => own.length),
  );
  const first = main?.[1][0];
  if (first === undefined) return [];
  const found = findSmaller(context, first, ({ prompt }) => prompt.model === first.prompt.model);
  if (found === null) return [];
  const { model, moved } = found;
  return [
    {
      code: "smaller-model",
      change:
        `try \`${model.id}\` in place of \`${first.prompt.model}\`` +
        (moved.thinks ? "; it thinks unless it is told not to" : ""),
      place: placeInBody(first.exchange, "model"),
      block: null,
      confidence: "possible",
      changed: moved.scenario,
    },
  ];
}

/** A smaller model, and the scenario with some exchanges on it. */
export interface FoundModel {
  readonly model: Model;
  readonly moved: Extract<Moved, { readonly scenario: unknown }>;
}

/** The first smaller and cheaper model that takes the exchanges which are to move; null: none does. */
export function findSmaller(
  context: AdviceContext,
  from: MeasuredExchange,
  isMoved: (exchange: MeasuredExchange, run: number) => boolean,
): FoundModel | null {
  const named = findModel(from.prompt.model);
  if (named === null || isGone(from.prompt.model, context)) return null;
  for (const family of smallerModels(named.model, context.asOf))
    for (const model of family) {
      if (!isCheaper(model, from, context)) continue;
      const moved = moveTo(model.id, context, isMoved);
      if ("scenario" in moved) return { model, moved };
    }
  return null;
}

/** Whether nobody answers on a model any more: what it costs is no figure to save on. */
function isGone(model: string, { asOf }: AdviceContext): boolean {
  const retirement = retirementOf(model, asOf);
  return retirement !== null && retirement.days <= 0;
}

/** Whether a model's list prices are below those of an exchange's. */
function isCheaper(model: Model, from: MeasuredExchange, { book, asOf }: AdviceContext): boolean {
  const [theirs, own] = [model.id, priceBookId(from.prompt.model)].map((id) =>
    book.rates({
      model: id,
      rate: book.rateOn(id, asOf),
      band: "base",
      geo: "global",
      speed: "standard",
      tier: "standard",
    }),
  );
  const [input, output] = [theirs?.input ?? null, theirs?.output ?? null];
  const [ownInput, ownOutput] = [own?.input ?? null, own?.output ?? null];
  if (input === null || output === null || ownInput === null || ownOutput === null) return false;
  return input < ownInput && output < ownOutput;
}
