import type { Pico } from "../money.ts";
import type { Projection } from "../projection/projection.ts";
import type { Basis } from "./comparison.ts";

/** A figure on a scenario's basis with the ends of its interval, in pico-dollars. */
export interface Figure {
  readonly usd: Pico;
  readonly low: Pico;
  readonly high: Pico;
}

/** A projection's figure on the head's basis; null where the projection has no month. */
export function figureOf(projection: Projection, basis: Basis): Figure | null {
  const { low, high } = projection.range;
  if (basis === "run")
    return { usd: projection.usdPerRun, low: low.usdPerRun, high: high.usdPerRun };
  if (projection.usdPerMonth === null || low.usdPerMonth === null || high.usdPerMonth === null)
    return null;
  return { usd: projection.usdPerMonth, low: low.usdPerMonth, high: high.usdPerMonth };
}

/** The same of a projection that has such a figure: any under the head's traffic. Throws else. */
export function knownFigure(projection: Projection, basis: Basis): Figure {
  const found = figureOf(projection, basis);
  if (found === null) throw new Error("a projection without a month on a monthly basis");
  return found;
}
