import type { Ttl } from "../../api/cache-control.ts";
import { ascendingBy } from "../../order.ts";
import { hasBreakpoints, type MeasuredScenario } from "../../projection/projection.ts";
import type { Breakpoint } from "../../prompt/prompt.ts";
import type { AdviceContext } from "../advice.ts";
import { costOf, isWorthSaying } from "../worth.ts";
import {
  isCacheable,
  lastMarkable,
  markedExchanges,
  markerOn,
  markersText,
  repeatsHistory,
  withBreakpoints,
  type MarkedExchange,
} from "./breakpoints.ts";
import { cachingPays, hasHeadroom } from "./headroom.ts";

/**
 * Where a marker may stand in every request: before what takes one of several values, at the end of
 * what all runs share, at the end of the request.
 */
const markerPlaces = ["constant", "shared", "end"] as const;
type MarkerPlace = (typeof markerPlaces)[number];

/** A block of a request. */
export interface MarkedBlock {
  readonly exchange: MarkedExchange;
  readonly block: number;
}

/** What becomes of the markers that are written. */
export type PlacementChange = "adds" | "moves" | "drops";

/** One way to set all markers of a scenario. */
export interface Placement {
  readonly places: readonly MarkerPlace[];
  readonly ttl: Ttl;
  readonly change: PlacementChange;
  readonly changed: MeasuredScenario;
  /** Pico-dollars a month, or per run without traffic. */
  readonly cost: bigint;
}

const searched = new WeakMap<AdviceContext, readonly Placement[]>();

/**
 * The ways to set a scenario's markers that are cheaper than the one that is written, cheapest
 * first: at each of a few places or at several of them, with the TTL that is written, and either of
 * them where none is; and some of those that are written taken out.
 */
export function searchPlacements(context: AdviceContext): readonly Placement[] {
  const known = searched.get(context);
  if (known !== undefined) return known;
  const found = hasHeadroom(context) ? findPlacements(context) : [];
  searched.set(context, found);
  return found;
}

function findPlacements(context: AdviceContext): readonly Placement[] {
  const { measured, projection } = context;
  if (measured.tier === "batch") return [];
  const exchanges = markedExchanges(measured);
  const ttls = writtenTtls(measured);
  const asWritten = costOf(projection);
  const seen = new Set([markersText(measured)]);
  const ways = [
    ...reductions(context),
    ...placeSets(measured, exchanges)
      .flatMap((set) => ttls.map((ttl) => ({ set, ttl })))
      .map(({ set: given, ttl }): Way => ({
        places: given,
        ttl,
        changed: withBreakpoints(measured, (exchange) => markersAt(exchange, given, ttl)),
      })),
  ];
  return ways
    .flatMap(({ changed, ...way }): readonly Placement[] => {
      if (changed === null || seen.has(markersText(changed))) return [];
      seen.add(markersText(changed));
      const cost = costOf(context.project(changed));
      const change = changeBetween(measured, changed);
      return cost < asWritten ? [{ ...way, change, changed, cost }] : [];
    })
    .sort(ascendingBy(({ cost }) => cost));
}

/** A placement before anybody knows what it costs; null where the API would not take it. */
type Way = Pick<Placement, "places" | "ttl"> & { readonly changed: MeasuredScenario | null };

/** Those of the written markers that stay where others are taken out. */
const reductionsOf: readonly {
  readonly places: readonly MarkerPlace[];
  readonly stays: (breakpoint: Breakpoint, exchange: MarkedExchange) => boolean;
}[] = [
  { places: [], stays: () => false },
  { places: ["shared"], stays: ({ block }, { sharedBlocks }) => block < sharedBlocks },
  { places: ["end"], stays: ({ block }, { sharedBlocks }) => block >= sharedBlocks },
];

function reductions(context: AdviceContext): readonly Way[] {
  const { measured } = context;
  if (!hasBreakpoints(measured)) return [];
  const pays = cachingPays(context);
  return reductionsOf
    .filter(({ places }) => !pays || places.length > 0)
    .map(({ places, stays }) => ({
      places,
      ttl: "5m",
      changed: withBreakpoints(measured, (exchange) =>
        exchange.measured.prompt.breakpoints.filter((breakpoint) => stays(breakpoint, exchange)),
      ),
    }));
}

/**
 * The placement to propose of some: the one with the fewest markers, and with five minutes, of those
 * that are about as cheap as the cheapest.
 */
