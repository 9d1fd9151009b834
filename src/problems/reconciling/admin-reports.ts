import { counted } from "../../words.ts";
import { text } from "../text.ts";

const keyFix =
  "Make an admin key (`sk-ant-admin…`) in the Console, as an admin of the organisation, and put it into " +
  "ANTHROPIC_ADMIN_KEY. Or give the Console's CSV exports as files.";

/**
 * What can be wrong with asking the admin reports: the key, refusals, answers that are none. Statuses
 * and the API's words for them only; never a key.
 */
export const adminReportProblems = {
  "admin-key-missing": text(
    "error",
    (details: { malformed: boolean }) =>
      details.malformed
        ? "What ANTHROPIC_ADMIN_KEY holds cannot be a key: it has spaces or other characters no key has."
        : "`--admin` needs an admin key, and ANTHROPIC_ADMIN_KEY is not set.",
    () => keyFix,
  ),
  "admin-key-refused": text(
    "error",
    (details: { status: number; ordinary: boolean }) =>
      `The reports were refused (${String(details.status)})${
        details.ordinary
          ? ": ANTHROPIC_ADMIN_KEY holds an ordinary API key, which may not read them"
          : ": this key may not read usage and cost"
      }.`,
    () => keyFix,
  ),
  "admin-refused": text(
    "error",
    (details: { status: number; type: string; report: string }) =>
      `The ${details.report} report answered ${String(details.status)} (${details.type}).`,
    (details) =>
      details.status === 404
        ? "This organisation has no such report: individual accounts and some clouds do not. " +
          "Give the Console's CSV exports as files."
        : "Check the days and filters. The reports reach back 365 days, and not before 2026-01-01; " +
          "organisations with HIPAA readiness have none.",
  ),
  "admin-rate-limited": text(
    "error",
    (details: { seconds: number | null }) =>
      `The reports are rate limited (429)${
        details.seconds === null ? "" : `: they ask to wait ${counted(details.seconds, "second")}`
      }.`,
    () => "Wait, and run it again; about one poll a minute is meant.",
  ),
  "admin-unavailable": text(
    "error",
    (details: { said: string; tries: number }) =>
      `The reports could not be read: ${details.said}, ${counted(details.tries, "time")} in a row.`,
    () => "Run it again later, or give the Console's CSV exports as files.",
  ),
  "admin-answer": text(
    "error",
    (details: { report: string; what: string }) =>
      `The ${details.report} report answered with ${details.what}.`,
    () =>
      "If something between here and api.anthropic.com answers in its place (a proxy, a sign-in page), " +
      "go around it. Else this program needs an update.",
  ),
  "admin-range": text(
    "error",
    (details: { from: string; first: string }) =>
      `The reports do not reach back to ${details.from}: the first day they have is ${details.first}.`,
    () => "Choose later days, or give the Console's CSV exports as files.",
  ),
  "admin-base-url": text(
    "warning",
    () =>
      "ANTHROPIC_BASE_URL names another place and is not used here: an admin key is sent to api.anthropic.com only.",
    () => "Nothing to do.",
  ),
} as const;
