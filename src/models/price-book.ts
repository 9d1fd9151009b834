import type { Day } from "../digest.ts";
import { divideHalfEven, type Pico } from "../money.ts";
import type { ClassPrices, LongBand, PricePeriod } from "./entry.ts";
import { findEntry, findModel } from "./models.ts";
import type { PriceBook, PriceOverride, RateKey, Rates } from "./rates.ts";

/** $10 per 1,000 searches, in pico-dollars per search; no multiplier applies (billing.md §1.5). */
export const webSearchPrice: Pico = 10_000_000_000n;

const classes = ["input", "output", "cacheWrite5m", "cacheWrite1h", "cacheRead"] as const;

const noPrices: ClassPrices = {
  input: null,
  output: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  cacheRead: null,
};

/**
 * The price book: list prices of `src/models/`, the user's own on top. Multiplied rates are exact
 * for every list price; an override too fine for that is rounded half-even to a pico-dollar per
 * token. Tier `priority` has the list's rates: what a commitment costs stands in a contract
 * (billing.md §1.5).
 */
export function createPriceBook(overrides: readonly PriceOverride[] = []): PriceBook {
  const own = new Map<string, PriceOverride>();
  // A price given for a regional endpoint is that endpoint's, its premium in it.
  const regional = new Map<string, PriceOverride>();
  for (const override of overrides) {
    const named = findModel(override.model);
    const model = named?.model.id ?? override.model;
    const prices = named?.regional === true ? regional : own;
    prices.set(model, { ...prices.get(model), ...override });
  }
  const known = new Map<string, readonly PricePeriod[]>();
  const periodsOf = (model: string): readonly PricePeriod[] => {
    const found = known.get(model) ?? overridden(model, own.get(model));
    known.set(model, found);
    return found;
  };

  const compute = (key: RateKey): Rates | null => {
    const period = periodsOf(key.model).find((one) => (one.from ?? "list") === key.rate);
    const prices = period === undefined ? null : pricesOf(period, key);
    if (prices === null) return null;
    const multiplier = multiplierOf(key);
    const plain = multiplierOf({ ...key, geo: "global" });
    const given =
      key.geo === "regional" && key.speed === "standard" ? regional.get(key.model) : undefined;
    const rate = (name: (typeof classes)[number]): Pico | null => {
      const [price, { n, d }] =
        given?.[name] === undefined ? [prices[name], multiplier] : [given[name], plain];
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
  };

  const remembered = new Map<string, Rates | null>();
  const rates = (key: RateKey): Rates | null => {
    const name = `${key.model} ${key.rate} ${key.band} ${key.geo} ${key.speed} ${key.tier}`;
    const before = remembered.get(name);
    if (before !== undefined) return before;
    const found = compute(key);
    remembered.set(name, found);
    return found;
  };

  const rateOn = (model: string, day: Day): RateKey["rate"] =>
    periodOn(periodsOf(model), day)?.from ?? "list";

  const bandOf = (model: string, day: Day, promptTokens: number): RateKey["band"] => {
    const long = periodOn(periodsOf(model), day)?.long;
    return long !== undefined && promptTokens > long.over ? "long" : "base";
  };

  const describeModel = (model: string, day: Day): string[] => {
    const rate = rateOn(model, day);
    const threshold = periodOn(periodsOf(model), day)?.long?.over;
    const lines: string[] = [];
    for (const tier of ["standard", "batch"] as const) {
      for (const geo of ["global", "us"] as const) {
        for (const speed of ["standard", "fast"] as const) {
          for (const band of ["base", "long"] as const) {
            const found = rates({ model, rate, band, geo, speed, tier });
            if (found === null) continue;
            const over = band === "long" ? ` over ${String(threshold)}` : "";
            const values = classes.map((name) => `${name} ${String(found[name])}`).join(" ");
            lines.push(
              `${model} ${tier} ${geo} ${speed} ${band}${over}: ${values} webSearch ${String(found.webSearch)}`,
            );
          }
        }
      }
    }
    return lines.length === 0 ? [`${model}: none`] : lines;
  };

  const describe = (models: readonly string[], day: Day): string =>
    [...new Set(models)]
      .sort()
      .flatMap((model) => describeModel(model, day))
      .join("\n");

  return { rateOn, bandOf, rates, describe };
}

/**
 * The periods of a model's prices as the user sees them: an override replaces its classes at
 * standard speed, in every period and band. A model that only the overrides know has one period.
 */
function overridden(model: string, override: PriceOverride | undefined): readonly PricePeriod[] {
  const periods = findEntry(model)?.periods;
  if (override === undefined) return periods ?? [];
  const { model: _, ...own } = override;
  const withBand = (long: LongBand): LongBand => ({ ...long, prices: { ...long.prices, ...own } });
  return (periods ?? [{ from: null, list: noPrices }]).map((period) => ({
    ...period,
    list: { ...period.list, ...own },
    ...(period.long === undefined ? {} : { long: withBand(period.long) }),
  }));
}

function pricesOf(period: PricePeriod, key: RateKey): ClassPrices | null {
  const isFast = key.speed === "fast";
  // Fast mode and batch exclude one another (billing.md §1.5).
  if (isFast && key.tier === "batch") return null;
  if (key.band === "base") return (isFast ? period.fast : period.list) ?? null;
  return (isFast ? period.long?.fast : period.long?.prices) ?? null;
}

/** Batch × geo: 1/2 and 11/10 on every token class (billing.md §1.5, "Stacking"). */
function multiplierOf(key: RateKey): { n: bigint; d: bigint } {
  const geo = key.geo === "global" ? { n: 1n, d: 1n } : { n: 11n, d: 10n };
  return key.tier === "batch" ? { n: geo.n, d: geo.d * 2n } : geo;
}

function periodOn(periods: readonly PricePeriod[], day: Day): PricePeriod | undefined {
  return periods.findLast((period) => period.from === null || period.from <= day) ?? periods[0];
}
