import { priceKeyOf } from "../../../config/prices.ts";
import { findModel } from "../../../models/lookup.ts";
import { priceClasses, type PriceClass } from "../../../models/prices.ts";
import type { PriceOverride } from "../../../models/rates.ts";
import type { Pico } from "../../../money.ts";
import type { Relaxation } from "../../relaxation.ts";
import { describeUsd } from "../../words.ts";

type Prices = readonly PriceOverride[];

const listPrice = "the list price";

/**
 * Prices that are lower than before; that are new, where the list is not known or not as low; and
 * those that are gone, where the list is not as high.
 */
export function relaxPrices(before: Prices, after: Prices): readonly Relaxation[] {
  return [...lowerPrices(before, after), ...gonePrices(before, after)];
}

function lowerPrices(before: Prices, after: Prices): readonly Relaxation[] {
  return after.flatMap((prices) => {
    const old = before.find(({ model }) => model === prices.model);
    return priceClasses.flatMap((name) => {
      const [from, to] = [old?.[name], prices[name]];
      if (to === undefined) return [];
      const list = from === undefined ? (listOf(prices.model, name).at(-1) ?? null) : from;
      if (list !== null && to >= list) return [];
      return [
        {
          path: ["prices", prices.model, priceKeyOf(name)],
          from: from === undefined ? listPrice : describeUsd(from),
          to: describeUsd(to),
        },
      ];
    });
  });
}

function gonePrices(before: Prices, after: Prices): readonly Relaxation[] {
  return before.flatMap((prices) => {
    const { model } = prices;
    const left = after.find((other) => other.model === model);
    return priceClasses.flatMap((name) => {
      const from = prices[name];
      const list = listOf(model, name)[0] ?? null;
      return from === undefined || left?.[name] !== undefined || (list !== null && from <= list)
        ? []
        : [{ path: ["prices", model, priceKeyOf(name)], from: describeUsd(from), to: listPrice }];
    });
  });
}

/**
 * The list prices of a class that hold now, cheapest first: an override stands in the place of every
 * band. Pico-dollars a token; none where nobody lists the model or the class.
 */
function listOf(model: string, name: PriceClass): readonly Pico[] {
  const period = findModel(model)?.model.periods.at(-1);
  return [period?.list[name], period?.long?.prices[name]]
    .filter((price) => price !== null && price !== undefined)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
