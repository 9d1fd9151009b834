/** The gaps between the requests of a run: when the next one is due, and whether they were kept. */
import { markedLifetimes, ttlMs } from "../../api/cache-control.ts";
import type { Clocks } from "../ports.ts";
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
  /** The same by a clock that nobody moves (`Clocks.elapsed`); left out: an earlier call sent it. */
  readonly elapsedAt?: number;
}

/**
 * When an exchange is due, by `elapsed`: as long after the one before it as in its run, however late
 * that was. No clock that was moved since makes that longer.
 */
export function dueAfter(before: SentExchange, exchange: TimedExchange, clocks: Clocks): number {
  const gap = gapMs(before.exchange, exchange);
  if (before.elapsedAt !== undefined) return before.elapsedAt + gap;
  const leftMs = before.sentAt + gap - clocks.now();
  return clocks.elapsed() + Math.max(0, Math.min(gap, leftMs));
}

/**
 * Whether what an exchange found in the cache says nothing of its run's own gap, because it was sent
 * across the end of a lifetime that a request of the two asks for: later, as where the run was
 * killed and gone on with, or sooner. Nobody knows where a clock was set back. Source of the
 * lifetimes: caching-rules.md §7.
 */
export function isOutOfTime(before: SentExchange, after: SentExchange): boolean {
  const planned = gapMs(before.exchange, after.exchange);
  // Both clocks have a say: one may have been moved, the other stands still in a suspend.
  const real = [
    after.sentAt - before.sentAt,
    ...(before.elapsedAt === undefined || after.elapsedAt === undefined
      ? []
      : [after.elapsedAt - before.elapsedAt]),
  ];
  const crosses = (lifetimeMs: number): boolean =>
    real.some((ms) => ms < 0 || planned < lifetimeMs !== ms < lifetimeMs);
  if (!Object.values(ttlMs).some(crosses)) return false;
  return [before, after].some(({ exchange }) =>
    [...markedLifetimes(exchange.request.body)].some((ttl) => crosses(ttlMs[ttl])),
  );
}

function gapMs(before: TimedExchange, after: TimedExchange): number {
  return after.offsetMs - before.offsetMs;
}
