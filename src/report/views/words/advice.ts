/** What to do about a cost, in words. */
import { ascending, descendingBy } from "../../../order.ts";
import type { Pico } from "../../../money.ts";
import { rememberBy } from "../../../remember.ts";
import type { Report, ReportedAdvice, ReportedScenario } from "../../report.ts";
import { readUsd, showShortChange, showSize, showUsd } from "../amount.ts";
import { cleanText, code, link, linkToLine, sentence } from "../markdown.ts";
import { showPlace } from "../problem-list.ts";
import { presentScenarios } from "./changes.ts";
import { costsOf, inShownUnit, unitOf } from "./costs.ts";

/** Advice, with the scenario it is for. */
export interface GivenAdvice {
  readonly scenario: ReportedScenario;
  readonly advice: ReportedAdvice;
  /** Pico-dollars in the unit that the scenario's costs are shown in; 0 where nothing is saved. */
  readonly saving: Pico;
}

/** In the unit shown: one cent, in pico-dollars. Less is no reason to do anything. */
const leastSaving = 10_000_000_000n;

/**
 * All advice for some scenarios, what saves most a month first, then what saves per 1,000 runs; what
 * must be done and saves nothing comes last.
 */
export function adviceFor(scenarios: readonly ReportedScenario[]): readonly GivenAdvice[] {
  const rank = ({ scenario, saving }: GivenAdvice): number =>
    saving < leastSaving ? 2 : rankOf(scenario);
  return scenarios
    .flatMap(givenFor)
    .sort(descendingBy(({ saving }) => saving))
    .sort((a, b) => ascending(rank(a), rank(b)));
}

const givenFor = rememberBy((scenario: ReportedScenario): readonly GivenAdvice[] =>
  scenario.advice.map((advice) => {
    const usd = advice.savingUsd === null ? 0n : readUsd(advice.savingUsd);
    return { scenario, advice, saving: inShownUnit(scenario, usd) };
  }),
);

/**
 * What to do first about a scenario: what saves most and leaves the answers as they are; else a
 * batch, which leaves them so but late; else what saves most. Null where nothing saves a cent.
 */
export function firstAdvice(scenario: ReportedScenario): GivenAdvice | null {
  return best(adviceFor([scenario]), leavesAnswers);
}

/** Of so many scenarios, the dearest, the advice is worked out for a line that names one saving. */
const mostRead = 10;

/**
 * What saves most in a report's dearest scenarios, by the same preference; null where nothing there
 * saves a cent.
 */
export function largestAdvice(report: Report): GivenAdvice | null {
  const isPreferred = (given: GivenAdvice): boolean => leavesAnswers(given) || isOfBatches(given);
  const present = presentScenarios(report);
  // Advice is worked out when it is read, and no scenario saves more than it costs: so the dearest
  // are read first, and those that cannot save more than what is found are not.
  const read = new Set<ReportedScenario>();
  let most = leastSaving - 1n;
  for (const { scenario, cost } of dearestFirst(present).slice(0, mostRead)) {
    if (cost < most) continue;
    read.add(scenario);
    for (const given of adviceFor([scenario]))
      if (isPreferred(given) && given.saving > most) most = given.saving;
  }
  return best(adviceFor(present.filter((scenario) => read.has(scenario))), isPreferred);
}

/** Scenarios with what each costs in the unit shown, pico-dollars; those with a month first. */
function dearestFirst(
  scenarios: readonly ReportedScenario[],
): readonly { readonly scenario: ReportedScenario; readonly cost: Pico }[] {
  return scenarios
    .map((scenario) => ({ scenario, cost: costsOf(scenario).after ?? 0n }))
    .sort(descendingBy(({ cost }) => cost))
    .sort((a, b) => ascending(rankOf(a.scenario), rankOf(b.scenario)));
}

function rankOf({ basis }: ReportedScenario): number {
  return basis === "month" ? 0 : 1;
}

function best(
  given: readonly GivenAdvice[],
  isPreferred: (advice: GivenAdvice) => boolean,
): GivenAdvice | null {
  const saves = given.filter(({ saving }) => saving >= leastSaving);
  return saves.find(isPreferred) ?? saves.find(isOfBatches) ?? saves[0] ?? null;
}

function leavesAnswers({ advice }: GivenAdvice): boolean {
  return advice.confidence !== "possible";
}

function isOfBatches({ advice }: GivenAdvice): boolean {
  return advice.code === "use-batch";
}

/**
 * What comes of it: `back to $1,462` or `down to` where the change made it dearer, else `−$156 a month`; empty
 * where nothing is saved.
 */
export function describeGain({ scenario, advice, saving }: GivenAdvice): string {
  if (saving === 0n) return "";
  const { before, after } = costsOf(scenario);
  const cost = advice.costUsd === null ? null : inShownUnit(scenario, readUsd(advice.costUsd));
  const isDearer = before !== null && after !== null && before < after;
  return isDearer && cost !== null
    ? // Nearly what it was is what it was, for whoever wants it back.
      `${cost * 10n <= before * 11n ? "back" : "down"} to ${showUsd(cost)}`
    : `${showShortChange(-saving)} ${unitOf(scenario.basis)}`;
}

/** `saves $9,078 a month`, `costs $3 a month more`; empty where it moves nothing. */
export function describeSaving({ scenario, saving }: GivenAdvice): string {
  if (saving === 0n) return "";
  const size = `${showSize(saving)} ${unitOf(scenario.basis)}`;
  return saving > 0n ? `saves ${size}` : `costs ${size} more`;
}

/** What to do, as markdown; the place in it links to its line. */
export function writeChange({ advice }: GivenAdvice, links: Report["links"]): string {
  const place = showPlace({ ...advice.place, column: null });
  const named = place === "" ? -1 : advice.change.indexOf(`\`${place}\``);
  if (named < 0) return sentence(advice.change);
  return [
    sentence(advice.change.slice(0, named)),
    link(code(place), linkToLine(links, advice.place)),
    sentence(advice.change.slice(named + place.length + 2)),
  ].join("");
}

/** What to do, as plain text. */
export function describeWhatToDo({ advice }: GivenAdvice): string {
  return cleanText(advice.change.replaceAll("`", ""));
}
