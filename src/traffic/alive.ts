import { none, toChance } from "./chance.ts";
import { expectAlive } from "./poisson.ts";
import { uncoveredShare } from "./steady.ts";
import type { Source, Touched } from "./touch.ts";

const noneBy: Readonly<
  Record<Source["arrivals"], (source: Source, touched: readonly Touched[]) => number>
> = {
  always: () => 0,
  never: () => 1,
  poisson: (source, touched) => none(expectAlive(source, touched)),
  steady: uncoveredShare,
};

/**
 * The chance, over 2⁴⁰, that no run of these sources has left any of these prefixes alive at the
 * moment a request starts. Sources arrive independently of one another. Rounded once.
 */
export function chanceOfNone(sources: readonly Source[], touched: readonly Touched[]): bigint {
  return toChance(
    sources.reduce(
      (product, source, index) => product * noneOf(source, ofSource(touched, index)),
      1,
    ),
  );
}

function noneOf(source: Source, touched: readonly Touched[]): number {
  return touched.some((one) => one.touches.length > 0)
    ? noneBy[source.arrivals](source, touched)
    : 1;
}

function ofSource(touched: readonly Touched[], index: number): readonly Touched[] {
  return touched.map((one) => ({
    values: one.values,
    touches: one.touches.filter((touch) => touch.source === index),
  }));
}
