import {
  readShare,
  readUsd,
  showPair,
  showPercent,
  showRatePair,
  showRelative,
  showShortChange,
  showUsd,
} from "./amount.ts";
import { cleanName, cleanText } from "./markdown.ts";
import type { Report, ReportedBudget, ReportedScenario } from "../report.ts";

/** The first line of every view, without markup: what came out, what it costs, what it breaks. */
export interface Headline {
  /** `fail`, `pass`, `warn`, `error`, `first run`. */
  readonly word: string;
  readonly sentence: string;
}

const thousand = 1000n;

/** Per 1,000 runs, as people are shown a cost without traffic. */
export function perThousand(perRunUsd: string): bigint {
  return readUsd(perRunUsd) * thousand;
}

export function countScenarios(count: number): string {
  return `${count} ${count === 1 ? "scenario" : "scenarios"}`;
}

/** The scenarios of the head, without those that are gone. */
export function presentScenarios(report: Report): readonly ReportedScenario[] {
  return report.scenarios.filter((one) => one.state !== "gone");
}

/**
 * What a scenario costs more or less, on its basis; a new one costs all it costs. Null where
 * nothing says.
 */
export function deltaOf(report: Report, scenario: ReportedScenario): bigint | null {
  if (scenario.deltaUsd !== null) return readUsd(scenario.deltaUsd);
  const whole = scenario.basis === "month" ? scenario.monthlyUsd : scenario.perRunUsd;
  const compared = report.comparison === "compared" || report.comparison === "unexplained";
  return compared && scenario.state === "new" && whole !== null ? readUsd(whole) : null;
}

/**
 * What a budget allows, in words: `$2,000 a month`, `+5 % and $10`, `at least 80 % from the cache`.
 */
export function describeLimit(budget: ReportedBudget): string {
  switch (budget.kind) {
    case "monthly":
      return `${showLimit(budget)} a month`;
    case "per-run":
      return `${showLimit(budget)} a run`;
    case "increase": {
      const percent =
        budget.limitShare === null ? null : `+${showPercent(readShare(budget.limitShare))}`;
      const amount = budget.limitUsd === null ? null : `+${showUsd(readUsd(budget.limitUsd))}`;
      return [percent, amount].filter((part) => part !== null).join(" and ");
    }
    case "cache-hit-rate":
      return `${budget.limitShare === null ? "" : showRateLimit(budget, budget.limitShare)} read from the cache`;
    default:
      return budget.kind satisfies never;
  }
}

function showLimit(budget: ReportedBudget): string {
  if (budget.limitUsd === null) return "";
  const limit = readUsd(budget.limitUsd);
  return budget.actualUsd === null ? showUsd(limit) : showPair(limit, readUsd(budget.actualUsd))[0];
}

function showRateLimit(budget: ReportedBudget, limit: string): string {
  return budget.actualShare === null
    ? showPercent(readShare(limit))
    : showRatePair(readShare(limit), readShare(budget.actualShare))[0];
}

/** What a figure came to beside its limit, with enough digits that the two do not look alike. */
export function describeActual(budget: ReportedBudget): string {
  if (budget.kind === "cache-hit-rate" && budget.actualShare !== null && budget.limitShare !== null)
    return `${showRatePair(readShare(budget.limitShare), readShare(budget.actualShare))[1]} read from the cache`;
  if (budget.kind === "increase" && budget.actualShare !== null)
    return `+${showPercent(readShare(budget.actualShare))}`;
  if (budget.actualUsd === null) return "nothing known";
  const actual = readUsd(budget.actualUsd);
  if (budget.kind === "increase") return showShortChange(actual);
  const shown =
    budget.limitUsd === null ? showUsd(actual) : showPair(readUsd(budget.limitUsd), actual)[1];
  return `${shown}${budget.kind === "per-run" ? " a run" : budget.kind === "monthly" ? " a month" : ""}`;
}

/** An exceeded budget of a scenario, of a group, or, where both are null, of the sum. */
export interface Exceeded {
  readonly scenario: ReportedScenario | null;
  readonly group: string | null;
  readonly budget: ReportedBudget;
}

