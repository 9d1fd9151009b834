/** What becomes of a request that got no answer. */
import type { Denial } from "../../problems/replaying/refusing.ts";
import type { Failure } from "../ports.ts";
import { showTime } from "../text/time.ts";

type FailureOutcome =
  /** Not billed; may be sent again after a pause. */
  | { readonly kind: "again"; readonly waitMs: number }
  /** Not billed; this request will never be taken, or not soon enough to wait for it. */
  | { readonly kind: "refused"; readonly why: string | null }
  /** Not billed; no request will be taken until the user mends something. */
  | { readonly kind: "denied"; readonly why: Denial }
  /** It may have been billed. */
  | { readonly kind: "unknown" };

const firstPauseMs = 1000;
const longestPauseMs = 60_000;
/** How often one request is tried in all. */
const maxAttempts = 8;
/** How long one request waits in all; a limit of the API is over within minutes. */
export const longestWaitMs = 15 * 60_000;

/** How a request was tried before. */
export interface Attempts {
  /** How often it failed before. */
  readonly before: number;
  /** How long it has waited in all, milliseconds. */
  readonly waitedMs: number;
}

/**
 * Whether a request was billed, and whether it may be sent again. Only what was refused for want of
 * room (429, 529) is sent again: after as long as the API asks, 15 minutes in all at most, else
 * longer each time. After a server error, a cut connection or an answer that ended in an error,
 * nobody knows whether it was billed.
 */
export function judgeFailure(failure: Failure, attempts: Attempts): FailureOutcome {
  const { status, begun, unreached } = failure;
  if (unreached && !begun) return { kind: "denied", why: "unreached" };
  if (status === null || begun) return { kind: "unknown" };
  const why = isSpendCap(failure) ? "limit" : findDenial(status);
  if (why !== null) return { kind: "denied", why };
  if (status === 429 || status === 529) return judgeWait(failure, attempts);
  // A timeout (408) says only that somebody on the way stopped waiting.
  return status < 500 && status !== 408 ? { kind: "refused", why: null } : { kind: "unknown" };
}

/** Why no other request will be taken either; null: a status says nothing of others. */
export function findDenial(status: number | null): Denial | null {
  if (status === 401 || status === 402 || status === 403) return "key";
  // A redirect that is not followed.
  return status !== null && status >= 300 && status < 400 ? "elsewhere" : null;
}

/**
 * Why it is not waited as long as the API asks, 15 minutes in all at most; null: it is, or the API
 * asks for nothing. `waitedMs`: how long it has waited before.
 */
export function findTooLong(retryAfterMs: number | null, waitedMs: number): string | null {
  if (retryAfterMs === null || waitedMs + retryAfterMs <= longestWaitMs) return null;
  const longest = `${showTime(longestWaitMs)} is the most that is waited`;
  return `the API asks to wait ${showTime(retryAfterMs)}, ${longest}`;
}

/** Whether it is waited until there is room. */
function judgeWait({ retryAfterMs }: Failure, { before, waitedMs }: Attempts): FailureOutcome {
  const tooLong = findTooLong(retryAfterMs, waitedMs);
  if (tooLong !== null) return { kind: "refused", why: tooLong };
  if (before + 1 >= maxAttempts) {
    const tries = `tried ${String(before + 1)} times`;
    return { kind: "refused", why: `${tries} in ${showTime(waitedMs)}` };
  }
  const ownMs = Math.min(longestPauseMs, firstPauseMs * 2 ** before);
  return { kind: "again", waitMs: retryAfterMs ?? ownMs };
}

/** A failure as problems name it. */
export function describeFailure({ status, type, code, unreached }: Failure): {
  readonly status: number | null;
  readonly kind: string;
} {
  return { status, kind: unreached ? "no connection" : (type ?? code ?? "error") };
}

/** The spend caps' 429 has a code and no `retry-after`: waiting does not help (billing.md §8). */
function isSpendCap({ status, code, retryAfterMs }: Failure): boolean {
  return status === 429 && code !== null && retryAfterMs === null;
}
