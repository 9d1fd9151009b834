/** What a ratio is made of: each part a factor, and their product is the ratio. */
import {
  promptTokens,
  quantityClasses,
  type Quantities,
  type QuantityClass,
} from "../billing/ledger/ledger.ts";
import { rateOf } from "../billing/ledger/price.ts";
import type { Day } from "../day.ts";
import { addRatio, multiplyRatio, ratio, type Pico, type Ratio } from "../money.ts";
import { listBook } from "./rates.ts";
import type { ProjectedItem } from "./projected.ts";

/** The parts, in the order of the substitution, with how people read them. */
export const partTitles = {
  traffic: "more or fewer requests",
  prompt: "longer or shorter prompts",
  output: "longer or shorter answers",
  cache: "cache hits and writes",
  tokens: "more or fewer tokens: requests, prompts or answers",
  usage: "tokens, of whatever class",
  rates: "tiers, regions, fees, prices",
  unexplained: "what no scenario explains",
  discount: "discount",
} as const;
export type PartName = keyof typeof partTitles;

export interface Part {
  readonly name: PartName;
  readonly factor: Ratio;
}

/**
 * From the projection to the list price of what it explains, one thing after the other made real;
 * nulls where the source does not say it. Pico-dollars.
 */
export interface Chain {
  readonly projected: Ratio;
  /** With the real number of requests. */
  readonly traffic: Ratio | null;
  /** And with the real prompt tokens, divided among the classes as projected. */
  readonly prompt: Ratio | null;
  /** And with the real output. */
  readonly output: Ratio | null;
  /** And with the real division: at the projection's rates. */
  readonly cache: Ratio | null;
  /** At the rates of the bill. */
  readonly list: Ratio;
}

/** What was really used of one item, where the projection explains it. */
export interface RealItem {
  readonly quantities: Quantities;
  readonly requests: bigint | null;
}

/** The chain of one item. `real` null: the source says cost only. */
export function chainOf(
  item: ProjectedItem,
  {
    real,
    list,
    lastDay,
  }: { readonly real: RealItem | null; readonly list: Pico; readonly lastDay: Day },
): Chain {
  const projected = ratio(item.usd);
  const ends = { projected, list: ratio(list) };
  // What searches there are shows in the fees.
  if (item.costType !== "tokens")
    return { ...ends, traffic: projected, prompt: projected, output: projected, cache: projected };
  const unknown = { ...ends, traffic: null, prompt: null, output: null, cache: null };
  const rates = real === null ? null : averageRates(item, real.quantities, lastDay);
  const promptRate = averageOf(item, promptClasses);
  if (real === null || rates === null || promptRate === null) return unknown;
  const { quantities, requests } = real;
  const scale =
    requests === null ? null : item.requests.n === 0n ? null : over(ratio(requests), item.requests);
  const prompt = multiplyRatio(ratio(promptTokens(quantities)), promptRate);
  const outputAsProjected = multiplyRatio(item.costs.output, scale ?? ratio(1n));
  return {
    ...ends,
    traffic: scale === null ? null : multiplyRatio(projected, scale),
    prompt: addRatio(prompt, outputAsProjected),
    output: addRatio(prompt, multiplyRatio(ratio(quantities.output), rates.output)),
    cache: tokenClasses.reduce(
      (sum, name) => addRatio(sum, multiplyRatio(ratio(quantities[name]), rates[name])),
      ratio(0n),
    ),
  };
}

const promptClasses = ["input", "cacheWrite5m", "cacheWrite1h", "cacheRead"] as const;
const tokenClasses = [...promptClasses, "output"] as const;

/**
 * What a token of a class costs on average in the projection; where it has none, the list's. Null
 * where one is not known.
 */
function averageRates(
  item: ProjectedItem,
  quantities: Quantities,
  day: Day,
): Readonly<Record<QuantityClass, Ratio>> | null {
  const model = item.model ?? "";
  const tier = item.tiers.has("standard") ? "standard" : "batch";
  const key = { model, rate: listBook.rateOn(model, day), band: "base", geo: "global" } as const;
  const listed = listBook.rates({ ...key, speed: "standard", tier });
  const rates = quantityClasses.map((name) => {
    const average = averageOf(item, [name]);
    const rate = rateOf(listed, name);
    const needed = name !== "webSearches" && quantities[name] > 0n;
    return [name, average ?? (rate === null ? (needed ? null : ratio(0n)) : ratio(rate))] as const;
  });
  if (rates.some(([, rate]) => rate === null)) return null;
  const find = (wanted: QuantityClass): Ratio =>
    rates.find(([name]) => name === wanted)?.[1] ?? ratio(0n);
  return {
    input: find("input"),
    cacheWrite5m: find("cacheWrite5m"),
    cacheWrite1h: find("cacheWrite1h"),
    cacheRead: find("cacheRead"),
    output: find("output"),
    webSearches: find("webSearches"),
  };
}

/** What a token of some classes costs on average in the projection; null where it has none. */
function averageOf(item: ProjectedItem, classes: readonly QuantityClass[]): Ratio | null {
  const sum = (of: ProjectedItem["costs"]): Ratio =>
    classes.reduce((total, name) => addRatio(total, of[name]), ratio(0n));
  const quantity = sum(item.quantities);
  return quantity.n === 0n ? null : over(sum(item.costs), quantity);
}

/** Chains of several items, added up: what one of them does not know, the sum does not. */
export function sumChains(chains: readonly Chain[]): Chain {
  const sum = (of: (chain: Chain) => Ratio | null): Ratio | null =>
    chains.reduce<Ratio | null>((total, chain) => {
      const one = of(chain);
      return total === null || one === null ? null : addRatio(total, one);
    }, ratio(0n));
  return {
    projected: sum((chain) => chain.projected) ?? ratio(0n),
    traffic: sum((chain) => chain.traffic),
    prompt: sum((chain) => chain.prompt),
    output: sum((chain) => chain.output),
    cache: sum((chain) => chain.cache),
    list: sum((chain) => chain.list) ?? ratio(0n),
  };
}

/**
 * The factors from the projection to what was paid: the chain, then all of the list price, then the
 * discount (`paid` null: not known). Where requests are not counted, more of them and longer ones are
 * one part; without any usage all is. Null where one step is zero: nothing can be divided.
 */
export function partsOf(chain: Chain, list: Pico, paid: Pico | null): readonly Part[] | null {
  const steps: readonly Step[] =
    chain.cache === null
      ? [["usage", chain.list]]
      : [...stepsOfTokens(chain), ["cache", chain.cache], ["rates", chain.list]];
  const rest: readonly Step[] = [
    ["unexplained", ratio(list)],
    ["discount", paid === null ? null : ratio(paid)],
  ];
  const parts: Part[] = [];
  let before = chain.projected;
  for (const [name, after] of [...steps, ...rest]) {
    if (after === null) continue;
    if (before.n === 0n) return null;
    parts.push({ name, factor: over(after, before) });
    before = after;
  }
  return parts;
}

type Step = readonly [PartName, Ratio | null];

function stepsOfTokens({ traffic, prompt, output }: Chain): readonly Step[] {
  return traffic === null
    ? [["tokens", output]]
    : [
        ["traffic", traffic],
        ["prompt", prompt],
        ["output", output],
      ];
}

/** A quotient of two; throws where the second is zero. */
export function over(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.d, a.d * b.n);
}
