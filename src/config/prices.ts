import type { PriceOverride } from "../models/rates.ts";
import { namesOf } from "../names.ts";

/** The rate each key of one of `prices:` stands for. */
const priceNames = {
  input: "input",
  output: "output",
  "cache-write-5m": "cacheWrite5m",
  "cache-write-1h": "cacheWrite1h",
  "cache-read": "cacheRead",
} as const satisfies Readonly<Record<string, Exclude<keyof PriceOverride, "model">>>;

export const priceKeys = namesOf(priceNames);

/** The rates whose price a config may say, each with its key in the file. */
export const priceClasses = priceKeys.map((key) => ({ key, name: priceNames[key] }));
