import { modelOf } from "../../api/model.ts";
import type { Ledger } from "../../billing/ledger/ledger.ts";
import { priceLedger } from "../../billing/ledger/price.ts";
import { checkLifecycle } from "../../models/lifecycle.ts";
import { findModel, nearestModels } from "../../models/lookup.ts";
import { nowhere, problem, type Place, type Problem } from "../../problem.ts";
import type { BillingOptions } from "../exchange-ledger.ts";
import type { MeasuredScenario } from "../projection.ts";

/**
 * What keeps a scenario's ledger from being priced, or makes its prices doubtful: models nobody
 * knows, prices nobody published, models that are retired. An unknown model stands where it is
 * written, the rest at the scenario's first run.
 */
export function findUnpriced(
  { scenario, book, asOf }: BillingOptions,
  ledger: Ledger,
): readonly Problem[] {
  const place = scenario.runs[0]?.run.place ?? nowhere;
  const priced = priceLedger(ledger, book, place);
  const models = [...new Set(ledger.lines.map((line) => line.model))];
  const unknown = models.filter(
    (model) =>
      findModel(model) === null &&
      ledger.lines.some((line) => line.model === model && book.rates(line) === null),
  );
  return [
    ...unknown.map((model) =>
      problem(
        "unknown-model",
        findModelPlace(scenario, model) ?? place,
        { model, nearest: answeredModels(scenario, model) ?? nearestModels(model) },
        scenario.id,
      ),
    ),
    ...(unknown.length > 0
      ? []
      : priced.problems.map((missing) => ({ ...missing, scenario: scenario.id }))),
    ...models.flatMap((model) => {
      const named = findModel(model);
      if (named === null) return [];
      return checkLifecycle(named.model, asOf, place).map((found) => ({
        ...found,
        scenario: scenario.id,
      }));
    }),
  ];
}

/** The models that answered where nobody knows the one that was asked; null: no answer tells. */
function answeredModels({ runs }: MeasuredScenario, model: string): readonly string[] | null {
  const answered = runs.flatMap(({ exchanges }) =>
    exchanges.flatMap(({ exchange, prompt }) => {
      const name = prompt.model === model ? modelOf(exchange.recorded?.response ?? null) : null;
      return name === null || findModel(name) === null ? [] : [name];
    }),
  );
  return answered.length === 0 ? null : [...new Set(answered)].slice(0, 3);
}

/** Where a model that nobody knows is written; null where no request names it (a variant's). */
function findModelPlace({ runs }: MeasuredScenario, model: string): Place | null {
  for (const { exchanges } of runs)
    for (const { exchange, prompt } of exchanges)
      if (prompt.model === model && exchange.placeAt !== undefined)
        return exchange.placeAt(["model"]);
  return null;
}
