import { addQuantities } from "../../billing/ledger/ledger.ts";
import type { RealCharge, RealUsage } from "../real.ts";

/** Rows of exports, added up by the day and what decides the rate. */
export interface Sums {
  readonly addUsage: (one: RealUsage) => void;
  /** One whose list price is not said stays apart from those whose is. */
  readonly addCharge: (one: RealCharge) => void;
  readonly usage: () => readonly RealUsage[];
  readonly charges: () => readonly RealCharge[];
}

/**
 * Adds rows up as they are read: an export by the hour and by key has a million of them, and nothing
 * but the day and the rate tells them apart afterwards.
 */
export function createSums(): Sums {
  const usage = new Map<string, RealUsage>();
  const charges = new Map<string, RealCharge>();
  return {
    addUsage: (one) => {
      const { day, model, tier, band, geo, speed } = one;
      const key = JSON.stringify([day, model, tier, band, geo, speed]);
      const known = usage.get(key);
      const quantities =
        known === undefined ? one.quantities : addQuantities(known.quantities, one.quantities);
      usage.set(key, { ...one, quantities });
    },
    addCharge: (one) => {
      const { day, costType, model, tier, listUsd } = one;
      const key = JSON.stringify([day, costType, model, tier, listUsd === null]);
      const known = charges.get(key);
      charges.set(key, {
        ...one,
        usd: (known?.usd ?? 0n) + one.usd,
        listUsd: listUsd === null ? null : (known?.listUsd ?? 0n) + listUsd,
      });
    },
    usage: () => [...usage.values()],
    charges: () => [...charges.values()],
  };
}
