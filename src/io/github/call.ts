/** One call to GitHub: tried again where that may help, its refusals as values. */
import type { RefusalReason, Reply } from "../../publish/github.ts";
import { sleep } from "../clock.ts";

/** How often and how long GitHub is asked. */
export interface Patience {
  /** Times a call is tried in all. */
  readonly tries: number;
  /** Pause before the second try; it doubles each time. Milliseconds. */
  readonly pauseMs: number;
  /** The longest pause, whatever GitHub asks for with `retry-after`. Milliseconds. */
  readonly longestMs: number;
  /** How long one try may take, milliseconds. */
  readonly timeoutMs: number;
  /** How long all calls of a connection may take together, their pauses too. Milliseconds. */
  readonly totalMs: number;
}

/** The patience of one connection, and what of it is used up. */
export interface UsedPatience extends Patience {
  readonly used: UsedTime;
}

/** Time in which at least one call was going on, its pauses too: calls side by side count once. */
export interface UsedTime {
  /** Milliseconds up to when the last call ended. */
  ms: number;
  /** Calls that are going on, and since when at least one is, by `performance.now()`. */
  running: number;
  since: number;
}

/** What is usual; tests have less. */
export const patience: Patience = {
  tries: 4,
  pauseMs: 1000,
  longestMs: 60_000,
  timeoutMs: 30_000,
  totalMs: 60_000,
};

/** How the server answered, read from a thrown error. */
interface CallFailure {
  readonly status: number | null;
  readonly said: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/**
 * GitHub's words on one line, without anything that looks like a token (pr-checks.md §1, "Token
 * format").
 */
export function tellShort(said: string): string {
  return said
    .replace(/gh[a-z]_[A-Za-z0-9._]+/g, "***")
    .replace(/github_pat_\w+/g, "***")
    .replace(/\s+/g, " ")
    .replace(/ - https:\/\/docs\.github\.com\S*/g, "")
    .trim()
    .slice(0, 300)
    .replace(/[.\s]+$/, "");
}

/** Whether GitHub's words say that a ruleset or a branch protection forbids it. */
export function isRule(said: string): boolean {
  return /rule violation|protected branch|changes must be made through a pull request|required status check/i.test(
    said,
  );
}

/**
 * Makes a call and gives its answer as a value. After a rate limit it is tried again; after a
 * server error or no answer only where `repeatable`, since the call may have been carried out: then
 * the caller looks.
 */
export async function callGitHub<T>(
  call: (signal: AbortSignal) => Promise<T>,
  options: { readonly repeatable: boolean; readonly patience: UsedPatience },
): Promise<Reply<T>> {
  const { repeatable, patience } = options;
  const { used } = patience;
  if (used.running++ === 0) used.since = performance.now();
  try {
    for (let round = 0; ; round++) {
      const left = timeLeft(patience);
      if (left < 1) return { ok: false, why: "unavailable", status: null, said: tooSlow };
      try {
        const limit = Math.ceil(Math.min(patience.timeoutMs, left));
        return { ok: true, value: await call(AbortSignal.timeout(limit)) };
      } catch (error) {
        const failure = readFailure(error);
        const again = isLimited(failure) || (repeatable && isPassing(failure));
        const pause = pauseOf(failure, round, patience);
        // A pause that ends after the last moment is not begun.
        if (!again || pause >= timeLeft(patience) || round >= patience.tries - 1)
          return { ok: false, why: whyOf(failure), status: failure.status, said: failure.said };
        await sleep(pause);
      }
    }
  } finally {
    if (--used.running === 0) used.ms += performance.now() - used.since;
  }
}

/** What is left of the time for all calls together, milliseconds. */
function timeLeft({ used, totalMs }: UsedPatience): number {
  const sinceThen = used.running === 0 ? 0 : performance.now() - used.since;
  return totalMs - used.ms - sinceThen;
}

const tooSlow = "GitHub was too slow to answer";

/** The pause before a try, by how many there were: it doubles each time. Milliseconds. */
export function pauseBefore(round: number, patience: Patience): number {
  return Math.min(patience.pauseMs * 2 ** round, patience.longestMs);
}

function readFailure(error: unknown): CallFailure {
  if (!isRecord(error)) return { status: null, said: "it failed", headers: {} };
  const status = typeof error["status"] === "number" ? error["status"] : null;
  const response = isRecord(error["response"]) ? error["response"] : {};
  const headers = isRecord(response["headers"]) ? response["headers"] : {};
  const message = typeof error["message"] === "string" ? error["message"] : "it failed";
  // Where no server was reached, octokit makes up a status.
  const reached = Object.keys(response).length > 0;
  return { status: reached ? status : null, said: tellShort(message) || "it failed", headers };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isLimited({ status, said, headers }: CallFailure): boolean {
  return (
    status === 429 ||
    (status === 403 &&
      (headers["retry-after"] !== undefined ||
        headers["x-ratelimit-remaining"] === "0" ||
        /rate limit/i.test(said)))
  );
}

function isPassing(failure: CallFailure): boolean {
  return failure.status === null || failure.status >= 500;
}

function whyOf(failure: CallFailure): RefusalReason {
  const { status, said } = failure;
  if (isLimited(failure) || isPassing(failure)) return "unavailable";
  if (isRule(said)) return "rule";
  if (status === 401 || status === 403 || status === 404) return "refused";
  return status === 409 ? "stale" : "invalid";
}

/** What GitHub asks for, as seconds or as the moment its limit ends; else our own. Milliseconds. */
function pauseOf({ headers }: CallFailure, round: number, patience: Patience): number {
  const isSpent = headers["x-ratelimit-remaining"] === "0";
  const asked = [
    Number(headers["retry-after"]) * 1000,
    isSpent ? Number(headers["x-ratelimit-reset"]) * 1000 - Date.now() : 0,
  ].filter((pause) => Number.isFinite(pause));
  return Math.min(Math.max(pauseBefore(round, patience), ...asked), patience.longestMs);
}
