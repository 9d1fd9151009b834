import { magnitude } from "../../../arithmetic.ts";
import { descendingBy } from "../../../order.ts";
import type { Pico } from "../../../money.ts";
import { isCompared } from "../../../compare/state.ts";
import { counted, plural } from "../../../words.ts";
import type { Report, ReportedScenario } from "../../report.ts";
import { readUsd, showSize } from "../amount.ts";
import { cleanName, cleanText } from "../markdown.ts";
import { describeDoubt, describeOwner, exceededBudgets, unsureBudgets } from "./budgets.ts";
import {
  changeOf,
  countScenarios,
  describeDelta,
  describeSum,
  presentScenarios,
} from "./changes.ts";
import { costsOf } from "./costs.ts";
import {
  describeFound,
  describeLimit,
  describeLimitAfterFigure,
  describeLimitOfMonth,
  describeUncertain,
} from "./limits.ts";

/** The first line of every view, without markup: what came out, what it costs, what it breaks. */
export interface Headline {
  /** `fail`, `pass`, `warn`, `error`, `first run`. */
  readonly word: string;
  readonly sentence: string;
}

/** The scenario that the headline speaks of; null: it speaks of none, or of several. */
export function leadScenario(report: Report): ReportedScenario | null {
  const exceeded = exceededBudgets(report).find(({ scenario }) => scenario !== null);
  if (exceeded !== undefined) return exceeded.scenario;
  const [first, ...others] = report.scenarios.filter(
    (scenario) => describeDelta(report, scenario) !== null,
  );
  return first === undefined || others.length > 0 ? null : first;
}

/**
 * The verdict in a sentence. Where nothing was compared it says so, and never that nothing changed.
 */
export function headlineOf(report: Report): Headline {
  const { verdict } = report;
  if (verdict === "error") return { word: verdict, sentence: describeErrors(report) };
  const exceeded = verdict === "pass" ? null : describeExceeded(report);
  switch (report.comparison) {
    case "first-run": {
      const first = "nothing on main to compare with yet";
      if (exceeded !== null)
        return { word: verdict, sentence: `${exceeded} (first run: ${first})` };
      const word = verdict === "pass" ? "first run" : `${verdict}. First run`;
      return { word, sentence: `${describeSide(report)}; ${first}${sayUnsure(report)}` };
    }
    case "same-as-base": {
      const said = exceeded ?? `${describeSide(report)}${sayUnsure(report)}`;
      return { word: verdict, sentence: `Nothing compared: ${describeSame(report)}; ${said}` };
    }
    case "not-compared":
      return {
        word: verdict,
        sentence: `Not compared with main: ${exceeded ?? `${describeSide(report)}${sayUnsure(report)}`}`,
      };
    case "compared":
    case "unexplained":
      return {
        word: verdict,
        sentence: exceeded ?? `${describeChange(report)}${sayAccepted(report)}${sayUnsure(report)}`,
      };
    default:
      return report.comparison satisfies never;
  }
}

/** Said of a verdict that keeps every budget where a figure's interval reaches over one. */
function sayUnsure(report: Report): string {
  const [first, ...others] = unsureBudgets(report);
  if (first === undefined) return "";
  const { budget } = first;
  const more = others.length === 0 ? "" : `, and ${counted(others.length, "more budget")}`;
  const whose = `the budget of ${describeOwner(first)}, ${describeLimit(budget)}`;
  return `; ${whose}, is ${describeUncertain(budget)}${more}`;
}

/** Why there is nothing to compare. */
function describeSame({ base }: Report): string {
  const sha = base?.sha ?? null;
  const commit = sha === null ? "the base" : cleanName(sha.slice(0, 7));
  return `main has all of this already (${commit})`;
}

/** Said of a verdict that keeps its budgets because somebody accepted what exceeds them. */
function sayAccepted({ accepted }: Report): string {
  const used = accepted.flatMap(({ state, scenario }) => (state === "covers" ? [scenario] : []));
  const [first, ...others] = new Set(used);
  if (first === undefined) return "";
  return others.length === 0
    ? `; the increase of ${cleanName(first)} is accepted`
    : `; the increases of ${countScenarios(others.length + 1)} are accepted`;
}

/** The first error, in at most 300 characters, and how many more there are. */
function describeErrors(report: Report): string {
  const [first, ...others] = report.problems.filter(({ severity }) => severity === "error");
  if (first === undefined) return "No comparison: no base to compare with";
  const line = first.line === null ? "" : `:${first.line}`;
  const place = first.file === null ? "" : `${cleanName(first.file)}${line}: `;
  const message = cleanText(first.message).replace(/\.$/, "").slice(0, 300).toWellFormed();
  const more = others.length === 0 ? "" : ` (and ${counted(others.length, "more error")})`;
  return `No comparison: ${place}${message}${more}`;
}

