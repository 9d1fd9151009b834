import { keyText, mapClasses, rateKeyOf, type QuantityClass } from "../billing/ledger/ledger.ts";
import { rateOf } from "../billing/ledger/price.ts";
import type { Traffic } from "../config/config.ts";
import type { Day } from "../day.ts";
import type { PriceBook, RateKey } from "../models/rates.ts";
import { addRatio, divideHalfEven, multiplyRatio, ratio, type Pico, type Ratio } from "../money.ts";
import type { Projection } from "../projection/projection.ts";
import { itemKey, type ItemName } from "./item.ts";

/** A projection with the traffic it was made at. */
export interface ProjectedTraffic {
  readonly projection: Projection;
  readonly traffic: Traffic;
}

/** What the projection says of one model, or of web searches, over some days. */
export interface ProjectedItem extends ItemName {
  readonly byDay: ReadonlyMap<Day, Pico>;
  /** The days' sum, pico-dollars. */
  readonly usd: Pico;
  /** Expected quantities of all days, and their cost in pico-dollars, by class. */
  readonly quantities: Readonly<Record<QuantityClass, Ratio>>;
  readonly costs: Readonly<Record<QuantityClass, Ratio>>;
  readonly requests: Ratio;
  readonly tiers: ReadonlySet<string>;
}

/** A day's part of a month of 730 hours. */
const dayOfMonth = ratio(24n, 730n);

/**
 * What scenarios are projected to cost on each of some days: their month's traffic over 730 hours ×
 * 24, at the rates that hold on that day. Web searches are an item of their own, as in the vendor's
 * reports.
 */
export function projectDays(
  scenarios: readonly ProjectedTraffic[],
  days: readonly Day[],
  book: PriceBook,
): ReadonlyMap<string, ProjectedItem> {
  const items = new Map<string, MutableItem>();
  const itemOf = (name: ItemName): MutableItem => {
    const key = itemKey(name);
    const known = items.get(key) ?? newItem(name);
    items.set(key, known);
    return known;
  };
  for (const { key, perDay } of linesADay(scenarios)) {
    const tokens = itemOf({ costType: "tokens", model: key.model });
    tokens.tiers.add(key.tier);
    for (const [name, quantity] of Object.entries(perDay)) {
      if (!isClass(name, perDay) || quantity.n === 0n) continue;
      const item =
        name === "webSearches" ? itemOf({ costType: "web_search", model: null }) : tokens;
      const many = multiplyRatio(quantity, ratio(BigInt(days.length)));
      item.quantities[name] = addRatio(item.quantities[name], many);
      for (const { from, rate } of ratesOf(key, name, days, book)) {
        const cost = multiplyRatio(quantity, ratio(rate));
        for (const day of from)
          item.exact.set(day, addRatio(item.exact.get(day) ?? ratio(0n), cost));
        const whole = multiplyRatio(cost, ratio(BigInt(from.length)));
        item.costs[name] = addRatio(item.costs[name], whole);
      }
    }
  }
  for (const [model, perDay] of requestsADay(scenarios)) {
    const item = itemOf({ costType: "tokens", model });
    item.requests = addRatio(item.requests, multiplyRatio(perDay, ratio(BigInt(days.length))));
  }
  return new Map([...items].map(([key, item]) => [key, finish(item)]));
}

interface MutableItem extends ItemName {
  readonly exact: Map<Day, Ratio>;
  readonly quantities: Record<QuantityClass, Ratio>;
  readonly costs: Record<QuantityClass, Ratio>;
  requests: Ratio;
  readonly tiers: Set<string>;
}

function newItem(name: ItemName): MutableItem {
  const nothing = (): Record<QuantityClass, Ratio> => mapClasses(() => ratio(0n));
  return {
    ...name,
    exact: new Map(),
    quantities: nothing(),
    costs: nothing(),
    requests: ratio(0n),
    tiers: new Set(),
  };
}

/** Rounded once a day, so that the days add up. */
function finish({ exact, ...item }: MutableItem): ProjectedItem {
  const byDay = new Map([...exact].map(([day, { n, d }]) => [day, divideHalfEven(n, d)] as const));
  const usd = [...byDay.values()].reduce((sum, one) => sum + one, 0n);
  return { ...item, byDay, usd };
}

interface LineADay {
  readonly key: RateKey;
  readonly perDay: Readonly<Record<QuantityClass, Ratio>>;
}

function linesADay(scenarios: readonly ProjectedTraffic[]): readonly LineADay[] {
  const lines = new Map<string, LineADay>();
  for (const { projection, traffic } of scenarios) {
    const runs = multiplyRatio(traffic.runsPerMonth, dayOfMonth);
    const { divisor, lines: own } = projection.perRun;
    for (const line of own) {
      const name = keyText(line);
      const known = lines.get(name);
      const perDay = mapClasses((each) => {
        const quantity = multiplyRatio(ratio(line[each], divisor), runs);
        return known === undefined ? quantity : addRatio(known.perDay[each], quantity);
      });
      lines.set(name, { key: rateKeyOf(line), perDay });
    }
  }
  return [...lines.values()];
}

function requestsADay(scenarios: readonly ProjectedTraffic[]): ReadonlyMap<string, Ratio> {
  const requests = new Map<string, Ratio>();
  for (const { projection, traffic } of scenarios)
    for (const { share, rate } of projection.exchanges) {
      const many = multiplyRatio(multiplyRatio(share, traffic.runsPerMonth), dayOfMonth);
      requests.set(rate.model, addRatio(requests.get(rate.model) ?? ratio(0n), many));
    }
  return requests;
}

/** The days at each rate of a class. A rate that a day has not is that of the projection. */
function ratesOf(
  key: RateKey,
  name: QuantityClass,
  days: readonly Day[],
  book: PriceBook,
): readonly { readonly from: readonly Day[]; readonly rate: Pico }[] {
  const byRate = new Map<string, Day[]>();
  for (const day of days) {
    const rate = book.rateOn(key.model, day);
    const known = byRate.get(rate);
    if (known === undefined) byRate.set(rate, [day]);
    else known.push(day);
  }
  return [...byRate].map(([rate, from]) => {
    const rates = book.rates({ ...key, rate }) ?? book.rates(key);
    return { from, rate: rateOf(rates, name) ?? 0n };
  });
}

function isClass(
  name: string,
  classes: Readonly<Record<QuantityClass, Ratio>>,
): name is QuantityClass {
  return name in classes;
}
