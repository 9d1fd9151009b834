/** Why the cache did something else for a request than was predicted. */
import { ttlMs, type Ttl } from "../../api/cache-control.ts";
import { effectiveBreakpoints, lookupOrder, type CacheLayout } from "../../billing/cache/layout.ts";
import type { BilledInput, CacheSplit } from "../../billing/cache/split.ts";
import type { Ratio } from "../../money.ts";
import { showPercent } from "../../report/views/amount.ts";
import { groupDigits } from "../../words.ts";

/** A request as the cache saw it. */
export interface CachedRequest {
  readonly exchange: string;
  readonly layout: CacheLayout;
  /** The model that answered. */
  readonly model: string;
  /** The least tokens that this model caches; null: nobody published it. */
  readonly minimum: number | null;
  /** When it was sent, milliseconds since 1970. */
  readonly sentAt: number;
  /** When its answer began; null: nobody knows. */
  readonly begunAt: number | null;
  readonly batchHitShare: Ratio | null;
  readonly real: BilledInput;
}

interface Written {
  readonly by: CachedRequest;
  readonly ttl: Ttl;
}

/** What the requests of a replay wrote, or were to write, by prefix. */
export interface WrittenPrefixes {
  /**
   * Why the cache did something else than was predicted (`split`), in words; null where it did
   * that, as near as tokens are counted. Only what is known is said: of a miss that nothing
   * explains, just who had written what.
   */
  readonly explain: (request: CachedRequest, split: PredictedSplit) => string | null;
  /** Takes down what a request was to write. Called in the order of sending. */
  readonly add: (request: CachedRequest, split: PredictedSplit) => void;
}

/** What was predicted of a request. */
export interface PredictedSplit extends BilledInput {
  /** Up to where the cache was to be read (`CacheSplit.hitBlock`). */
  readonly hitBlock: CacheSplit["hitBlock"];
}

export function createWrittenPrefixes(): WrittenPrefixes {
  const written = new Map<number, Written>();
  const writtenAt = ({ layout }: CachedRequest, index: number): Written | undefined =>
    written.get(layout.positions[index]?.prefix ?? -1);

  const explainMore = (request: CachedRequest): string => {
    const found = lookupOrder(request.layout)
      .map((index) => writtenAt(request, index))
      .find((prefix) => prefix !== undefined);
    return found === undefined
      ? "the cache held what no request of this replay had written before: an earlier call or another program had"
      : explainHeld(request, found);
  };

  const explainLess = (request: CachedRequest, { cacheRead, hitBlock }: PredictedSplit): string => {
    const found = writtenAt(request, hitBlock);
    const { real } = request;
    if (real.cacheRead > 0)
      return `the cache was found up to an earlier place: ${expected(real.cacheRead, cacheRead)}`;
    return found === undefined ? "the cache was not found" : explainLost(request, found);
  };

  return {
    explain: (request, split) => {
      const { real, batchHitShare } = request;
      const slack = slackOf(split, real);
      const isAlike = (name: keyof BilledInput): boolean =>
        Math.abs(split[name] - real[name]) <= slack && split[name] > 0 === real[name] > 0;
      if (isAlike("cacheRead") && isAlike("cacheWrite5m") && isAlike("cacheWrite1h")) return null;
      const short = explainShort(request, split);
      if (short !== null) return short;
      if (batchHitShare !== null && !isAlike("cacheRead"))
        return (
          `a batch keeps no order: the cache was ${real.cacheRead > split.cacheRead ? "hit" : "missed"} ` +
          `where it was expected to be hit by ${showPercent(batchHitShare)} of the requests that can`
        );
      if (isAlike("cacheRead")) return explainWrites(request, split);
      return real.cacheRead > split.cacheRead ? explainMore(request) : explainLess(request, split);
    },
    add: (request, { hitBlock }) => {
      const { real, layout } = request;
      // One that missed wrote it all anew.
      const missed = real.cacheRead === 0 && real.cacheWrite5m + real.cacheWrite1h > 0;
      for (const { index, ttl } of effectiveBreakpoints(layout))
        if (index > hitBlock || missed)
          written.set(layout.positions[index]?.prefix ?? -1, { by: request, ttl });
    },
  };
}

