/** A replay for people and for programs: what was spent, and how near the prediction came. */
import type { Billed, PredictionRow } from "./prediction.ts";
import type { Age, ReplayPlan } from "./plan.ts";
import { formatUsd, type Pico } from "../money.ts";
import { reportProblem } from "../report/scenario.ts";
import { cleanText } from "../report/views/markdown.ts";
import { showUsd } from "../report/views/amount.ts";
import type { Problem } from "../problem.ts";
import type { ReplayResult } from "./replay.ts";

export interface Totals {
  readonly predicted: Pico;
  readonly billed: Pico;
}

/** Over all answered requests, pico-dollars. */
export function replayTotals(rows: readonly PredictionRow[]): Totals {
  return rows.reduce<Totals>(
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
 * What was predicted beside what was billed, exchange by exchange; always printed. `fresh`:
 * recordings that were left alone.
 */
export function replayText(
  result: ReplayResult,
  { maxUsd, fresh }: { readonly maxUsd: Pico; readonly fresh: number },
): string {
  const { rows, answered, requests, spent } = result;
  if (requests === 0) return `replay  nothing to send; ${holds(fresh)}\n`;
  const totals = replayTotals(rows);
  const ratio = ratioOf(totals);
  const out = [
    `replay  ${answered} of ${plural(requests, "request")} answered, ${showUsd(spent)} of ${showUsd(maxUsd)} spent`,
    "",
  ];
  for (const { scenario, exchange, predicted, real, outcome } of rows) {
    const cache =
      outcome.predicted === outcome.real
        ? outcome.real
        : `${outcome.predicted} predicted, ${outcome.real} billed`;
    out.push(
      `  ${cleanText(scenario)}  ${cleanText(exchange)}  ${showUsd(predicted.usd)} ` +
        `predicted, ${showUsd(real.usd)} billed  (cache: ${cache})`,
    );
    out.push(`    predicted  ${tokensOf(predicted)}`, `    billed     ${tokensOf(real)}`);
  }
  for (const { name, tokens } of result.lengths) {
    const { p50, p90, mean } = describeLengths(tokens);
    out.push(
      `  ${cleanText(name)}: ${plural(tokens.length, "answer")}, output p50 ${p50}, p90 ${p90}, mean ${mean}`,
    );
  }
  if (rows.length > 0) {
    out.push(
      "",
      `predicted ${showUsd(totals.predicted)}, billed ${showUsd(totals.billed)}${ratio === null ? "" : `: ${ratio} times the prediction`}`,
    );
    const worst = worstOf(rows);
    if (worst.length === 0) out.push("every request cost what was predicted");
    else
      out.push(
        "furthest off:",
        ...worst.map((row) => `  ${cleanText(row.exchange)}: ${showUsd(missOf(row))}, ${row.why}`),
      );
  }
  return `${out.join("\n")}\n`;
}

function holds(fresh: number): string {
  return `${plural(fresh, "recording")} still ${fresh === 1 ? "holds" : "hold"}`;
}

function plural(count: number, word: string): string {
  return `${count.toString()} ${word}${count === 1 ? "" : "s"}`;
}

/** Billed over predicted, four digits; null where nothing was predicted to cost anything. */
function ratioOf({ predicted, billed }: Totals): string | null {
  return predicted === 0n ? null : (Number((billed * 10_000n) / predicted) / 10_000).toString();
}

function tokensOf({ input, cacheRead, cacheWrite5m, cacheWrite1h, output }: Billed): string {
  return `input ${input}, read ${cacheRead}, written ${cacheWrite5m + cacheWrite1h}, output ${output}`;
}

/** Nearest rank; the mean as the projection takes it, rounded up. */
function describeLengths(lengths: readonly number[]): {
  readonly p50: number;
  readonly p90: number;
  readonly mean: number;
} {
  const sorted = lengths.toSorted((a, b) => a - b);
  const rank = (share: number): number =>
    sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return {
    p50: rank(0.5),
    p90: rank(0.9),
    mean: Math.ceil(sorted.reduce((sum, one) => sum + one, 0) / Math.max(1, sorted.length)),
  };
}

/** The three that are furthest off, in money. */
function worstOf(rows: readonly PredictionRow[]): readonly PredictionRow[] {
  return rows
    .filter((row) => missOf(row) > 0n)
    .toSorted((a, b) => (missOf(a) > missOf(b) ? -1 : missOf(a) < missOf(b) ? 1 : 0))
    .slice(0, 3);
}

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
      ratio: ratioOf(totals),
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
    worst: worstOf(result.rows).map(({ scenario, exchange, why }) => ({ scenario, exchange, why })),
    problems: result.problems.map(reportProblem),
  };
}

function billedJson({ usd, ...tokens }: Billed) {
  return { ...tokens, usd: formatUsd(usd) };
}

/** What a replay would send. */
export interface ReplayForecast {
  readonly requests: readonly {
    readonly scenario: string;
    readonly exchange: string;
    readonly age: Age;
    readonly tokens: number;
    /** Pico-dollars; null: no price is known. */
    readonly worst: Pico | null;
  }[];
  readonly fresh: number;
  readonly expected: Pico;
  /** Null where one of them has no bound. */
  readonly worst: Pico | null;
  readonly problems: readonly Problem[];
}

export function forecastText(
  { requests, fresh, expected, worst }: ReplayForecast,
  plan: ReplayPlan,
): string {
  return `${[
    `replay would send ${plural(requests.length, "request")} in ${plural(plan.runs.length, "run")}; ${holds(fresh)}`,
    ...requests.map(
      (one) =>
        `  ${cleanText(one.scenario)}  ${cleanText(one.exchange)}  ${one.age}, ${one.tokens} ` +
        `tokens, at most ${one.worst === null ? "unknown" : showUsd(one.worst)}`,
    ),
    `expected ${showUsd(expected)}, at most ${worst === null ? "unknown" : showUsd(worst)}`,
  ].join("\n")}\n`;
}

export function forecastJson({ requests, fresh, expected, worst, problems }: ReplayForecast) {
  return {
    schemaVersion: 1,
    requests: requests.map((one) => ({
      ...one,
      worst: undefined,
      worstUsd: one.worst === null ? null : formatUsd(one.worst),
    })),
    fresh,
    expectedUsd: formatUsd(expected),
    worstUsd: worst === null ? null : formatUsd(worst),
    problems: problems.map(reportProblem),
  };
}
