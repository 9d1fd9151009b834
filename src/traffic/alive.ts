import type { ArrivalSource } from "./arrivals.ts";
import { chanceOfNoArrival, toChance } from "./chance.ts";
import { expectAlive } from "./poisson.ts";
import { periodOf } from "./period.ts";
import { uncoveredShare } from "./repeating.ts";
import { meanNoneAlive } from "./schedule.ts";
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
function shareNoneAlive(source: ArrivalSource, prefixes: readonly TouchedPrefix[]): number {
  if (!prefixes.some((prefix) => prefix.touches.length > 0)) return 1;
  const { arrivals } = source;
  if (arrivals.kind === "always") return 0;
  if (arrivals.kind === "never") return 1;
  if (arrivals.kind === "poisson") return chanceOfNoArrival(expectAlive(source, prefixes));
  if (arrivals.kind === "schedule")
    return meanNoneAlive([{ source, active: arrivals.active, prefixes }], null);
  const period = periodOf(source);
  return period === null ? 1 : uncoveredShare(period, prefixes);
}

/** The same prefixes with the touches of one source only. */
function touchesOf(source: number, prefixes: readonly TouchedPrefix[]): readonly TouchedPrefix[] {
  return prefixes.map((prefix) => ({
    valueCount: prefix.valueCount,
    touches: prefix.touches.filter((touch) => touch.source === source),
  }));
}
