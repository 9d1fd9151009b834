import { lookback } from "../../billing/cache/layout.ts";
import type { Breakpoint } from "../../prompt/prompt.ts";
import type { AdviceKind } from "../advice.ts";
import { confidenceIn } from "../confidence.ts";
import { blockPathOf, blockPlace, placeWords } from "../words.ts";
import {
  isCacheable,
  markedExchanges,
  mostMarkers,
  withBreakpoints,
  type MarkedExchange,
} from "./breakpoints.ts";
import { hasHeadroom } from "./headroom.ts";

/**
 * A turn that adds more than the 20 positions a lookup walks back (caching-rules.md §4): nothing of
 * what the request before wrote is found again. A marker where that one ended finds it.
 */
export const intermediateBreakpoint: AdviceKind = (context) => {
  const { measured } = context;
  const first = markedExchanges(measured).find((exchange) => missedEnd(exchange) !== null);
  const block = first === undefined ? null : (missedEnd(first)?.block ?? null);
  if (first === undefined || block === null || !hasHeadroom(context)) return [];
  const changed = withBreakpoints(measured, (exchange) => {
    const { breakpoints } = exchange.measured.prompt;
    const missed = missedEnd(exchange);
    if (missed === null) return breakpoints;
    const room = breakpoints.length < mostMarkers ? breakpoints : withoutOne(breakpoints);
    return [...room, missed];
  });
  if (changed === null) return [];
  const place = blockPlace(first.measured, block);
  const where = placeWords(place);
  return [
    {
      code: "intermediate-breakpoint",
      change:
        "keep a second `cache_control` where the request before had its last one" +
        `${where === null ? "" : ` (${where})`}: a turn adds more than ${String(lookback)} blocks, ` +
        "and a lookup goes no further back",
      place,
      block: blockPathOf(first.measured, block),
      confidence: confidenceIn(measured),
      changed,
    },
  ];
};

/** The last marker of the request before, where no marker of this one looks back to it. */
function missedEnd({ measured, before }: MarkedExchange): Breakpoint | null {
  const { blocks, breakpoints } = measured.prompt;
  if (before === null || breakpoints.length === 0) return null;
  const end = before.prompt.breakpoints.findLast(({ block }) => isCacheable(before, block));
  if (end === undefined) return null;
  const there = blocks[end.block];
  if (there === undefined || there.prefix !== before.prompt.blocks[end.block]?.prefix) return null;
  const next = breakpoints.find(({ block }) => block >= end.block);
  const marked = blocks[next?.block ?? -1];
  if (next === undefined || marked === undefined) return null;
  if (marked.position - there.position < lookback) return null;
  return { block: end.block, ttl: next.ttl, automatic: false };
}

/** One marker fewer: the last but one, which the end of the request before takes the place of. */
function withoutOne(breakpoints: readonly Breakpoint[]): readonly Breakpoint[] {
  return [...breakpoints.slice(0, -2), ...breakpoints.slice(-1)];
}
