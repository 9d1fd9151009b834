/** The gaps between the requests of a run: when the next one is due, and whether they were kept. */
import { markedLifetimes, ttlMs } from "../../api/cache-control.ts";
import type { Exchange, Request } from "../../fixture/fixture.ts";

/** What of an exchange says when it is due, and how long it is cached. */
interface TimedExchange extends Pick<Exchange, "offsetMs"> {
  readonly request: Pick<Request, "body">;
}

/** An exchange that was sent. */
export interface SentExchange {
  readonly exchange: TimedExchange;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
}

/**
 * When an exchange is due, milliseconds since 1970: as long after the one before it as in its run,
 * however late that was.
 */
export function dueAfter(before: SentExchange, exchange: TimedExchange): number {
  return before.sentAt + gapMs(before.exchange, exchange);
}

/**
 * Whether what an exchange found in the cache says nothing of its run's own gap, because it was sent
 * across the end of a lifetime that a request of the two asks for: later, as where the run was
 * killed and gone on with, or sooner. Source of the lifetimes: caching-rules.md §7.
 */
export function isOutOfTime(before: SentExchange, after: SentExchange): boolean {
  const planned = gapMs(before.exchange, after.exchange);
  const real = after.sentAt - before.sentAt;
  const crosses = (lifetimeMs: number): boolean => planned < lifetimeMs !== real < lifetimeMs;
  if (!Object.values(ttlMs).some(crosses)) return false;
  return [before, after].some(({ exchange }) =>
    [...markedLifetimes(exchange.request.body)].some((ttl) => crosses(ttlMs[ttl])),
  );
}

function gapMs(before: TimedExchange, after: TimedExchange): number {
  return after.offsetMs - before.offsetMs;
}
