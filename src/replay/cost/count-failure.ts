/** What becomes of a request whose input `count_tokens` gave no number for. */
import type { CountRefusal } from "../../tokens/token-api.ts";
import { findDenial, longestWaitMs } from "../sending/failure.ts";

/**
 * What a refusal of `count_tokens` says. `denied`: no request will be taken with this key;
 * `refused`: the API does not take this request; the others say nothing of it, and are asked again:
 * `unreached`, no answer came; `busy`, there is no room (429, 529); `failing`, the API is at fault;
 * `foreign`, what answers is not the API.
 */
export type CountFault = "denied" | "refused" | "unreached" | "busy" | "failing" | "foreign";

/** How often one count is asked for in all. Another server seldom becomes the API. */
const maxAttempts: Readonly<Record<CountFault, number>> = {
  denied: 1,
  refused: 1,
  unreached: 5,
  busy: 6,
  failing: 6,
  foreign: 3,
};

const firstPauseMs = 500;

/** Sorts a refusal of `count_tokens`. */
export function judgeCount({ status, isApiError }: CountRefusal): CountFault {
  if (status === null) return "unreached";
  if (findDenial(status) !== null) return "denied";
  if (status === 429 || status === 529) return "busy";
  if (status >= 500 || status === 408 || status === 409) return "failing";
  return isApiError ? "refused" : "foreign";
}

/**
 * How long it is waited before the count is asked for again, milliseconds: as long as the API asks,
 * else longer each time. Null: it is not asked for again, since it was often enough, or would wait
 * longer in all than a request does.
 */
export function countPauseMs(
  refusal: CountRefusal,
  { attempts, waitedMs }: { readonly attempts: number; readonly waitedMs: number },
): number | null {
  const pauseMs = refusal.retryAfterMs ?? firstPauseMs * 2 ** (attempts - 1);
  const isOver = attempts >= maxAttempts[judgeCount(refusal)] || waitedMs + pauseMs > longestWaitMs;
  return isOver ? null : pauseMs;
}
