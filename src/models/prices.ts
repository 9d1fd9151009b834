import type { Day } from "../day.ts";
import { parseUsd, type Pico } from "../money.ts";

/**
 * Prices in USD per million tokens, in the order of the vendor's tables: input, output, 5m write,
 * 1h write, read. Null: nobody published it. Throws a RangeError where a text is no such price.
 */
export function prices(
  ...usd: readonly [
    input: string | null,
    output: string | null,
    cacheWrite5m: string | null,
    cacheWrite1h: string | null,
    cacheRead: string | null,
  ]
): ClassPrices {
  const [input, output, cacheWrite5m, cacheWrite1h, cacheRead] = usd;
  return {
    input: perMillion(input),
    output: perMillion(output),
    cacheWrite5m: perMillion(cacheWrite5m),
    cacheWrite1h: perMillion(cacheWrite1h),
    cacheRead: perMillion(cacheRead),
  };
}

function perMillion(usd: string | null): Pico | null {
  if (usd === null) return null;
  const pico = parseUsd(usd);
  if (pico === null || pico % 1_000_000n !== 0n)
    throw new RangeError(`not a price per million tokens: ${usd}`);
  return pico / 1_000_000n;
}

/** The period that holds on a day; before the first dated one, that. Null: there is none. */
export function periodOn(periods: readonly PricePeriod[], day: Day): PricePeriod | null {
  return (
    periods.findLast((period) => period.from === null || period.from <= day) ?? periods[0] ?? null
  );
}

/** List prices from a day on, until the day before the next period begins. */
export interface PricePeriod {
  /** First UTC day; null: since the model's release, undated. */
  readonly from: Day | null;
  readonly list: ClassPrices;
  readonly long?: LongBand;
  readonly fast?: ClassPrices;
  /**
   * What `speed: "fast"` does where fast mode is over: it bills as standard, or the API refuses it.
   */
  readonly afterFast?: "standard" | "refused";
}

/**
 * Prices of a whole request whose prompt (input + writes + reads) is strictly larger than `over`
 * tokens (billing.md §1.3).
 */
export interface LongBand {
  readonly over: number;
  readonly prices: ClassPrices;
  readonly fast?: ClassPrices;
  /** The beta header without which the API refuses such a prompt. */
  readonly beta?: string;
}

/** Pico-dollars per token; null: nobody published it. */
export type ClassPrices = Readonly<Record<PriceClass, Pico | null>>;

export type PriceClass = (typeof priceClasses)[number];

/** What has a price of its own, in the order of the vendor's tables. */
export const priceClasses = [
  "input",
  "output",
  "cacheWrite5m",
  "cacheWrite1h",
  "cacheRead",
] as const;
