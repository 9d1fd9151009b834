import type { Ttl } from "../../api/cache-control.ts";
import { mostBreakpoints } from "../breakpoints.ts";
import type { Place, Spot } from "../places.ts";

const otherTtl: Readonly<Record<Ttl, Ttl>> = { "5m": "1h", "1h": "5m" };

/**
 * Places that differ from some in one: left out, kept otherwise long, moved, or one more. In the
 * order of `spots`; none where an hour would come behind five minutes (caching-rules.md §3).
 */
export function movesFrom(
  places: readonly Place[],
  spots: readonly Spot[],
): readonly (readonly Place[])[] {
  const free = spots.filter((spot) => places.every((place) => place.spot !== spot));
  const moves = [
    ...places.map((_, index) => places.toSpliced(index, 1)),
    ...places.map(({ spot, ttl }, index) => places.with(index, { spot, ttl: otherTtl[ttl] })),
    ...(places.length < mostBreakpoints
      ? free.flatMap((spot) => (["5m", "1h"] as const).map((ttl) => [...places, { spot, ttl }]))
      : []),
    ...places.flatMap(({ ttl }, index) => free.map((spot) => places.with(index, { spot, ttl }))),
  ];
  const order = new Map(spots.map((spot, index) => [spot, index] as const));
  return moves
    .map((move) => move.sort((a, b) => (order.get(a.spot) ?? 0) - (order.get(b.spot) ?? 0)))
    .filter((move) => move.every(({ ttl }, at) => ttl === "5m" || move[at - 1]?.ttl !== "5m"));
}
