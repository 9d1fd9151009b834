import { priceBookId } from "../api/model.ts";
import { mapClasses, type LedgerLine } from "../billing/ledger/ledger.ts";
import { priceLine } from "../billing/ledger/price.ts";
import type { Day } from "../day.ts";
import { sum } from "../arithmetic.ts";
import { findPeriod, isFastOver } from "../models/lookup.ts";
import type { PriceBook, RateKey } from "../models/rates.ts";
import { certainty } from "../traffic/chance.ts";
import type { ForecastExchange } from "./cache/cache-forecast.ts";
import type { CacheView } from "./cache/cache-view.ts";
import type { Pass } from "./passes.ts";
import type { CacheOutcome, MeasuredExchange, MeasuredScenario } from "./projection.ts";

/** What a scenario is billed by. */
export interface BillingOptions {
  readonly scenario: MeasuredScenario;
  readonly book: PriceBook;
  /** Prices are those in force on this day. */
  readonly asOf: Day;
}

/** The region of an endpoint that nobody states: the figure is the global one's. */
export type OpenRegion = "global" | "regional";

/**
 * The expected quantities of one exchange, over 2⁴⁰, each at the rate it is billed at: first its
 * own prompt and answer, then the passes that the API adds, as they were recorded.
 */
export function expectedLines(
  { view, outcomes }: ForecastExchange,
  options: BillingOptions & { readonly region: OpenRegion },
): readonly [LedgerLine, ...LedgerLine[]] {
  const expected = { input: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, cacheRead: 0n };
  for (const { chance, input, write5m, write1h, read } of outcomes) {
    expected.input += chance * BigInt(input);
    expected.cacheWrite5m += chance * BigInt(write5m);
    expected.cacheWrite1h += chance * BigInt(write1h);
    expected.cacheRead += chance * BigInt(read);
  }
  const { measured, total } = view;
  const outputs = passOutputs(view);
  const later = sum(
    measured.passes.map(({ kind }, at) => (kind === "loop" ? (outputs[at] ?? 0) : 0)),
  );
  return [
    {
      ...rateKey(measured, { model: null, total, isServed: true }, options),
      ...expected,
      output: certainty * BigInt(view.output - later),
      webSearches: certainty * BigInt(measured.webSearches),
    },
    ...measured.passes.map((pass, at) =>
      passLine(measured, { pass, output: outputs[at] ?? 0 }, options),
    ),
  ];
}

/** What an exchange costs with one outcome, pico-dollars; a part without a price counts nothing. */
export function costOfOutcome(
  view: CacheView,
  outcome: CacheOutcome,
  options: BillingOptions & { readonly region: OpenRegion },
): number {
  const certain = { ...outcome, chance: certainty };
  const lines = expectedLines({ run: 0, view, outcomes: [certain] }, options);
  const prices = lines.map((line) => Number(priceLine(line, options.book) ?? 0n));
  return sum(prices) / Number(certainty);
}

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
function passLine(
  measured: MeasuredExchange,
  { pass, output }: { readonly pass: Pass; readonly output: number },
  options: BillingOptions & { readonly region: OpenRegion },
): LedgerLine {
  const { read, write5m, write1h, input } = pass.split;
  const total = read + write5m + write1h + input;
  const caches = pass.kind === "advisor" || measured.prompt.breakpoints.length > 0;
  const tokens = caches
    ? { input, cacheWrite5m: write5m, cacheWrite1h: write1h, cacheRead: read }
    : { input: total, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 };
  return {
    ...rateKey(measured, { model: pass.model, total, isServed: pass.kind === "loop" }, options),
    input: certainty * BigInt(tokens.input),
    cacheWrite5m: certainty * BigInt(tokens.cacheWrite5m),
    cacheWrite1h: certainty * BigInt(tokens.cacheWrite1h),
    cacheRead: certainty * BigInt(tokens.cacheRead),
    output: certainty * BigInt(output),
    webSearches: 0n,
  };
}

/**
 * The rate one sampling is billed at; its band is that of its whole prompt (billing.md §1.3).
 * `model`: null is the request's; `isServed`: it made the answer, or a part of it.
 */
function rateKey(
  measured: MeasuredExchange,
  sampling: { readonly model: string | null; readonly total: number; readonly isServed: boolean },
  { scenario, book, asOf, region }: BillingOptions & { readonly region: OpenRegion },
): RateKey {
  const own = priceBookId(measured.prompt.model);
  const model = sampling.model === null ? own : priceBookId(sampling.model);
  const geo = measured.geo === "open" ? region : measured.geo;
  return {
    model,
    rate: book.rateOn(model, asOf),
    band: book.bandOf(model, asOf, sampling.total),
    // Where an endpoint is says nothing of where another model runs, but for `inference_geo`.
    geo: model === own || geo === "us" ? geo : "global",
    speed: speedOf(measured, { model, isServed: sampling.isServed, asOf }),
    tier: scenario.tier,
  };
}

/**
 * Where fast mode is over, some models bill the request as standard (billing.md §1.4); another
 * model than the request's is fast only where it can be.
 */
function speedOf(
  { speed }: MeasuredExchange,
  of: { readonly model: string; readonly isServed: boolean; readonly asOf: Day },
): RateKey["speed"] {
  if (speed === "standard" || isFastOver(of.model, of.asOf)) return "standard";
  return of.isServed || findPeriod(of.model, of.asOf)?.fast !== undefined ? "fast" : "standard";
}

/** A line times the weight of its run. */
export function timesWeight(line: LedgerLine, weight: bigint): LedgerLine {
  return { ...line, ...mapClasses((name) => line[name] * weight) };
}
