/** What people accepted, and how to accept what nobody has. */
import { descendingBy } from "../../../order.ts";
import type { Pico } from "../../../money.ts";
import { writeUpTo } from "../../acceptances.ts";
import type { Report, ReportedAcceptance, ReportedScenario } from "../../report.ts";
import { readRatio, readUsd, showCount, showPair } from "../amount.ts";
import { cleanName } from "../markdown.ts";
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
  const { granted, comes } = amountsOf(acceptance);
  const { scenario, state, until, reason } = acceptance;
  const who: Phrase = [
    "for ",
    named(scenario),
    ...authorOf(acceptance),
    until === null ? " for this pull request" : ` until ${until}`,
    `: "${reason}"`,
  ];
  if (state === "exceeded")
    return [`accepted ${granted.brief}, this change ${comes.whole} (`, ...who, ")"];
  if (state === "expired")
    return [
      `what was accepted has expired: ${granted.whole} `,
      ...who,
      `; this change ${comes.whole}`,
    ];
  return [`${granted.whole} `, ...who, `; this change ${comes.brief}`];
}

/** ` by @maintainer`, ` by promptcost.yml:12`. */
function authorOf({ by, file, line }: ReportedAcceptance): Phrase {
  if (by !== null) return [` by @${by}`];
  return file === null ? [] : [" by ", placed(file, line)];
}

/** The same amount in a few words, and with what it is of. */
interface Said {
  readonly brief: string;
  readonly whole: string;
}

/** What is accepted, and what this change comes to, with enough digits to tell them apart. */
function amountsOf(acceptance: ReportedAcceptance): {
  readonly granted: Said;
  readonly comes: Said;
} {
  const { upToUsd, actualUsd, basis, actualBasis } = acceptance;
  if (upToUsd !== null && actualUsd !== null) {
    const [most, now] = showPair(readUsd(upToUsd), readUsd(actualUsd));
    const [unit, ownUnit] = [unitText(basis), unitText(actualBasis)];
    return {
      granted: {
        brief: basis === actualBasis ? `up to ${most}` : `up to ${most}${unit}`,
        whole: `up to ${most}${unit} more`,
      },
      comes: { brief: `costs ${now}`, whole: `costs ${now}${ownUnit} more` },
    };
  }
  const { upToTokens, actualTokens, model, actualModels } = acceptance;
  if (upToTokens !== null) {
    const most = `up to ${showCount(upToTokens)} tokens`;
    const now = actualTokens === null ? "" : showTokens(actualTokens);
    return {
      granted: { brief: most, whole: `${most} a request more` },
      comes: { brief: `has ${now} more`, whole: `has ${now} a request more` },
    };
  }
  const to = `uses ${(actualModels ?? []).map(cleanName).join(", ")}`;
  const from = cleanName(model ?? "");
  return { granted: { brief: from, whole: from }, comes: { brief: to, whole: to } };
}

function unitText(basis: ReportedAcceptance["basis"]): string {
  return basis === null ? "" : basis === "month" ? " a month" : " a run";
}

/** An expected number of tokens, exact: one more is one too many. */
function showTokens(tokens: string): string {
  const { n, d } = readRatio(tokens);
  return n % d === 0n ? showCount(n / d) : tokens;
}

/** Commands that are offered at most. */
const mostCommands = 3;

/**
 * The lines of a comment that would accept what makes the check fail, amounts rounded up, the
 * largest first; none where nothing of it can be accepted.
 */
export function acceptCommands(report: Report): readonly string[] {
  if (report.verdict !== "fail") return [];
  const failing = ({ budgets }: Pick<ReportedScenario, "budgets">): boolean =>
    budgets.some(({ kind, verdict }) => kind === "increase" && verdict === "fail");
  const own = sortByChange(report.scenarios).flatMap(({ id, budgets }) => {
    const clauses = budgets.flatMap(({ verdict, accept }) =>
      verdict === "fail" && accept !== null ? [accept] : [],
    );
    return clauses.length === 0 ? [] : [{ id, clauses }];
  });
  const covered = new Set([...own.map(({ id }) => id), ...acceptedScenarios(report)]);
  const everywhere = failing(report.totals);
  const grouped = new Set(report.groups.filter(failing).flatMap(({ scenarios }) => scenarios));
  const inSums = report.scenarios
    .filter(({ id }) => !covered.has(id) && (everywhere || grouped.has(id)))
    .flatMap((scenario) => {
      const usd = addedBy(scenario);
      return usd <= 0n ? [] : [{ id: scenario.id, usd, basis: scenario.basis }];
    })
    .sort(descendingBy(({ usd }) => usd))
    .map(({ id, usd, basis }) => ({ id, clauses: [`up-to ${writeUpTo(usd, basis)}`] }));
  return [...own, ...inSums]
    .flatMap(({ id, clauses }) => acceptCommand(id, clauses) ?? [])
    .slice(0, mostCommands);
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