/** Tokens that counts may be apart without the cache having been read to another place. */
function slackOf(predicted: BilledInput, real: BilledInput): number {
  const [before, after] = [totalOf(predicted), totalOf(real)];
  return Math.abs(after - before) + Math.ceil(before / 100);
}

/** That the prompt is on the other side of the least that is cached than it was counted to be. */
function explainShort(
  { layout, minimum, real }: CachedRequest,
  predicted: PredictedSplit,
): string | null {
  const cached = (billed: BilledInput): number => totalOf(billed) - billed.input;
  if (minimum === null || cached(predicted) > 0 === cached(real) > 0) return null;
  const least = `${groupDigits(minimum)} tokens`;
  if (cached(real) > 0) {
    const marked = layout.positions[layout.breakpoints.at(-1)?.index ?? -1]?.tokens ?? 0;
    return marked > 0 && marked < minimum && cached(real) >= minimum
      ? "what is marked was counted as too short to be cached " +
          `(${groupDigits(marked)} of at least ${least}): ${groupDigits(cached(real))} are billed as cached`
      : null;
  }
  const total = totalOf(real);
  if (total < minimum)
    return `the prompt is too short to be cached: ${groupDigits(total)} tokens, at least ${least} are cached`;
  // The part is not billed by itself: near the least nobody knows on which side it is.
  return cached(predicted) - minimum <= slackOf(predicted, real)
    ? "what is marked may be too short to be cached: " +
        `${groupDigits(cached(predicted))} tokens were counted, at least ${least} are cached`
    : null;
}

/** What was written, or not, where as much was read as predicted. */
function explainWrites({ real }: CachedRequest, predicted: PredictedSplit): string {
  const all = (billed: BilledInput): number => billed.cacheWrite5m + billed.cacheWrite1h;
  if (all(real) === 0) return "nothing was written to the cache, though the request marks it";
  if (all(predicted) === 0) return "the cache was written, which was not expected";
  if (predicted.cacheWrite1h > 0 !== real.cacheWrite1h > 0)
    return real.cacheWrite1h > 0
      ? "the cache was written for an hour, not for 5 minutes"
      : "the cache was written for 5 minutes, not for an hour";
  return `another part was written to the cache: ${expected(all(real), all(predicted))}`;
}

/** Why nothing was found of what another request was to have written. */
function explainLost(request: CachedRequest, { by }: Written): string {
  const before = showPause(request.sentAt - by.sentAt);
  if (by.real.cacheRead + by.real.cacheWrite5m + by.real.cacheWrite1h === 0)
    return `${by.exchange} was to write the cache for it, and wrote nothing`;
  if (by.model !== request.model)
    return (
      `${by.exchange} wrote the cache for another model: that was answered by ${by.model}, ` +
      `this by ${request.model}`
    );
  // Without the moment that an answer began nobody knows whether there was something to read yet.
  return by.begunAt === null
    ? `${by.exchange} wrote it too, sent ${before} before; whether it had begun to answer is not known`
    : `${by.exchange} had written it ${before} before, and the API did not find it`;
}

/** Why something was found that was not to be found, or not yet, or no more. */
function explainHeld(request: CachedRequest, { by, ttl }: Written): string {
  const ageMs = request.sentAt - by.sentAt;
  if (by.begunAt !== null && by.begunAt > request.sentAt)
    return `what ${by.exchange} wrote was read before its answer began here`;
  if (ageMs <= 0) return `what ${by.exchange} wrote, sent at the same time, was read`;
  if (ageMs > ttlMs[ttl])
    return (
      `what ${by.exchange} wrote ${showPause(ageMs)} before was still there: ` +
      `it is kept for ${showPause(ttlMs[ttl])} at least`
    );
  return `the cache held more than ${by.exchange} wrote`;
}

function totalOf({ input, cacheRead, cacheWrite5m, cacheWrite1h }: BilledInput): number {
  return input + cacheRead + cacheWrite5m + cacheWrite1h;
}

function expected(real: number, predicted: number): string {
  return `${groupDigits(real)} tokens, ${groupDigits(predicted)} were expected`;
}

/** A time as people say it. */
function showPause(ms: number): string {
  if (ms < 1000) return `${String(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`;
}
