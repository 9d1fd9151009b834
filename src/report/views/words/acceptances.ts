/** What people accepted, and how to accept what nobody has. */
import { descendingBy } from "../../../order.ts";
import { formatDollars, formatRatio, ratio, type Pico, type Ratio } from "../../../money.ts";
import { writeUpTo } from "../../acceptances.ts";
import type { Report, ReportedAcceptance, ReportedScenario } from "../../report.ts";
import { readRatio, readUsd, showBeside, showCount, showUsd } from "../amount.ts";
import { cleanName } from "../markdown.ts";
import { exceededBudgets, type OwnedBudget } from "./budgets.ts";
import { sortByChange } from "./order.ts";
import { named, placed, type Phrase } from "./phrase.ts";

type State = ReportedAcceptance["state"];

/** An acceptance that matters to a verdict, in words. */
export interface SaidAcceptance {
  readonly acceptance: ReportedAcceptance;
  /** `accepted`, `not accepted`. */
  readonly title: string;
  readonly phrase: Phrase;
}

const titles: Readonly<Record<State, string | null>> = {
  covers: "accepted",
  exceeded: "not accepted",
  expired: "not accepted",
  unused: null,
};

/** Those that cover what exceeds a limit, or would if they allowed more or lasted longer. */
export function saidAcceptances({ accepted }: Report): readonly SaidAcceptance[] {
  return accepted.flatMap((acceptance) => {
    const title = titles[acceptance.state];
    return title === null ? [] : [{ acceptance, title, phrase: describe(acceptance) }];
  });
}

function describe(acceptance: ReportedAcceptance): Phrase {
  const { scenario, state, until, reason } = acceptance;
  const { granted, comes, excess } = amountsOf(acceptance);
  const expired = state === "expired" ? "what was accepted has expired: " : "";
  const tooMuch = state === "exceeded" && excess !== null ? `, ${excess}` : "";
  return [
    `${expired}${granted} for `,
    named(scenario),
    ...authorOf(acceptance),
    until === null ? " for this pull request" : ` until ${until}`,
    `: "${reason}"; this change ${comes}${tooMuch}`,
  ];
}

/** ` by @maintainer`, ` by promptcost.yml:12`. */
function authorOf({ by, file, line }: ReportedAcceptance): Phrase {
  if (by !== null) return [` by @${by}`];
  return file === null ? [] : [" by ", placed(file, line)];
}

/** What is accepted and what this change comes to. */
interface SaidAmounts {
  readonly granted: string;
  readonly comes: string;
  /** Why that is not accepted; null where it is. */
  readonly excess: string | null;
}

/** Both in the same words, exact enough to see on which side of the other each is. */
function amountsOf(acceptance: ReportedAcceptance): SaidAmounts {
  const { upToUsd, usedUsd, actualUsd, basis, actualBasis } = acceptance;
  if (upToUsd !== null && actualUsd !== null) {
    const [most, now] = [readUsd(upToUsd), readUsd(actualUsd)];
    const used = readUsd(usedUsd ?? "0");
    const left = most - used;
    return {
      granted: `up to ${formatDollars(most)}${unitText(basis)} more`,
      comes:
        `costs ${showBeside(now, left)}${unitText(actualBasis)} more` +
        (used === 0n ? "" : `, and main ${showUsd(used)} more since`),
      excess: describeExcess(acceptance, now - left),
    };
  }
  const { upToTokens, actualTokens, model, actualModels } = acceptance;
  if (upToTokens !== null) {
    const now = actualTokens === null ? null : readRatio(actualTokens);
    const over = now === null ? null : ratio(now.n - BigInt(upToTokens) * now.d, now.d);
    return {
      granted: `up to ${showCount(upToTokens)} tokens a request more`,
      comes: `has ${now === null ? "" : showTokens(now)} a request more`,
      excess: over === null || over.n <= 0n ? null : `${showTokens(over)} too many`,
    };
  }
  const models = (actualModels ?? []).map(cleanName).join(", ");
  return { granted: cleanName(model ?? ""), comes: `uses ${models}`, excess: null };
}

/** Why so much more is not accepted, pico-dollars: too much, or of something else. */
function describeExcess({ basis, actualBasis }: ReportedAcceptance, usd: Pico): string | null {
  if (basis !== actualBasis) return `and an amount${unitText(basis)} does not cover that`;
  return usd > 0n ? `${showUsd(usd)} too much` : null;
}

