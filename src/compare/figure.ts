import type { Pico } from "../money.ts";
import type { ProjectedCost, Projection } from "../projection/projection.ts";
import type { Basis } from "./comparison.ts";

/** A figure on a scenario's basis with the ends of its interval, in pico-dollars. */
export interface Figure {
  readonly usd: Pico;
  readonly low: Pico;
  readonly high: Pico;
}

/** A projection's figure on the head's basis; null where the projection has no month. */
export function figureOf(projection: Projection, basis: Basis): Figure | null {
  const usd = basis === "run" ? projection.usdPerRun : projection.usdPerMonth;
  if (usd === null) return null;
  const on = ({ usdPerRun, usdPerMonth }: ProjectedCost): Pico =>
    basis === "run" ? usdPerRun : (usdPerMonth ?? usd);
  return {
    usd,
    // Only the ends of a comparison are asked for theirs, not the steps between them.
    get low() {
      return on(projection.range.low);
    },
    get high() {
      return on(projection.range.high);
    },
  };
}

/** The same of a projection that has such a figure: any under the head's traffic. Throws else. */
export function knownFigure(projection: Projection, basis: Basis): Figure {
  const found = figureOf(projection, basis);
  if (found === null) throw new Error("a projection without a month on a monthly basis");
  return found;
}