export function simplestOf(
  placements: readonly Placement[],
  context: AdviceContext,
): Placement | undefined {
  const [cheapest] = placements;
  if (cheapest === undefined) return undefined;
  return placements
    .filter(({ cost }) => cost === cheapest.cost || !isWorthSaying(cost - cheapest.cost, context))
    .sort(ascendingBy(({ places, ttl }) => places.length * 2 + (ttl === "1h" ? 1 : 0)))[0];
}

/** The sets of places worth trying: only those that some request can cache up to. */
function placeSets(
  measured: MeasuredScenario,
  exchanges: readonly MarkedExchange[],
): readonly (readonly MarkerPlace[])[] {
  const has = (place: MarkerPlace): boolean =>
    exchanges.some((exchange) => {
      const block = blockAtPlace[place](exchange);
      return block !== null && isCacheable(exchange.measured, block);
    });
  const [constant, shared] = [has("constant"), has("shared")];
  const end = repeatsHistory(measured) && has("end");
  const fronts: (readonly MarkerPlace[])[] = [
    ...(shared ? [["shared"] as const] : []),
    ...(constant ? [["constant"] as const] : []),
    ...(constant && shared ? [["constant", "shared"] as const] : []),
  ];
  const none: readonly MarkerPlace[] = [];
  return [
    ...fronts,
    ...(end ? [...fronts, none].map((front): readonly MarkerPlace[] => [...front, "end"]) : []),
  ];
}

/** The TTL that most markers are written with; where there is none, both. */
function writtenTtls({ runs }: MeasuredScenario): readonly Ttl[] {
  const written = runs.flatMap((run) =>
    run.exchanges.flatMap(({ prompt }) => prompt.breakpoints.map(({ ttl }) => ttl)),
  );
  if (written.length === 0) return ["5m", "1h"];
  return written.filter((ttl) => ttl === "1h").length * 2 > written.length ? ["1h"] : ["5m"];
}

/** The markers of one request at some places. */
function markersAt(
  exchange: MarkedExchange,
  set: readonly MarkerPlace[],
  ttl: Ttl,
): readonly Breakpoint[] {
  return set.flatMap((place) => {
    const block = blockAtPlace[place](exchange);
    return block === null ? [] : [markerOn(block, ttl)];
  });
}

/** The block that each place means in one request; null where it has none. */
const blockAtPlace: Readonly<Record<MarkerPlace, (exchange: MarkedExchange) => number | null>> = {
  constant: ({ measured, firstDraw }) =>
    firstDraw === null ? null : lastMarkable(measured.prompt, firstDraw),
  shared: ({ measured, sharedBlocks }) => lastMarkable(measured.prompt, sharedBlocks),
  end: ({ measured: { prompt } }) => lastMarkable(prompt, prompt.blocks.length),
};

/** Whether markers only come, only go, or stand elsewhere. */
function changeBetween(before: MeasuredScenario, after: MeasuredScenario): PlacementChange {
  let [come, gone] = [0, 0];
  for (const [run, { exchanges }] of after.runs.entries())
    for (const [index, { prompt }] of exchanges.entries()) {
      const old = before.runs[run]?.exchanges[index]?.prompt.breakpoints ?? [];
      const was = new Set(old.map(({ block }) => block));
      const is = new Set(prompt.breakpoints.map(({ block }) => block));
      come += [...is].filter((block) => !was.has(block)).length;
      gone += [...was].filter((block) => !is.has(block)).length;
    }
  return gone === 0 ? "adds" : come === 0 ? "drops" : "moves";
}

/**
 * The first request that is to be marked at a place and is not yet, with its block there: one that
 * caches something by it, where there is such a one.
 */
export function exampleOf({ measured }: AdviceContext, place: MarkerPlace): MarkedBlock | null {
  const found = markedExchanges(measured).flatMap((exchange): readonly MarkedBlock[] => {
    const block = blockAtPlace[place](exchange);
    return block === null || isMarked(exchange, block) ? [] : [{ exchange, block }];
  });
  return (
    found.find(({ exchange, block }) => isCacheable(exchange.measured, block)) ?? found[0] ?? null
  );
}

/** Whether a place is marked already, in every request that has it. */
export function isMarkedAt({ measured }: AdviceContext, place: MarkerPlace): boolean {
  return markedExchanges(measured).every((exchange) => {
    const block = blockAtPlace[place](exchange);
    return block === null || isMarked(exchange, block);
  });
}

function isMarked({ measured }: MarkedExchange, block: number): boolean {
  return measured.prompt.breakpoints.some((breakpoint) => breakpoint.block === block);
}