/** Every exceeded budget, those that fail first, then larger changes first. */
export function exceededBudgets(report: Report): readonly Exceeded[] {
  const sized = presentScenarios(report)
    .filter((one) => one.budgets.some((budget) => budget.over))
    .map((scenario) => ({ scenario, size: deltaOf(report, scenario) ?? 0n }))
    .sort((a, b) => (a.size < b.size ? 1 : a.size > b.size ? -1 : 0));
  const all: readonly Exceeded[] = [
    ...sized.flatMap(({ scenario }) =>
      worstFirst(scenario.budgets).map((budget) => ({ scenario, group: null, budget })),
    ),
    ...report.groups.flatMap((group) =>
      worstFirst(group.budgets).map((budget) => ({ scenario: null, group: group.name, budget })),
    ),
    ...worstFirst(report.totals.budgets).map((budget) => ({ scenario: null, group: null, budget })),
  ];
  return [
    ...all.filter((one) => one.budget.action === "fail"),
    ...all.filter((one) => one.budget.action === "warn"),
  ];
}

function worstFirst(budgets: readonly ReportedBudget[]): readonly ReportedBudget[] {
  const rank = (budget: ReportedBudget): number => (budget.action === "fail" ? 0 : 1);
  return budgets.filter((one) => one.over).sort((a, b) => rank(a) - rank(b));
}

/** Whose budget it is, in words. */
export function describeOwner({ scenario, group }: Exceeded): string {
  return scenario !== null
    ? cleanName(scenario.id)
    : group !== null
      ? `the group ${cleanName(group)}`
      : "everything together";
}

/**
 * `support-rag costs $9,106 a month more`; the owner is the caller's. Null where there is no change
 * to tell.
 */
export function describeDelta(report: Report, scenario: ReportedScenario): string | null {
  const delta = deltaOf(report, scenario);
  if (delta === null || delta === 0n) return null;
  const amount = delta < 0n ? -delta : delta;
  if (scenario.basis === "month")
    return scenario.state === "new"
      ? `is new and costs ${showUsd(amount)} a month`
      : `costs ${showUsd(amount)} a month ${delta < 0n ? "less" : "more"}`;
  if (scenario.perRunUsd === null) return null;
  const head = readUsd(scenario.perRunUsd);
  if (scenario.state === "new")
    return `is new and costs ${showUsd(head * thousand)} per 1,000 runs (no traffic stated)`;
  const [before, after] = showPair((head - delta) * thousand, head * thousand);
  const relative = showRelative(head - delta, head)?.replace(/^[+\u2212]/u, "");
  return (
    `costs ${relative === undefined ? "" : `${relative} `}${delta < 0n ? "less" : "more"} ` +
    `a run: ${before} → ${after} per 1,000 runs (no traffic stated)`
  );
}

/** The sum of what all scenarios cost, in words; null where nothing has a price. */
export function describeSum(report: Report): string | null {
  if (report.totals.monthlyUsd !== null)
    return `${showUsd(readUsd(report.totals.monthlyUsd))} a month`;
  const [only, ...others] = presentScenarios(report);
  if (only?.perRunUsd === null || only?.perRunUsd === undefined || others.length > 0) return null;
  return `${showUsd(perThousand(only.perRunUsd))} per 1,000 runs (no traffic stated)`;
}

/**
 * The verdict in a sentence. Where nothing was compared it says so, and never that nothing changed.
 */
export function headlineOf(report: Report): Headline {
  if (report.verdict === "error") return { word: "error", sentence: describeErrors(report) };
  const exceeded = report.verdict === "pass" ? null : describeExceeded(report);
  if (report.comparison === "first-run") {
    const first = "nothing on main to compare with yet";
    return exceeded === null || exceededBudgets(report).length === 0
      ? {
          word: report.verdict === "pass" ? "first run" : `${report.verdict}. First run`,
          sentence: `${describeSide(report)}; ${first}`,
        }
      : { word: report.verdict, sentence: `${exceeded} (first run: ${first})` };
  }
  if (report.comparison === "not-compared") {
    const told =
      exceeded === null || exceededBudgets(report).length === 0 ? describeSide(report) : exceeded;
    return { word: report.verdict, sentence: `Not compared with main: ${told}` };
  }
  return { word: report.verdict, sentence: exceeded ?? describeChange(report) };
}

