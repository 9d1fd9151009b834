/** How the reports and the Console write what decides a rate (billing.md §8, llm-cost.md §6). */
import type { Day } from "../day.ts";
import { createPriceBook } from "../models/price-book.ts";
import type { PriceBook, RateKey } from "../models/rates.ts";

/** Usage is priced by the list: what a discount is, is seen against that. */
export const listBook: PriceBook = createPriceBook();

/** A service tier; null where what is written says none (`message` in a cost export, nothing). */
export function tierOf(written: string): string | null {
  const name = written.trim().toLowerCase();
  if (name === "" || name === "message" || name === "messages" || name === "not_available")
    return null;
  return name.includes("batch") ? "batch" : name;
}

/** Whether a tier is billed by the list, and at what rates; null: nobody published any. */
export function rateTierOf(tier: string | null): RateKey["tier"] | null {
  if (tier === null || tier === "standard") return "standard";
  return tier === "batch" || tier === "priority" ? tier : null;
}

/**
 * The price band of a context window, `0-200k` or `≤ 200k` and the windows above. Bands at another
 * length cannot be told by it (billing.md §8, last paragraph): those count as short prompts.
 */
export function bandOfWindow(written: string, model: string, day: Day): RateKey["band"] {
  const isLong = /^\s*(?:>|200k\s*[-–])/i.test(written);
  return isLong ? listBook.bandOf(model, day, 200_001) : "base";
}

/** Whether a model has a band that the windows of the reports do not tell. */
export function isBandOpen(model: string, day: Day): boolean {
  return (
    listBook.bandOf(model, day, 200_000) === "long" &&
    listBook.bandOf(model, day, 200_001) === "long"
  );
}

/** `us` costs a premium; every other value does not. */
export function geoOf(written: string): RateKey["geo"] {
  return written.trim().toLowerCase() === "us" ? "us" : "global";
}

export function speedOf(written: string): RateKey["speed"] {
  return written.trim().toLowerCase() === "fast" ? "fast" : "standard";
}