function unitText(basis: ReportedAcceptance["basis"]): string {
  return basis === null ? "" : basis === "month" ? " a month" : " a run";
}

/** An expected number of tokens, exact: one more is one too many. */
function showTokens(tokens: Ratio): string {
  const { n, d } = tokens;
  return n % d === 0n ? showCount(n / d) : formatRatio(tokens, 6);
}

/** Commands that are offered at most. */
const mostCommands = 3;

/** How what makes a check fail could be accepted. */
export interface HowToAccept {
  /** The lines of a comment, amounts rounded up, the largest first. */
  readonly commands: readonly string[];
  /** Scenarios that would need such a line, too. */
  readonly left: number;
  /** Budgets that fail as well, and that no comment covers. */
  readonly notCovered: readonly OwnedBudget[];
}

/** Null where nothing of what makes the check fail can be accepted. */
export function howToAccept(report: Report): HowToAccept | null {
  if (report.verdict !== "fail") return null;
  const offers = [...offersOfScenarios(report), ...offersOfSums(report)];
  const commands = offers.flatMap(({ id, clauses }) => acceptCommand(id, clauses) ?? []);
  if (commands.length === 0) return null;
  const notCovered = exceededBudgets(report).filter(
    ({ budget }) => budget.verdict === "fail" && budget.accept === null,
  );
  const shown = commands.slice(0, mostCommands);
  return { commands: shown, left: commands.length - shown.length, notCovered };
}

/** What would have to be accepted of a scenario. */
interface Offer {
  readonly id: string;
  readonly clauses: readonly string[];
}

function offersOfScenarios(report: Report): readonly Offer[] {
  return sortByChange(report.scenarios).flatMap(({ id, budgets }) => {
    const clauses = budgets.flatMap(({ verdict, accept }) =>
      verdict === "fail" && accept !== null ? [accept] : [],
    );
    return clauses.length === 0 ? [] : [{ id, clauses }];
  });
}

/** Scenarios that add to the increase of a sum whose budget fails, and that nobody accepted. */
function offersOfSums(report: Report): readonly Offer[] {
  const failing = ({ budgets }: Pick<ReportedScenario, "budgets">): boolean =>
    budgets.some(({ kind, verdict }) => kind === "increase" && verdict === "fail");
  const covered = new Set([
    ...offersOfScenarios(report).map(({ id }) => id),
    ...acceptedScenarios(report),
  ]);
  const everywhere = failing(report.totals);
  const grouped = new Set(report.groups.filter(failing).flatMap(({ scenarios }) => scenarios));
  return report.scenarios
    .filter(({ id }) => !covered.has(id) && (everywhere || grouped.has(id)))
    .flatMap((scenario) => {
      const usd = addedBy(scenario);
      return usd <= 0n ? [] : [{ id: scenario.id, usd, basis: scenario.basis }];
    })
    .sort(descendingBy(({ usd }) => usd))
    .map(({ id, usd, basis }) => ({ id, clauses: [`up-to ${writeUpTo(usd, basis)}`] }));
}

/**
 * `/promptcost accept support up-to $9,110: reason`, of what budgets say would accept it; null
 * where nothing of it can be accepted, or the name cannot be written.
 */
export function acceptCommand(id: string, clauses: readonly (string | null)[]): string | null {
  const given = clauses.filter((clause) => clause !== null);
  const name = given.length === 0 ? null : quoteName(id);
  return name === null ? null : `/promptcost accept ${name} ${given.join(" ")}: reason`;
}

function acceptedScenarios({ accepted }: Report): readonly string[] {
  return accepted.flatMap(({ state, kind, scenario }) =>
    state === "covers" && kind === "usd" ? [scenario] : [],
  );
}

/** What a scenario adds to the increase of a sum: a new one all of it. */
function addedBy({ state, deltaUsd, monthlyUsd, perRunUsd }: ReportedScenario): Pico {
  if (deltaUsd !== null) return readUsd(deltaUsd);
  return state === "gone" ? 0n : readUsd(monthlyUsd ?? perRunUsd ?? "0");
}

/** A name as the command takes it, in quotes where it needs them; null where it cannot. */
function quoteName(id: string): string | null {
  if (cleanName(id) !== id) return null;
  if (/^[^\s"'`:]+$/.test(id)) return id;
  const quote = ['"', "'", "`"].find((sign) => !id.includes(sign));
  return quote === undefined ? null : `${quote}${id}${quote}`;
}
