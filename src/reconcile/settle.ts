import {
  addQuantities,
  mapClasses,
  noQuantities,
  type Quantities,
} from "../billing/ledger/ledger.ts";
import { priceLine } from "../billing/ledger/price.ts";
import type { Day } from "../day.ts";
import type { Pico } from "../money.ts";
import { groupBy } from "../order.ts";
import { itemKey, type ItemName } from "./item.ts";
import { listBook, rateTierOf } from "./rates.ts";
import type { RealBill, RealCharge, RealUsage } from "./real.ts";

/** What one item really came to on one day, in one tier (null: the source does not say). */
export interface Settled extends ItemName {
  readonly day: Day;
  readonly tier: string | null;
  /** After discounts. */
  readonly usd: Pico;
  /** Before discounts. */
  readonly listUsd: Pico;
}

/** A bill with a list price for everything, and what that could not be had of. */
export interface SettledBill {
  readonly charges: readonly Settled[];
  readonly usage: readonly RealUsage[] | null;
  /** What of the usage has no price. Empty where the source says the cost. */
  readonly unpriced: readonly RealUsage[];
  /** Whether what was paid is known, apart from the list price. */
  readonly knowsPaid: boolean;
  /** List prices were worked out from the usage. */
  readonly workedOut: boolean;
}

/**
 * Brings a bill to one form: a charge for everything, after discounts and at the list. Where a
 * source says usage only, the list is what is paid; where it says only what was paid (the older cost
 * report), usage priced by the price book is the list.
 */
export function settleBill({ usage, charges }: RealBill): SettledBill {
  if (charges === null) {
    const all = usage ?? [];
    const priced = all.map((one) => ({ one, parts: priceUsage(one) }));
    return {
      charges: priced.flatMap(({ parts }) => parts ?? []),
      usage,
      unpriced: priced.flatMap(({ one, parts }) => (parts === null ? [one] : [])),
      knowsPaid: false,
      workedOut: false,
    };
  }
  const open = charges.filter(({ listUsd }) => listUsd === null);
  const known = charges.flatMap((charge) =>
    charge.listUsd === null ? [] : [{ ...charge, listUsd: charge.listUsd }],
  );
  const worked = workOutLists(open, usage ?? []);
  return {
    charges: [...known, ...worked.charges],
    usage,
    unpriced: [],
    knowsPaid: known.length > 0 || worked.found,
    workedOut: worked.found,
  };
}

/** What some usage costs at the list, searches apart; null where nobody published the price. */
function priceUsage(usage: RealUsage): readonly Settled[] | null {
  const { day, model, quantities, band, geo, speed } = usage;
  const tier = rateTierOf(usage.tier);
  const { webSearches, ...tokens } = quantities;
  const rate = listBook.rateOn(model, day);
  const key = { model, rate, band, geo, speed, tier: tier ?? "standard" };
  const price = (part: Quantities): Pico | null => priceLine({ ...key, ...part }, listBook);
  const ofTokens = tier === null ? null : price({ ...noQuantities, ...tokens, webSearches: 0n });
  const ofSearches = webSearches === 0n ? 0n : price({ ...noQuantities, webSearches });
  if (ofTokens === null || ofSearches === null) return null;
  const settled = (name: ItemName, usd: Pico): Settled => ({
    ...name,
    day,
    tier: usage.tier,
    usd,
    listUsd: usd,
  });
  return [
    settled({ costType: "tokens", model }, ofTokens),
    ...(webSearches === 0n ? [] : [settled({ costType: "web_search", model: null }, ofSearches)]),
  ];
}

/**
 * The list price of what was paid, item by item and day by day, from the usage of the same: all of
 * it where the charge names no tier. Where the usage does not have it, what was paid is the list.
 */
function workOutLists(
  open: readonly RealCharge[],
  usage: readonly RealUsage[],
): { readonly charges: readonly Settled[]; readonly found: boolean } {
  const placeOf = (charge: ItemName & { readonly day: Day }, tier: string | null): string =>
    `${charge.day} ${itemKey(charge)} ${tier ?? "*"}`;
  const lists = new Map<string, Pico | null>();
  const add = (key: string, usd: Pico | null): void => {
    const before = lists.get(key);
    lists.set(key, before === null || usd === null ? null : (before ?? 0n) + usd);
  };
  for (const one of usage) {
    // Priority Tier is in the usage, and left out of cost (billing.md §8).
    if (one.tier.startsWith("priority")) continue;
    const unknown = { costType: "tokens", model: one.model, day: one.day } as const;
    for (const part of priceUsage(one) ?? [{ ...unknown, listUsd: null }]) {
      // Searches are no tier's.
      if (part.costType === "tokens") add(placeOf(part, one.tier), part.listUsd);
      add(placeOf(part, null), part.listUsd);
    }
  }
  let found = false;
  const groups = groupBy(open, (charge) => placeOf(charge, tierOfCharge(charge)));
  const charges = [...groups].flatMap(([key, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const usd = group.reduce((sum, charge) => sum + charge.usd, 0n);
    const list = lists.get(key) ?? null;
    found ||= list !== null;
    return [{ ...first, tier: tierOfCharge(first), usd, listUsd: list ?? usd }];
  });
  return { charges, found };
}

function tierOfCharge({ costType, tier }: RealCharge): string | null {
  return costType === "tokens" ? tier : null;
}

/** The tokens of some usage, and the requests where all of it counts them. */
export function sumUsage(usage: readonly RealUsage[]): {
  readonly quantities: Quantities;
  readonly requests: bigint | null;
} {
  let quantities = mapClasses(() => 0n);
  let requests: bigint | null = 0n;
  for (const one of usage) {
    quantities = addQuantities(quantities, one.quantities);
    requests = requests === null || one.requests === null ? null : requests + BigInt(one.requests);
  }
  return { quantities, requests };
}
