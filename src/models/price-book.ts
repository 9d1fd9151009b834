import type { Day } from "../day.ts";
import { divideHalfEven, multiplyRatio, ratio, type Pico, type Ratio } from "../money.ts";
import { findByPriceBookId, findModel } from "./lookup.ts";
import {
  periodOn,
  priceClasses,
  prices,
  type ClassPrices,
  type LongBand,
  type PriceClass,
  type PricePeriod,
} from "./prices.ts";
import { speeds, type PriceBook, type PriceOverride, type RateKey, type Rates } from "./rates.ts";

/** $10 per 1,000 searches, in pico-dollars per search; no multiplier applies (billing.md §1.5). */
const webSearchPrice: Pico = 10_000_000_000n;

/**
 * The price book: list prices of `src/models/`, the user's own on top. Multiplied rates are exact
 * for every list price; an override too fine for that is rounded half-even to a pico-dollar per
 * token. Tier `priority` has the list's rates: what a commitment costs stands in a contract
 * (billing.md §1.5).
 */
export function createPriceBook(overrides: readonly PriceOverride[] = []): PriceBook {
  const { everywhere, regional } = readOverrides(overrides);
  const knownPeriods = new Map<string, readonly PricePeriod[]>();
  const periodsOf = (model: string): readonly PricePeriod[] => {
    const periods = knownPeriods.get(model) ?? overridden(model, everywhere.get(model));
    knownPeriods.set(model, periods);
    return periods;
  };
  const knownRates = new Map<string, Rates | null>();
  const rates = (key: RateKey): Rates | null => {
    const name = `${key.model} ${key.rate} ${key.band} ${key.geo} ${key.speed} ${key.tier}`;
    const known = knownRates.get(name);
    if (known !== undefined) return known;
    const computed = computeRates(key, periodsOf(key.model), regional.get(key.model));
    knownRates.set(name, computed);
    return computed;
  };
  const rateOn = (model: string, day: Day): RateKey["rate"] =>
    periodOn(periodsOf(model), day)?.from ?? "list";
  const longBandOn = (model: string, day: Day): LongBand | undefined =>
    periodOn(periodsOf(model), day)?.long;

  return {
    rateOn,
    bandOf: (model, day, promptTokens) => {
      const long = longBandOn(model, day);
      return long !== undefined && promptTokens > long.over ? "long" : "base";
    },
    rates,
    describe: (models, day) =>
      [...new Set(models)]
        .sort()
        .flatMap((model) => {
          const lines = describeRates(rates, {
            model,
            rate: rateOn(model, day),
            over: longBandOn(model, day)?.over,
          });
          return lines.length === 0 ? [`${model}: none`] : lines;
        })
        .join("\n"),
  };
}

/** What a model costs with nothing asked for that has a price of its own, on a day. */
export function listPrices(book: PriceBook, model: string, day: Day): Rates | null {
  const rate = book.rateOn(model, day);
  const usual = { band: "base", geo: "global", speed: "standard", tier: "standard" } as const;
  return book.rates({ model, rate, ...usual });
}

/**
 * Overrides by price book id: those for every place, and those for a cloud's regional endpoints.
 */
interface Overrides {
  readonly everywhere: ReadonlyMap<string, PriceOverride>;
  /** A price given for a regional endpoint is that endpoint's, its premium in it. */
  readonly regional: ReadonlyMap<string, PriceOverride>;
}

function readOverrides(overrides: readonly PriceOverride[]): Overrides {
  const everywhere = new Map<string, PriceOverride>();
  const regional = new Map<string, PriceOverride>();
  for (const override of overrides) {
    const named = findModel(override.model);
    const model = named?.model.id ?? override.model;
    const earlier = named?.regional === true ? regional : everywhere;
    earlier.set(model, { ...earlier.get(model), ...override });
  }
  return { everywhere, regional };
}

/**
 * The periods of a model's prices as the user sees them: an override replaces its classes at
 * standard speed, in every period and band. A model that only the overrides know has one period.
 */
function overridden(model: string, override: PriceOverride | undefined): readonly PricePeriod[] {
  const periods = findByPriceBookId(model)?.periods;
  if (override === undefined) return periods ?? [];
  const { model: _, ...own } = override;
  const withBand = (long: LongBand): LongBand => ({ ...long, prices: { ...long.prices, ...own } });
  const unknown: PricePeriod = { from: null, list: prices(null, null, null, null, null) };
  return (periods ?? [unknown]).map((period) => ({
    ...period,
    list: { ...period.list, ...own },
    ...(period.long === undefined ? {} : { long: withBand(period.long) }),
  }));
}

function computeRates(
  key: RateKey,
  periods: readonly PricePeriod[],
  regional: PriceOverride | undefined,
): Rates | null {
  const period = periods.find(({ from }) => (from ?? "list") === key.rate);
  const listed = period === undefined ? null : pricesOf(period, key);
  if (listed === null) return null;
  const multiplier = multiplierOf(key);
  const withoutPremium = multiplierOf({ ...key, geo: "global" });
  const given = key.geo === "regional" && key.speed === "standard" ? regional : undefined;
  const rate = (name: PriceClass): Pico | null => {
    const own = given?.[name];
    const [price, { n, d }] =
      own === undefined ? [listed[name], multiplier] : [own, withoutPremium];
    return price === null ? null : divideHalfEven(price * n, d);
  };
  return {
    input: rate("input"),
    output: rate("output"),
    cacheWrite5m: rate("cacheWrite5m"),
    cacheWrite1h: rate("cacheWrite1h"),
    cacheRead: rate("cacheRead"),
    webSearch: webSearchPrice,
  };
}

function pricesOf(period: PricePeriod, { speed, band, tier }: RateKey): ClassPrices | null {
  // Fast mode and batch exclude one another (billing.md §1.5).
  if (speed === "fast" && tier === "batch") return null;
  const { list, fast, long } = period;
  const listed = {
    base: { standard: list, fast },
    long: { standard: long?.prices, fast: long?.fast },
  } satisfies Record<RateKey["band"], Record<RateKey["speed"], ClassPrices | undefined>>;
  return listed[band][speed] ?? null;
}

/** Tier × geo, on every token class (billing.md §1.5, "Stacking"). */
function multiplierOf({ tier, geo }: RateKey): Ratio {
  return multiplyRatio(tierFactors[tier], geoFactors[geo]);
}

const tierFactors: Readonly<Record<RateKey["tier"], Ratio>> = {
  standard: ratio(1n),
  priority: ratio(1n),
  batch: ratio(1n, 2n),
};

const geoFactors: Readonly<Record<RateKey["geo"], Ratio>> = {
  global: ratio(1n),
  us: ratio(11n, 10n),
  regional: ratio(11n, 10n),
};

/** The rates of a model in one period, a line each; `over`: where its long band begins, tokens. */
function describeRates(
  rates: PriceBook["rates"],
  { model, rate, over }: { model: string; rate: string; over: number | undefined },
): readonly string[] {
  const lines: string[] = [];
  for (const tier of ["standard", "batch"] as const) {
    for (const geo of ["global", "us"] as const) {
      for (const speed of speeds) {
        for (const band of ["base", "long"] as const) {
          const found = rates({ model, rate, band, geo, speed, tier });
          if (found === null) continue;
          const from = band === "long" ? ` over ${String(over)}` : "";
          const values = priceClasses.map((name) => `${name} ${String(found[name])}`).join(" ");
          lines.push(
            `${model} ${tier} ${geo} ${speed} ${band}${from}: ${values} webSearch ${String(found.webSearch)}`,
          );
        }
      }
    }
  }
  return lines;
}