function describeErrors(report: Report): string {
  const errors = report.problems.filter((one) => one.severity === "error");
  const [first] = errors;
  if (first === undefined) return "No comparison: no base to compare with";
  const place =
    first.file === null
      ? ""
      : `${cleanName(first.file)}${first.line === null ? "" : `:${first.line}`}: `;
  const message = `${place}${cleanText(first.message).replace(/\.$/, "").slice(0, 300).toWellFormed()}`;
  return `No comparison: ${message}${errors.length === 1 ? "" : ` (and ${errors.length - 1} more)`}`;
}

function describeExceeded(report: Report): string {
  const [first, ...later] = exceededBudgets(report);
  if (first === undefined) return describeChange(report);
  const others = later.filter(
    (one) => one.scenario !== first.scenario || one.group !== first.group,
  );
  const { scenario, budget } = first;
  const delta = scenario === null ? null : describeDelta(report, scenario);
  const uncertain = budget.uncertain ? " (within the uncertainty of the counts)" : "";
  const rest =
    others.length === 0
      ? ""
      : `; ${others.length} more ${others.length === 1 ? "budget is" : "budgets are"} exceeded`;
  const limit =
    budget.kind === "monthly" && delta !== null
      ? describeLimit(budget).replace(/ a month$/, "")
      : describeLimit(budget);
  const found =
    budget.kind === "monthly" && delta !== null
      ? ""
      : `${delta === null ? "" : ", "}${describeFound(budget, delta !== null)}`;
  return `${describeOwner(first)} ${delta ?? ""}${found}, its budget is ${limit}${uncertain}${rest}`;
}

function describeChange(report: Report): string {
  const changed = report.scenarios.filter((one) => one.state !== "unchanged");
  const moved = changed.flatMap((one) => {
    const delta = deltaOf(report, one);
    return delta === null || delta === 0n ? [] : [{ one, delta }];
  });
  const [first] = moved;
  if (moved.length === 1 && first !== undefined)
    return `${cleanName(first.one.id)} ${describeDelta(report, first.one) ?? ""}`;
  if (moved.length > 1) return describeMoves(report, moved);
  if (changed.length > 0 || report.totals.adjustments.length > 0)
    return describeStill(report, changed);
  const sum = describeSum(report);
  return sum === null
    ? `${countScenarios(report.scenarios.length)}, unchanged (no traffic stated)`
    : `${sum}, unchanged`;
}

function describeMoves(
  report: Report,
  moved: readonly { one: ReportedScenario; delta: bigint }[],
): string {
  const size = (delta: bigint): bigint => (delta < 0n ? -delta : delta);
  const [most] = [...moved].sort((a, b) => (size(a.delta) < size(b.delta) ? 1 : -1));
  const lead = most === undefined ? "" : `most of it ${cleanName(most.one.id)}`;
  const delta = report.totals.deltaUsd === null ? null : readUsd(report.totals.deltaUsd);
  if (delta === null || delta === 0n || moved.some((other) => other.one.basis === "run")) {
    const dearer = moved.filter((other) => other.delta > 0n).length;
    return (
      `${countScenarios(dearer)} ${dearer === 1 ? "costs" : "cost"} more, ` +
      `${moved.length - dearer} less, ${lead.replace("most of it", "foremost")}`
    );
  }
  return (
    `${countScenarios(moved.length)} cost ${showUsd(size(delta))} a month ` +
    `${delta < 0n ? "less" : "more"} together, ${lead}`
  );
}

/** The change itself costs nothing, but something else did move. */
function describeStill(report: Report, changed: readonly ReportedScenario[]): string {
  const sum = describeSum(report);
  const gone = changed.filter((one) => one.state === "gone").length;
  const what =
    gone > 0
      ? `${countScenarios(gone)} gone`
      : report.totals.adjustments.length > 0
        ? "only what is not counted in it moves"
        : "the price stays the same";
  return `this change costs nothing more; ${what}${sum === null ? "" : `; now ${sum}`}`;
}

function describeFound(budget: ReportedBudget, follows: boolean): string {
  const actual = describeActual(budget);
  if (budget.kind === "cache-hit-rate") return `has ${actual}`;
  if (budget.kind === "increase") return follows ? actual : `costs ${actual}`;
  return follows ? `now ${actual}` : `costs ${actual}`;
}

function describeSide(report: Report): string {
  const sum = describeSum(report);
  const scenarios = presentScenarios(report).length;
  return sum === null
    ? countScenarios(scenarios)
    : `${countScenarios(scenarios)} ${scenarios === 1 ? "costs" : "cost"} ${sum}`;
}
