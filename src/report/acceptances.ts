/** What people accepted, in the form of the report. */
import type { JudgedAcceptance } from "../budget/acceptance/judge-accepted.ts";
import { nowhere } from "../problem.ts";
import { clipCharacters } from "../words.ts";
import { reportPlace, writeShare, writeUsd } from "./parts.ts";
import type { ReportedAcceptance } from "./report.ts";

/** Characters of a reason that are kept. */
const longestReason = 200;

/** Acceptances as the report has them: the config's first, then comments, the oldest first. */
export function reportAcceptances(judged: readonly JudgedAcceptance[]): ReportedAcceptance[] {
  return judged.map(reportAcceptance);
}

function reportAcceptance({ acceptance, state, needed }: JudgedAcceptance): ReportedAcceptance {
  const { scenario, upTo, reason, until, by } = acceptance;
  const basis = upTo.kind === "usd" ? upTo.basis : null;
  return {
    scenario,
    kind: upTo.kind,
    state,
    upToUsd: upTo.kind === "usd" ? writeUsd(upTo.usd) : null,
    upToTokens: upTo.kind === "tokens" ? upTo.tokens : null,
    model: upTo.kind === "model" ? upTo.model : null,
    basis: basis ?? (needed?.kind === "usd" ? needed.basis : null),
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
