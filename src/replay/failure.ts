/**
 * What becomes of a request that got no answer: whether it was billed, and whether it may be sent
 * again.
 */

/** What the API, or the line to it, said. */
export interface Failure {
  /** Null: no answer came, or not all of it. */
  readonly status: number | null;
  readonly type: string | null;
  /** In its own words. They may quote the request: shown only by `withoutQuotes`. */
  readonly message: string | null;
  /** `error.details.error_code`. */
  readonly code: string | null;
  /** What `retry-after` asks for, milliseconds. */
  readonly retryAfterMs: number | null;
  /** Whether a 200 had come before: tokens may have been made. */
  readonly begun: boolean;
  /** No connection was made: the request never left. */
  readonly unreached: boolean;
}

export type Fate =
  /** Not billed; may be sent again after a pause. */
  | { readonly kind: "again"; readonly waitMs: number }
  /** Not billed; this request will never be taken. */
  | { readonly kind: "refused" }
  /** Not billed; no request will be taken until something is mended. */
  | { readonly kind: "denied" }
  /** Nobody knows whether it was billed. */
  | { readonly kind: "unknown" };

const firstPauseMs = 1000;
const longestPauseMs = 60_000;
/** Times one request is tried in all. */
export const tries = 8;

/**
 * The fate of a request by what was said of it; `attempt` counts from 0. Only what was refused for
 * want of room (429, 529) is sent again. A server error, a cut connection, an answer that ended in
 * an error: nobody knows.
 */
export function fateOf(failure: Failure, attempt: number): Fate {
  const { status, begun, unreached, retryAfterMs } = failure;
  if (unreached && !begun) return { kind: "denied" };
  if (status === null || begun) return { kind: "unknown" };
  if (isSpendCap(failure)) return { kind: "denied" };
  if (status === 429 || status === 529)
    return attempt + 1 < tries
      ? { kind: "again", waitMs: pause(attempt, retryAfterMs) }
      : { kind: "refused" };
  if (status === 401 || status === 402 || status === 403) return { kind: "denied" };
  // A timeout says only that nobody waited any longer.
  return status < 500 && status !== 408 ? { kind: "refused" } : { kind: "unknown" };
}

/** The spend caps' 429 has a code and no `retry-after`: waiting does not help (billing.md §8). */
function isSpendCap({ status, code, retryAfterMs }: Failure): boolean {
  return status === 429 && code !== null && retryAfterMs === null;
}

function pause(attempt: number, asked: number | null): number {
  return asked ?? Math.min(longestPauseMs, firstPauseMs * 2 ** attempt);
}
