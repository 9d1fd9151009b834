/** What becomes of a request whose input `count_tokens` gave no number for. */
import type { CountRefusal } from "../../tokens/token-api.ts";

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
  if (status === 401 || status === 402 || status === 403) return "denied";
  // A redirect that is not followed.
  if (status >= 300 && status < 400) return "denied";
  if (status === 429 || status === 529) return "busy";
  if (status >= 500 || status === 408 || status === 409) return "failing";
  return isApiError ? "refused" : "foreign";
}

/** Whether it is asked for again after so many attempts. */
export function asksAgain(fault: CountFault, attempts: number): boolean {
  return attempts < maxAttempts[fault];
}

/** The pause before the next attempt, milliseconds; `attempt` counts from 0. */
export function countPauseMs(attempt: number, { retryAfterMs }: CountRefusal): number {
  return retryAfterMs ?? firstPauseMs * 2 ** attempt;
}
