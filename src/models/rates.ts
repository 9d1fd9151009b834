import type { Day } from "../day.ts";
import type { Pico } from "../money.ts";
import type { ClassPrices, PriceClass } from "./prices.ts";

/** As the API writes `speed` and `service_tier` in a `usage`; the first where it says neither. */
export const speeds = ["standard", "fast"] as const;
export const tiers = ["standard", "priority", "batch"] as const;

/** The rate a ledger line is priced at. Two usages with the same key cost the same per token. */
export interface RateKey {
  /** The price book's id. */
  readonly model: string;
  /**
   * First day (UTC) of the rates in force, as the price book dates them; `list` where it gives no
   * date.
   */
  readonly rate: string;
  readonly band: "base" | "long";
  /** `us`: data residency premium; `regional`: a cloud platform's regional endpoint. */
  readonly geo: "global" | "us" | "regional";
  readonly speed: (typeof speeds)[number];
  readonly tier: (typeof tiers)[number];
}

/**
 * Rates in pico-dollars per token (searches: per search), multipliers applied. Null: nobody
 * published it.
 */
export interface Rates extends ClassPrices {
  readonly webSearch: Pico | null;
}

/** A price of the user's own, in place of the price book's. Rates in pico-dollars per token. */
export interface PriceOverride extends Readonly<Partial<Record<PriceClass, Pico>>> {
  readonly model: string;
}

/** Dated, sourced prices per model, with the user's overrides on top. */
export interface PriceBook {
  /** The day from which the rates in force on `day` hold, or `list`. `model` is a price book id. */
  readonly rateOn: (model: string, day: Day) => RateKey["rate"];
  /**
   * The band of a prompt of so many tokens (input + writes + reads) on a day. billing.md §1.3:
   * strictly more than the threshold.
   */
  readonly bandOf: (model: string, day: Day, promptTokens: number) => RateKey["band"];
  /**
   * Null where the model has no such rates at all (fast mode of a model without one, an id the book
   * does not know).
   */
  readonly rates: (key: RateKey) => Rates | null;
  /** What a digest of the rates of some models is made from: stable text, one line per rate. */
  readonly describe: (models: readonly string[], day: Day) => string;
}
