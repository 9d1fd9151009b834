import { sum } from "../arithmetic.ts";
import {
  mapClasses,
  noQuantities,
  type LedgerLine,
  type Quantities,
  type QuantityClass,
} from "../billing/ledger/ledger.ts";
import { priceLine } from "../billing/ledger/price.ts";
import type { Day } from "../day.ts";
import type { PriceBook } from "../models/rates.ts";
import { certainty } from "../traffic/chance.ts";
import type { ForecastExchange } from "./cache/cache-forecast.ts";
import type { CacheView } from "./cache/cache-view.ts";
import type { Pass } from "./passes.ts";
import type { CacheOutcome, MeasuredExchange, MeasuredScenario } from "./projection.ts";
import { billedRate, rateTableOf, type BilledRate, type Sampling } from "./rate-table.ts";

/** What a scenario is billed by. */
export interface BillingOptions {
  readonly scenario: MeasuredScenario;
  readonly book: PriceBook;
  /** Prices are those in force on this day. */
  readonly asOf: Day;
}

/** The region of an endpoint that nobody states: the figure is the global one's. */
export type OpenRegion = "global" | "regional";

/** What an exchange is billed by, under one assumption about open regions. */
export type ExchangeBilling = BillingOptions & { readonly region: OpenRegion };

/** Tokens and searches that are sure, of one rate. */
export interface CertainPart extends Readonly<Record<QuantityClass, number>> {
  readonly billed: BilledRate;
}

/** What an exchange is billed at its own rate besides its prompt, whatever the cache does. */
export type AnswerPart = Pick<CertainPart, "billed" | "output" | "webSearches">;

/** An exchange's own answer and searches: without what passes that the API adds wrote. */
export function answerPart(view: CacheView, options: ExchangeBilling): AnswerPart {
  const { measured, total } = view;
  const billed = rateOf(measured, { model: null, total, isServed: true }, options);
  const { passes, webSearches } = measured;
  if (passes.length === 0) return { billed, output: view.output, webSearches };
  const outputs = passOutputs(view);
  const later = sum(passes.map(({ kind }, at) => (kind === "loop" ? (outputs[at] ?? 0) : 0)));
  return { billed, output: view.output - later, webSearches };
}

/** The passes that the API adds to an exchange, as they were recorded. */
export function passParts(view: CacheView, options: ExchangeBilling): readonly CertainPart[] {
  const { measured } = view;
  if (measured.passes.length === 0) return [];
  const outputs = passOutputs(view);
  return measured.passes.map((pass, at) =>
    passPart(measured, { pass, output: outputs[at] ?? 0 }, options),
  );
}

/**
 * The expected quantities of one exchange, over 2⁴⁰, each at the rate it is billed at: first its
 * own prompt and answer, then the passes that the API adds, as they were recorded.
 */
export function expectedLines(
  { view, outcomes }: ForecastExchange,
  options: ExchangeBilling,
): readonly [LedgerLine, ...LedgerLine[]] {
  const expected = { input: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, cacheRead: 0n };
  for (const { chance, input, write5m, write1h, read } of outcomes) {
    expected.input += chance * BigInt(input);
    expected.cacheWrite5m += chance * BigInt(write5m);
    expected.cacheWrite1h += chance * BigInt(write1h);
    expected.cacheRead += chance * BigInt(read);
  }
  return [
    { ...certainLine({ ...nothing, ...answerPart(view, options) }), ...expected },
    ...passParts(view, options).map(certainLine),
  ];
}

/** What an exchange costs with one outcome, pico-dollars; a part without a price counts nothing. */
export function costOfOutcome(
  view: CacheView,
  outcome: CacheOutcome,
  options: ExchangeBilling,
): number {
  const certain = { ...outcome, chance: certainty };
  const lines = expectedLines({ run: 0, view, outcomes: [certain] }, options);
  const prices = lines.map((line) => Number(priceLine(line, options.book) ?? 0n));
  return sum(prices) / Number(certainty);
}

function certainLine(part: CertainPart): LedgerLine {
  return { ...part.billed.key, ...timesCertainty(part) };
}

function timesCertainty(part: CertainPart): Quantities {
  return mapClasses((name) => certainty * BigInt(part[name]));
}

const nothing: Readonly<Record<QuantityClass, number>> = mapClasses((name) =>
  Number(noQuantities[name]),
);

/**
 * Output of each pass. What a loop's passes wrote is part of the answer: while its recorded length
 * holds, each keeps its own; else all stands with the answer.
 */
function passOutputs({ measured, output }: CacheView): readonly number[] {
  const { passes } = measured;
  const later = sum(passes.map((pass) => (pass.kind === "loop" ? pass.output : 0)));
  const holds = measured.output.basis === "recorded" && later <= output;
  return passes.map((pass) => (pass.kind === "loop" && !holds ? 0 : pass.output));
}

/** Without breakpoints nothing of the request is cached, in no pass but an advisor's own. */
function passPart(
  measured: MeasuredExchange,
  { pass, output }: { readonly pass: Pass; readonly output: number },
  options: ExchangeBilling,
): CertainPart {
  const { read, write5m, write1h, input } = pass.split;
  const total = read + write5m + write1h + input;
  const caches = pass.kind === "advisor" || measured.prompt.breakpoints.length > 0;
  return {
    ...nothing,
    ...(caches
      ? { input, cacheWrite5m: write5m, cacheWrite1h: write1h, cacheRead: read }
      : { input: total }),
    output,
    billed: rateOf(measured, { model: pass.model, total, isServed: isServed(pass) }, options),
  };
}

/** Whether a pass is one of the request as it was sent. */
function isServed({ kind }: Pass): boolean {
  return kind === "loop" || kind === "keep-alive";
}

function rateOf(
  { prompt, geo, speed }: MeasuredExchange,
  sampling: Sampling,
  { scenario, book, asOf, region }: ExchangeBilling,
): BilledRate {
  const request = {
    model: prompt.model,
    geo: geo === "open" ? region : geo,
    speed,
    tier: scenario.tier,
  };
  return billedRate(rateTableOf(book, asOf), request, sampling);
}
