import type { ArrivalSource } from "./arrivals.ts";
import { chanceOfNoArrival, toChance } from "./chance.ts";
import { expectAlive } from "./poisson.ts";
import { uncoveredShare } from "./steady.ts";
import type { TouchedPrefix } from "./touch.ts";

/**
 * The chance, over 2⁴⁰, that no run of these sources has left any of these prefixes alive at the
 * moment a request starts. Sources arrive independently of one another, so their chances multiply.
 * Rounded once.
 */
export function chanceNoneAlive(
  sources: readonly ArrivalSource[],
  prefixes: readonly TouchedPrefix[],
): bigint {
  return toChance(
    sources.reduce(
      (product, source, index) => product * shareNoneAlive(source, touchesOf(index, prefixes)),
      1,
    ),
  );
}

/** The chance, between 0 and 1, that a source has left none of its touched prefixes alive. */
const noneAliveBy: Readonly<
  Record<
    ArrivalSource["arrivals"],
    (source: ArrivalSource, prefixes: readonly TouchedPrefix[]) => number
  >
> = {
  always: () => 0,
  never: () => 1,
  poisson: (source, prefixes) => chanceOfNoArrival(expectAlive(source, prefixes)),
  steady: uncoveredShare,
};

function shareNoneAlive(source: ArrivalSource, prefixes: readonly TouchedPrefix[]): number {
  return prefixes.some((prefix) => prefix.touches.length > 0)
    ? noneAliveBy[source.arrivals](source, prefixes)
    : 1;
}

/** The same prefixes with the touches of one source only. */
function touchesOf(source: number, prefixes: readonly TouchedPrefix[]): readonly TouchedPrefix[] {
  return prefixes.map((prefix) => ({
    valueCount: prefix.valueCount,
    touches: prefix.touches.filter((touch) => touch.source === source),
  }));
}
