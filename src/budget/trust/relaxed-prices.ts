import { priceKeyOf } from "../../config/prices.ts";
import { findModel } from "../../models/lookup.ts";
import { priceClasses } from "../../models/prices.ts";
import type { PriceOverride } from "../../models/rates.ts";
import type { Relaxation } from "../relaxation.ts";
import { describeUsd } from "../words.ts";

type Prices = readonly PriceOverride[];

const listPrice = "the list price";

/**
 * Prices that are lower than before, or than a list that is not known here; and those that are gone
 * and stood above the list.
 */
export function relaxPrices(before: Prices, after: Prices): readonly Relaxation[] {
  return [...lowerPrices(before, after), ...gonePrices(before, after)];
}

function lowerPrices(before: Prices, after: Prices): readonly Relaxation[] {
  return after.flatMap((prices) => {
    const old = before.find(({ model }) => model === prices.model);
    return priceClasses.flatMap((name) => {
      const [from, to] = [old?.[name], prices[name]];
      if (to === undefined || (from !== undefined && to >= from)) return [];
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
    const periods = findModel(model)?.model.periods;
    return priceClasses.flatMap((name) => {
      const from = prices[name];
      const list = periods?.at(-1)?.list[name] ?? null;
      return from === undefined || left?.[name] !== undefined || (list !== null && from <= list)
        ? []
        : [{ path: ["prices", model, priceKeyOf(name)], from: describeUsd(from), to: listPrice }];
    });
  });
}
