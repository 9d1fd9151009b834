import type { Ttl } from "../../api/cache-control.ts";
import type { Day } from "../../day.ts";
import type { PriceBook } from "../../models/rates.ts";
import { ratio, type Ratio } from "../../money.ts";
import { billedRate, rateTableOf } from "../rate-table.ts";

/** How often a written prefix must be read until the write has paid. */
export interface ReadsToPay {
  /** Exactly: (write − input) / (input − read). */
  readonly reads: Ratio;
  /** The least whole number of reads that is enough. */
  readonly whole: number;
}

const writes = { "5m": "cacheWrite5m", "1h": "cacheWrite1h" } as const satisfies Record<
  Ttl,
  string
>;

/**
 * After how many reads a write has paid, by a model's rates at standard speed: writing costs more
 * than plain input once, each read less (billing.md §1.2). Null where a rate is unknown, or where a
 * read saves nothing.
 */
export function readsToPay(
  ttl: Ttl,
  { model, book, asOf }: { readonly model: string; readonly book: PriceBook; readonly asOf: Day },
): ReadsToPay | null {
  const { rates } = billedRate(
    rateTableOf(book, asOf),
    { model, geo: "global", speed: "standard", tier: "standard" },
    { model: null, total: 0, isServed: true },
  );
  const [input, read] = [rates?.input ?? null, rates?.cacheRead ?? null];
  const write = rates?.[writes[ttl]] ?? null;
  if (input === null || read === null || write === null || input <= read) return null;
  const [dearer, saved] = [write - input, input - read];
  if (dearer <= 0n) return { reads: ratio(0n), whole: 0 };
  return { reads: ratio(dearer, saved), whole: Number((dearer + saved - 1n) / saved) };
}
