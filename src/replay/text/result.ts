/**
 * What a replay came to, for people and for programs: what was spent, and how near the prediction
 * was.
 */
import { formatUsd, type Pico } from "../../money.ts";
import { descendingBy } from "../../order.ts";
import { percentile } from "../../percentile.ts";
import { reportProblem } from "../../report/parts.ts";
import { showUsd } from "../../report/views/amount.ts";
import { cleanText } from "../../report/views/markdown.ts";
import type { BilledTokens } from "../prediction/difference.ts";
import type { PredictionRow } from "../prediction/predictions.ts";
import type { ReplayResult } from "../replay.ts";
import { counted } from "../../words.ts";
import { sortByPlace } from "../../problem-order.ts";

interface ReplayTotals {
  readonly predicted: Pico;
  readonly billed: Pico;
}

/** Over all answered requests, pico-dollars. */
export function replayTotals(rows: readonly PredictionRow[]): ReplayTotals {
  return rows.reduce<ReplayTotals>(
    (sum, { predicted, real }) => ({
      predicted: sum.predicted + predicted.usd,
      billed: sum.billed + real.usd,
    }),
    {
      predicted: 0n,
      billed: 0n,
    },
  );
}

/**
 * What was predicted and what was billed, exchange by exchange; always printed. `maxUsd`: the cap,
 * pico-dollars; `fresh`: recordings that were left alone.
 */
export function replayText(
  result: ReplayResult,
  { maxUsd, fresh }: { readonly maxUsd: Pico; readonly fresh: number },
): string {
  const { rows, answered, requests, spent } = result;
  if (requests === 0) return `replay  nothing to send; ${describeFresh(fresh)}\n`;
  const lines = [
    `replay  ${answered} of ${counted(requests, "request")} answered, ${showUsd(spent)} of ${showUsd(maxUsd)} spent`,
    "",
    ...rows.flatMap(rowLines),
    ...result.lengths.map(lengthsLine),
    ...(rows.length > 0 ? totalLines(rows) : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** Recordings that a replay leaves alone: `3 recordings still hold`. */
export function describeFresh(recordings: number): string {
  return `${counted(recordings, "recording")} still ${recordings === 1 ? "holds" : "hold"}`;
}

function rowLines(row: PredictionRow): string[] {
  const { scenario, exchange, predicted, real, outcome, whyCache } = row;
  const cache =
    outcome.predicted === outcome.real
      ? outcome.real
      : `${outcome.predicted} predicted, ${outcome.real} billed`;
  return [
    `  ${cleanText(scenario)}  ${cleanText(exchange)}  ${showUsd(predicted.usd)} ` +
      `predicted, ${atMost([row])}${showUsd(real.usd)} billed  (cache: ${cache})`,
    `    predicted  ${tokensText(predicted)}`,
    `    billed     ${tokensText(real)}`,
    ...(whyCache === null ? [] : [`    cache      ${cleanText(whyCache)}`]),
  ];
}

/** Before an amount that holds something without a price, counted by its bound. */
function atMost(rows: readonly PredictionRow[]): string {
  return isAllPriced(rows) ? "" : "at most ";
}

function tokensText({
  input,
  cacheRead,
  cacheWrite5m,
  cacheWrite1h,
  output,
}: BilledTokens): string {
  return `input ${input}, read ${cacheRead}, written ${cacheWrite5m + cacheWrite1h}, output ${output}`;
}

function lengthsLine({ name, tokens }: ReplayResult["lengths"][number]): string {
  const { p50, p90, mean } = describeLengths(tokens);
  return `  ${cleanText(name)}: ${counted(tokens.length, "answer")}, output p50 ${p50}, p90 ${p90}, mean ${mean}`;
}

function totalLines(rows: readonly PredictionRow[]): string[] {
  const totals = replayTotals(rows);
  const ratio = billedRatio(rows);
  const worst = furthestOff(rows);
  return [
    "",
    `predicted ${showUsd(totals.predicted)}, billed ` +
      `${atMost(rows)}${showUsd(totals.billed)}` +
      (ratio === null ? "" : `: ${ratio} times the prediction`),
    ...(worst.length === 0 ? ["every request cost what was predicted"] : ["furthest off:"]),
    ...worst.map(
      (row) => `  ${cleanText(row.exchange)}: ${showUsd(missOf(row))}, ${cleanText(row.why)}`,
    ),
  ];
}

/**
 * Billed over predicted, cut to four decimals; null where nothing was predicted to cost anything,
 * or something has no price.
 */
function billedRatio(rows: readonly PredictionRow[]): string | null {
  const { predicted, billed } = replayTotals(rows);
  return predicted === 0n || !isAllPriced(rows)
    ? null
    : (Number((billed * 10_000n) / predicted) / 10_000).toString();
}

function isAllPriced(rows: readonly PredictionRow[]): boolean {
  return rows.every(({ real }) => real.isPriced);
}

/** Percentiles by nearest rank; the mean rounded up, as the projection takes it. Output tokens. */
function describeLengths(lengths: readonly number[]): {
  readonly p50: number;
  readonly p90: number;
  readonly mean: number;
} {
  const sum = lengths.reduce((total, length) => total + length, 0);
  return {
    p50: percentile(lengths, 0.5),
    p90: percentile(lengths, 0.9),
    mean: Math.ceil(sum / Math.max(1, lengths.length)),
  };
}

/** The three that are furthest off, in money. */
function furthestOff(rows: readonly PredictionRow[]): readonly PredictionRow[] {
  return rows
    .filter((row) => missOf(row) > 0n)
    .toSorted(descendingBy(missOf))
    .slice(0, 3);
}

/** How far the bill is from the prediction, pico-dollars. */
function missOf({ predicted, real }: PredictionRow): Pico {
  return real.usd > predicted.usd ? real.usd - predicted.usd : predicted.usd - real.usd;
}

/** The document that `replay --json` prints. */
export function replayJson(result: ReplayResult, maxUsd: Pico) {
  const totals = replayTotals(result.rows);
  return {
    schemaVersion: 1,
    requests: result.requests,
    answered: result.answered,
    spentUsd: formatUsd(result.spent),
    maxUsd: formatUsd(maxUsd),
    totals: {
      predictedUsd: formatUsd(totals.predicted),
      billedUsd: formatUsd(totals.billed),
      /** False: answers without a price are in it by their bounds. */
      priced: isAllPriced(result.rows),
      ratio: billedRatio(result.rows),
    },
    exchanges: result.rows.map((row) => ({
      ...row,
      predicted: billedJson(row.predicted),
      real: billedJson(row.real),
    })),
    outputs: result.lengths.map(({ name, tokens }) => ({
      exchange: name,
      samples: tokens.length,
      ...describeLengths(tokens),
    })),
    worst: furthestOff(result.rows).map(({ scenario, exchange, why }) => ({
      scenario,
      exchange,
      why,
    })),
    problems: sortByPlace(result.problems).map(reportProblem),
  };
}

function billedJson({ usd, isPriced, ...tokens }: BilledTokens) {
  return { ...tokens, usd: formatUsd(usd), priced: isPriced };
}
