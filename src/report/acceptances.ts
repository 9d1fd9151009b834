/** What people accepted, in the form of the report. */
import type { JudgedAcceptance } from "../budget/acceptance/judge-accepted.ts";
import type { JudgedLimit } from "../budget/limits/limits.ts";
import type { Basis } from "../compare/comparison.ts";
import { formatDollars, type Pico, type Ratio } from "../money.ts";
import { nowhere } from "../problem.ts";
import { clipCharacters, groupDigits } from "../words.ts";
import { reportPlace, writeShare, writeUsd } from "./parts.ts";
import type { ReportedAcceptance } from "./report.ts";

/** Characters of a reason that are kept. */
const longestReason = 200;

/** Acceptances as the report has them: the config's first, then comments, the oldest first. */
export function reportAcceptances(judged: readonly JudgedAcceptance[]): ReportedAcceptance[] {
  return judged.map(reportAcceptance);
}

function reportAcceptance({
  acceptance,
  state,
  needed,
  basis,
  used,
}: JudgedAcceptance): ReportedAcceptance {
  const { scenario, upTo, reason, until, by } = acceptance;
  return {
    scenario,
    kind: upTo.kind,
    state,
    upToUsd: upTo.kind === "usd" ? writeUsd(upTo.usd) : null,
    usedUsd: writeUsd(used),
    upToTokens: upTo.kind === "tokens" ? upTo.tokens : null,
    model: upTo.kind === "model" ? upTo.model : null,
    basis,
    actualBasis: needed?.kind === "usd" ? needed.basis : null,
    actualUsd: needed?.kind === "usd" ? writeUsd(needed.usd) : null,
    actualTokens: needed?.kind === "tokens" ? writeShare(needed.tokens) : null,
    actualModels: needed?.kind === "model" ? [...needed.models] : null,
    reason: clipCharacters(reason.toWellFormed().replace(/\s+/gu, " ").trim(), longestReason),
    until,
    by: by.kind === "comment" ? by.login : null,
    url: by.kind === "comment" ? by.url : null,
    ...reportPlace(by.kind === "config" ? by.place : nowhere),
  };
}

/**
 * What a comment would say that accepts what exceeds a limit, rounded up: `up-to $9,110`,
 * `up-to $0.0046/run`, `tokens 3,010`, `model claude-opus-5`; null where nothing of it can be.
 */
export function acceptClause({ needs, over }: Pick<JudgedLimit, "needs" | "over">): string | null {
  if (needs === null) return null;
  switch (needs.kind) {
    case "usd":
      // What is over only at the high end of its interval is accepted up to there.
      return `up-to ${writeUpTo(over ? needs.usd : needs.high, needs.basis)}`;
    case "tokens":
      return `tokens ${groupDigits(ceiling(over ? needs.tokens : needs.high))}`;
    case "model":
      return needs.models.map((model) => `model ${model}`).join(" ");
    default:
      return needs satisfies never;
  }
}

/** An amount of money to accept, rounded up to three digits; a run's says so. */
export function writeUpTo(usd: Pico, basis: Basis): string {
  return `${formatDollars(roundUp(usd))}${basis === "run" ? "/run" : ""}`;
}

/** Up at the third digit that counts, so that what moves by cents stays within. */
function roundUp(amount: bigint): bigint {
  const unit = 10n ** BigInt(Math.max(amount.toString().length - 3, 0));
  return ((amount + unit - 1n) / unit) * unit;
}

function ceiling({ n, d }: Ratio): bigint {
  return roundUp((n + d - 1n) / d);
}
