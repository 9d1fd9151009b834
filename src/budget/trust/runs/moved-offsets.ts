import { contentOf } from "../../../api/response.ts";
import type { Exchange } from "../../../fixture/fixture.ts";
import { isSameJson } from "../../../json.ts";
import type { RelaxedRule } from "../relaxed-rules.ts";
import { pairExchanges, type RunPair } from "../scenario-pairs.ts";

/**
 * Exchanges that are sent at another time of their run than on main: sooner keeps more alive, apart
 * is no longer at once, later keeps it alive for others. The first of a run is named. Recording a
 * run anew moves its times by moments, which matters to nobody.
 */
export function movedOffsets(runs: RunPair): readonly RelaxedRule[] {
  const pairs = pairExchanges(runs);
  const firsts = pairs[0];
  if (firsts === undefined) return [];
  for (const [index, { before, after }] of pairs.entries()) {
    const previous = pairs[index - 1] ?? firsts;
    const [was, is] = [
      before.offsetMs - previous.before.offsetMs,
      after.offsetMs - previous.after.offsetMs,
    ];
    const isNeighbour = after.index - previous.after.index === before.index - previous.before.index;
    if (was === is || !isNeighbour || isAssumed(before, previous.before, after, previous.after))
      continue;
    if (isAnew(before, after) && !isAnotherTime(was, is)) continue;
    return [
      {
        rule: `${after.id} offset after the request before it`,
        from: words(was),
        to: words(is),
        place: after.place,
      },
    ];
  }
  return [];
}

/** Whether nobody states the gap on either side: it moves with the scenario's `gaps` alone. */
function isAssumed(
  before: Exchange,
  beforePrevious: Exchange,
  after: Exchange,
  afterPrevious: Exchange,
): boolean {
  const gaps = (exchange: Exchange, previous: Exchange): number =>
    (exchange.assumedGaps ?? 0) - (previous.assumedGaps ?? 0);
  return gaps(before, beforePrevious) > 0 && gaps(after, afterPrevious) > 0;
}

/** Whether the head shows another recording of the request than main does. */
function isAnew({ recorded: was }: Exchange, { recorded: is }: Exchange): boolean {
  return (
    was !== null &&
    is !== null &&
    (was.response["id"] !== is.response["id"] ||
      !isSameJson(contentOf(was.response) ?? [], contentOf(is.response) ?? []))
  );
}

/** What a recording made anew is off by at most. */
const minute = 60_000;

/** The cache's two lifetimes (caching-rules.md §4). */
const lifetimes = [300_000, 3_600_000];

/** Whether a gap is of another kind: none at all, within a lifetime of the cache, beyond it. */
function isAnotherTime(was: number, is: number): boolean {
  return (
    Math.abs(was - is) > minute ||
    (was === 0) !== (is === 0) ||
    lifetimes.some((lifetime) => was <= lifetime !== is <= lifetime)
  );
}

function words(ms: number): string {
  return ms % 1_000 === 0 ? `${String(ms / 1_000)} s` : `${String(ms)} ms`;
}
