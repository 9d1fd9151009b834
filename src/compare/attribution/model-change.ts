import type { Estimator } from "../../evaluation/estimator.ts";
import { priceBookId } from "../../api/model.ts";
import { findMinimum } from "../../models/cache-minimum.ts";
import { formatDollars, ratio, type Pico } from "../../money.ts";
import type { Rates } from "../../models/rates.ts";
import { groupDigits } from "../../words.ts";
import { crossedMinimum } from "../cache-break/crossed-minimum.ts";
import { bareChange, type Change } from "../comparison.ts";
import type { CauseStep } from "../steps.ts";
import type { SteppedExchange, TakenStep } from "../substitution/bridge.ts";
import { exchangeFinder } from "./token-part.ts";

/**
 * Classes of tokens whose price a change of model is told by, in the order they are told. Writes are
 * 1.25 and 2 times the input on every model (billing.md §1.1), so they go without saying.
 */
const shownClasses = {
  input: "input",
  output: "output",
  cacheRead: "cache reads",
} as const satisfies Partial<Readonly<Record<keyof Rates, string>>>;

/**
 * What another model changes, an entry for each pair of models: its prices where they differ, the
 * tokens that the same prompt comes to, the least that is cached. Prices are those in force for
 * these requests, in USD per million tokens.
 */
export function describeModels(
  step: TakenStep<CauseStep>,
  estimator: Estimator,
): readonly Change[] {
  const pairs = new Map<string, SteppedExchange[]>();
  for (const stepped of step.exchanges) {
    const { before, after } = stepped;
    if (before === null || after === null || before.prompt.model === after.prompt.model) continue;
    const name = JSON.stringify([before.prompt.model, after.prompt.model]);
    pairs.set(name, [...(pairs.get(name) ?? []), stepped]);
  }
  return [...pairs.values()].flatMap((exchanges) => {
    const [first] = exchanges;
    if (first?.before === undefined || first.before === null || first.after === null) return [];
    const [was, name] = [first.before.prompt.model, first.after.prompt.model];
    const words = [
      ...describePrices(step, first, estimator),
      ...describeTokens(exchanges),
      ...describeMinimum(was, name),
      ...describeCrossing(exchanges),
    ];
    // Two names of one model, at one price.
    if (priceBookId(was) === priceBookId(name) && words.every((word) => word === samePrices))
      return [];
    return [
      {
        ...bareChange,
        breaks: "model_changed" as const,
        name,
        was,
        what: words.length === 0 ? "same prices, same tokens" : words.join(", "),
        place: first.after.exchange.place,
      },
    ];
  });
}

const samePrices = "same prices";

function describePrices(
  { before, after }: TakenStep<CauseStep>,
  { run, before: old, after: now }: SteppedExchange,
  estimator: Estimator,
): readonly string[] {
  const rates = [before, after].map((projection, side) => {
    const exchange = side === 0 ? old : now;
    const found =
      exchange === null ? undefined : exchangeFinder(projection)(run, exchange.exchange.index);
    const key = found?.ledger.lines[0];
    return key === undefined ? null : estimator.rates(key);
  });
  const [from, to] = rates;
  if (from === undefined || from === null || to === undefined || to === null) return [];
  const isCached = [before, after].some(({ hitRate }) => hitRate !== null);
  const told = Object.entries(shownClasses).flatMap(([name, word]) => {
    const [price, other] = [rateOf(from, name), rateOf(to, name)];
    if (price === other || (name === "cacheRead" && !isCached)) return [];
    return [`${word} ${perMillion(price)} → ${perMillion(other)}`];
  });
  return told.length === 0 ? [samePrices] : [`${told.join(", ")} per MTok`];
}

function rateOf(rates: Rates, name: string): Pico | null {
  return Object.entries(rates).find(([one]) => one === name)?.[1] ?? null;
}

function perMillion(rate: Pico | null): string {
  return rate === null ? "unknown" : formatDollars(rate * 1_000_000n);
}

/** `4 % more tokens`: what the same prompts come to, all of them together. */
function describeTokens(exchanges: readonly SteppedExchange[]): readonly string[] {
  let [old, now] = [0, 0];
  for (const { before, after } of exchanges) {
    old += before?.count.total ?? 0;
    now += after?.count.total ?? 0;
  }
  if (old === now || old === 0) return [];
  const { n, d } = ratio(BigInt(Math.abs(now - old)) * 100n, BigInt(old));
  const percent = n * 2n < d ? "under 1" : groupDigits((n * 2n + d) / (2n * d));
  return [`${percent} % ${now > old ? "more" : "fewer"} tokens`];
}

function describeMinimum(was: string, now: string): readonly string[] {
  const [old, current] = [findMinimum(was).tokens, findMinimum(now).tokens];
  return old === current ? [] : [`cache minimum ${groupDigits(old)} → ${groupDigits(current)}`];
}

/** Where the new minimum makes the cache work, or keeps it from working. */
function describeCrossing(exchanges: readonly SteppedExchange[]): readonly string[] {
  for (const { before, after } of exchanges) {
    if (before === null || after === null) continue;
    const stopped = crossedMinimum(before, after, "stopped");
    const crossed = stopped ?? crossedMinimum(before, after, "started");
    if (crossed === null || crossed.tokens === null) continue;
    const what = stopped === null ? "starts to work" : "stops working";
    return [`so the cache ${what} (${groupDigits(crossed.tokens)} tokens up to the breakpoint)`];
  }
  return [];
}
