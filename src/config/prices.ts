import type { PriceClass } from "../models/prices.ts";
import { namesOf } from "../names.ts";

/** The class whose price each key of one of `prices:` gives. */
export const classByPriceKey = {
  input: "input",
  output: "output",
  "cache-write-5m": "cacheWrite5m",
  "cache-write-1h": "cacheWrite1h",
  "cache-read": "cacheRead",
} as const satisfies Readonly<Record<string, PriceClass>>;

export const priceKeys = namesOf(classByPriceKey);

/** The key that gives a class its price. */
export function priceKeyOf(name: PriceClass): (typeof priceKeys)[number] {
  return priceKeys.find((key) => classByPriceKey[key] === name) ?? "input";
}
