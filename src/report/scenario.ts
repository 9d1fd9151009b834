import { shownName } from "../shown-name.ts";
import { withShownNames } from "./shown-names.ts";
import type { JudgedLimit } from "../budget/limits/limits.ts";
import type { Verdict } from "../budget/verdict.ts";
import type { ScenarioComparison } from "../compare/comparison.ts";
import type { Traffic } from "../config/config.ts";
import type { RecordedAnswers } from "../evaluation/recorded-answers.ts";
import type { Spread } from "../evaluation/spread.ts";
import type { Scenario } from "../fixture/fixture.ts";
import { formatRatio, formatUsd } from "../money.ts";
import type { Place } from "../problem.ts";
import type { MeasuredScenario, Projection } from "../projection/projection.ts";
import type { OutputCount, Witness } from "../tokens/count.ts";
import { isCountedExactly } from "../tokens/exactness.ts";
import { remember } from "../remember.ts";
import { reportAdvice, reportBreakEven, reportVariant, type Alternatives } from "./alternatives.ts";
import { reportCause } from "./cause-schema.ts";
import { reportLimits } from "./limits.ts";
import { reportAdjustments, reportPlace, writeShare, writeUsd } from "./parts.ts";
import type { ReportedScenario } from "./report.ts";

/** One scenario with everything a report says of it. */
export interface ScenarioResult {
  readonly comparison: ScenarioComparison;
  /** The head's side; null for one that is gone. */
  readonly measured: MeasuredScenario | null;
  readonly traffic: Traffic | null;
  readonly untied: Scenario["notLinked"];
  /** Null for one that is gone. */
  readonly alternatives: Alternatives | null;
  readonly spread: Spread | null;
  /** Where it stands in the config. */
  readonly place: Place;
}

/** One scenario of the report. `baseUsd` of a comparison per run is per run, so it stands there. */
export function reportScenario(
  result: ScenarioResult,
  judged: { readonly limits: readonly JudgedLimit[]; readonly verdict: Verdict },
): ReportedScenario {
  const { comparison, measured, alternatives, spread } = result;
  const { head, base, basis } = comparison;
  const monthly = basis === "month";
  const range = head?.range ?? null;
  // Dear to work out, and a view may show of none or of one scenario what another shows of all.
  const breakEven = remember(() => alternatives?.breakEven.map(reportBreakEven) ?? []);
  const advice = remember(() => alternatives?.advice.map(reportAdvice) ?? []);
  return {
    id: comparison.id,
    state: comparison.state,
    was: comparison.formerId,
    verdict: judged.verdict,
    ...reportPlace(result.place),
    basis,
    traffic: describeTraffic(result.traffic),
    perRunUsd: writeUsd(head?.usdPerRun ?? null),
    baselinePerRunUsd: writeUsd(base?.usdPerRun ?? (monthly ? null : comparison.baseUsd)),
    coldPerRunUsd: writeUsd(head?.coldUsdPerRun ?? null),
    monthlyUsd: writeUsd(head?.usdPerMonth ?? null),
    baselineMonthlyUsd: writeUsd(monthly ? comparison.baseUsd : (base?.usdPerMonth ?? null)),
    lowUsd: writeUsd(monthly ? (range?.low.usdPerMonth ?? null) : (range?.low.usdPerRun ?? null)),
    highUsd: writeUsd(
      monthly ? (range?.high.usdPerMonth ?? null) : (range?.high.usdPerRun ?? null),
    ),
    range: spread === null ? null : writeRange(spread.range),
    deltaUsd: writeUsd(comparison.deltaUsd),
    causes: comparison.causes.map(reportCause).map(withShownNames),
    adjustments: reportAdjustments(comparison.adjustments),
    hitRate: head === null ? null : writeHitRate(head),
    baselineHitRate: base === null ? null : writeHitRate(base),
    tokens: reportTokens(head),
    baselineTokens: reportTokens(base),
    exchanges: reportExchanges(measured),
    outputAtMost: exchangesOf(measured).some(({ output }) => isAtMost(output)),
    outputUnknown: comparison.outputUnknown,
    models: modelsOf(measured),
    variants: alternatives?.variants.map(reportVariant) ?? [],
    get breakEven() {
      return breakEven();
    },
    get advice() {
      return advice();
    },
    selfTest: spread?.selfTest ?? null,
    get p90RunUsd() {
      return writeUsd(head?.p90UsdPerRun ?? null);
    },
    answers: writeAnswers(spread?.answers ?? null),
    budgets: reportLimits(judged.limits),
    untied: [...result.untied],
  };
}

/** Null where nothing can be cached. */
function writeHitRate({ hitRate }: Projection): string | null {
  return hitRate === null ? null : writeShare(hitRate);
}

/** `200k/month` as people say it: `200k runs a month`. */
function describeTraffic(traffic: Traffic | null): string | null {
  if (traffic === null) return null;
  const { written, arrivals, range, judgedAt, runsPerMonth } = traffic;
  const match = /^\s*(\S.*?)\s*\/\s*([a-z]+)\s*$/i.exec(written);
  const often =
    match !== null
      ? `${match[1] ?? ""} runs ${/^h/i.test(match[2] ?? "") ? "an" : "a"} ${match[2] ?? ""}`
      : written !== ""
        ? written
        : `${formatRatio(runsPerMonth, 0)} runs a month`;
  const end = range === null ? "" : `, judged at the ${judgedAt} end`;
  return `${often}${end}${arrivals.kind === "poisson" ? "" : `, ${arrivals.text}`}`;
}

function reportTokens(projection: Projection | null): ReportedScenario["tokens"] {
  if (projection === null) return null;
  const { tools, system, messages, output } = projection.tokens;
  return {
    tools: writeShare(tools),
    system: writeShare(system),
    messages: writeShare(messages),
    output: writeShare(output),
  };
}

function reportExchanges(measured: MeasuredScenario | null): ReportedScenario["exchanges"] {
  const exchanges = exchangesOf(measured);
  const counts = exchanges.map(({ count }) => count);
  const by = (witness: Witness): number =>
    counts.filter((count) => count.witness === witness).length;
  return {
    total: counts.length,
    exact: exchanges.filter(({ prompt, count }) => isCountedExactly(prompt, count)).length,
    witnesses: {
      recorded: by("recorded"),
      api: by("api"),
      declared: by("declared"),
      calibrated: by("calibrated"),
      computed: by("computed"),
    },
  };
}

function exchangesOf(measured: MeasuredScenario | null) {
  return measured?.runs.flatMap((run) => run.exchanges) ?? [];
}

/** Whether an answer counts as the most it may be. */
function isAtMost({ basis, tokens, low, high }: OutputCount): boolean {
  return basis === "at-most" || (basis === "bounded" && tokens === high && low < high);
}

function modelsOf(measured: MeasuredScenario | null): string[] {
  return [...new Set(exchangesOf(measured).map(({ prompt }) => prompt.model))]
    .map(shownName)
    .sort();
}

function writeRange(range: Spread["range"]): ReportedScenario["range"] {
  return { low: formatUsd(range.low), high: formatUsd(range.high) };
}

function writeAnswers(answers: RecordedAnswers | null): ReportedScenario["answers"] {
  if (answers === null) return null;
  const { thinking } = answers;
  return { ...answers, thinking: thinking === null ? null : writeShare(thinking) };
}
