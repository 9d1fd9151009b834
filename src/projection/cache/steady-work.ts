import { sum } from "../../arithmetic.ts";
import type { SteadyPeriod } from "../../traffic/steady.ts";
import type { RunCacheView } from "./cache-view.ts";

/** Looks at an entry that the cache machine may take: about a second. */
const mostLooks = 1_000_000;

/**
 * Whether the cache machine is through steady arrivals in about a second. It comes to repeat itself
 * once the runs that began first are over and what they left has lapsed; till then it holds what
 * every run of those periods left, and looks at all of it after each. Where runs last long and come
 * fast, `steadyChances` has the same figures without any of it.
 */
export function fitsMachine(runs: readonly RunCacheView[], period: SteadyPeriod): boolean {
  const longestMs = runs
    .flatMap(({ exchanges }) => exchanges)
    .flatMap(({ offsetMs, marked }) =>
      [0, ...marked.map(({ ttlMs }) => ttlMs)].map((ttl) => offsetMs + ttl),
    )
    .reduce((most, ms) => Math.max(most, ms), 0);
  const periods = Math.ceil(longestMs / period.lengthMs) + 2;
  const requests = sum(
    runs.map(({ exchanges }, run) => (period.turnsOf[run]?.length ?? 0) * exchanges.length),
  );
  return periods * periods * requests <= mostLooks;
}
