/** A line of figures in one row of text. */
import { largest } from "../../arithmetic.ts";
import type { Pico } from "../../money.ts";

const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const nothing = "·";

/**
 * One bar for each figure, as high as it is of the largest: nothing but the figures' proportions, so
 * that a small change of a large bill looks small. Null is a gap. Amounts are pico-dollars, not
 * negative.
 */
export function sparkline(figures: readonly (Pico | null)[]): string {
  const most = largest(
    figures.flatMap((figure) => figure ?? []),
    0n,
  );
  return figures.map((figure) => (figure === null ? nothing : barOf(figure, most))).join("");
}

function barOf(figure: Pico, most: Pico): string {
  const steps = BigInt(bars.length - 1);
  const index = most === 0n ? 0n : (figure * steps * 2n + most) / (most * 2n);
  return bars[Number(index)] ?? bars[0];
}