/** The budget exceeded worst, and how many others are; null: none is. */
function describeExceeded(report: Report): string | null {
  const [first, ...later] = exceededBudgets(report);
  if (first === undefined) return null;
  const { scenario, group, budget } = first;
  const isNew = scenario?.state === "new" && isCompared(report.comparison);
  const delta = scenario === null || isNew ? null : describeDelta(report, scenario);
  // A delta of a month says already what a monthly budget is of.
  const saysMonth = budget.kind === "monthly" && delta !== null;
  const found = saysMonth ? null : describeFound(budget, delta !== null);
  const limit = saysMonth ? describeLimitOfMonth(budget) : describeLimitAfterFigure(budget);
  const finding = [isNew ? `is new and ${found ?? ""}` : delta, isNew ? null : found]
    .filter((part) => part !== null)
    .join(", ");
  const longest = scenario?.outputAtMost === true ? " (its answers counted at their longest)" : "";
  const asBefore = scenario !== null && isSameAsMain(scenario) ? ", as on main" : "";
  const others = later.filter((other) => other.scenario !== scenario || other.group !== group);
  const rest =
    others.length === 0
      ? ""
      : `; ${others.length} more ${plural(others.length, "budget is", "budgets are")} exceeded`;
  const held = `its budget is ${limit}${describeDoubt(budget)}`;
  return `${describeOwner(first)} ${finding}${longest}${asBefore}, ${held}${rest}`;
}

/** Whether it costs to the pico-dollar what it costs on main. */
function isSameAsMain(scenario: ReportedScenario): boolean {
  const { before, after } = costsOf(scenario);
  return before !== null && before === after;
}

interface Move {
  readonly scenario: ReportedScenario;
  /** Pico-dollars on the scenario's basis, not zero. */
  readonly delta: Pico;
}

function describeChange(report: Report): string {
  const changed = report.scenarios.filter(({ state }) => state !== "unchanged");
  const moves = changed.flatMap((scenario): readonly Move[] => {
    const delta = changeOf(report, scenario);
    return delta === null ? [] : [{ scenario, delta }];
  });
  const [first, ...others] = moves;
  if (first !== undefined)
    return others.length === 0
      ? `${cleanName(first.scenario.id)} ${describeDelta(report, first.scenario) ?? ""}`
      : describeMoves(report, moves);
  if (changed.length > 0 || report.totals.adjustments.length > 0)
    return describeStill(report, changed);
  const sum = describeSum(report);
  return sum === null
    ? `${countScenarios(report.scenarios.length)}, unchanged (no traffic stated)`
    : `${sum}, unchanged`;
}

function describeMoves(report: Report, moves: readonly Move[]): string {
  // Of equal ones the first.
  const [most] = [...moves].sort(descendingBy(({ delta }) => magnitude(delta)));
  const name = most === undefined ? "" : cleanName(most.scenario.id);
  const total = report.totals.deltaUsd === null ? 0n : readUsd(report.totals.deltaUsd);
  if (total === 0n || moves.some(({ scenario }) => scenario.basis === "run")) {
    const dearer = moves.filter(({ delta }) => delta > 0n).length;
    const cheaper = moves.length - dearer;
    const parts = [
      dearer === 0 ? "" : `${countScenarios(dearer)} ${plural(dearer, "costs", "cost")} more`,
      cheaper === 0
        ? ""
        : dearer === 0
          ? `${countScenarios(cheaper)} ${plural(cheaper, "costs", "cost")} less`
          : `${cheaper} less`,
    ].filter((part) => part !== "");
    return `${parts.join(", ")}, foremost ${name}`;
  }
  const about = moves.some(({ scenario }) => scenario.outputUnknown) ? "about " : "";
  return (
    `${countScenarios(moves.length)} cost ${about}${showSize(total)} a month ` +
    `${total < 0n ? "less" : "more"} together, most of it ${name}`
  );
}

/** The change itself costs nothing, but something else did move. */
function describeStill(report: Report, changed: readonly ReportedScenario[]): string {
  const sum = describeSum(report);
  const gone = changed.filter(({ state }) => state === "gone").length;
  if (changed.some(({ outputUnknown }) => outputUnknown))
    return (
      "what this change costs is not known: nobody recorded how long its answers are" +
      (sum === null ? "" : `; counted at ${sum}`)
    );
  const moved =
    report.totals.adjustments.length > 0
      ? "only what is not counted in it moves"
      : "the price stays the same";
  const what = gone > 0 ? `${countScenarios(gone)} gone` : moved;
  return `this change costs nothing more; ${what}${sum === null ? "" : `; now ${sum}`}`;
}

/** What the head's scenarios cost, where nothing is compared. */
function describeSide(report: Report): string {
  const sum = describeSum(report);
  const count = presentScenarios(report).length;
  const scenarios = countScenarios(count);
  return sum === null ? scenarios : `${scenarios} ${plural(count, "costs", "cost")} ${sum}`;
}
