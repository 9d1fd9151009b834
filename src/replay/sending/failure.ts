/** What becomes of a request that got no answer. */
import type { Failure } from "../ports.ts";

type FailureOutcome =
  /** Not billed; may be sent again after a pause. */
  | { readonly kind: "again"; readonly waitMs: number }
  /** Not billed; this request will never be taken. */
  | { readonly kind: "refused" }
  /** Not billed; no request will be taken until the user mends something. */
  | { readonly kind: "denied" }
  /** It may have been billed. */
  | { readonly kind: "unknown" };

const firstPauseMs = 1000;
const longestPauseMs = 60_000;
/** How often one request is tried in all. */
const maxAttempts = 8;

/**
 * Whether a request was billed, and whether it may be sent again. `attempt` counts from 0. Only
 * what was refused for want of room (429, 529) is sent again. After a server error, a cut
 * connection or an answer that ended in an error, nobody knows whether it was billed.
 */
export function judgeFailure(failure: Failure, attempt: number): FailureOutcome {
  const { status, begun, unreached, retryAfterMs } = failure;
  if (unreached && !begun) return { kind: "denied" };
  if (status === null || begun) return { kind: "unknown" };
  if (isSpendCap(failure)) return { kind: "denied" };
  if (status === 429 || status === 529)
    return attempt + 1 < maxAttempts
      ? { kind: "again", waitMs: pauseMs(attempt, retryAfterMs) }
      : { kind: "refused" };
  if (status === 401 || status === 402 || status === 403) return { kind: "denied" };
  // A redirect that is not followed: no request gets anywhere until the address is another.
  if (status >= 300 && status < 400) return { kind: "denied" };
  // A timeout (408) says only that somebody on the way stopped waiting.
  return status < 500 && status !== 408 ? { kind: "refused" } : { kind: "unknown" };
}

/** A failure as problems name it. */
export function describeFailure({ status, type, code }: Failure): {
  readonly status: number;
  readonly kind: string;
} {
  return { status: status ?? 0, kind: type ?? code ?? "error" };
}

/** The spend caps' 429 has a code and no `retry-after`: waiting does not help (billing.md §8). */
function isSpendCap({ status, code, retryAfterMs }: Failure): boolean {
  return status === 429 && code !== null && retryAfterMs === null;
}

function pauseMs(attempt: number, askedMs: number | null): number {
  return askedMs ?? Math.min(longestPauseMs, firstPauseMs * 2 ** attempt);
}
