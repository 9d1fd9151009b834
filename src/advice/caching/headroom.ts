import { sumExact } from "../../arithmetic.ts";
import { divideHalfEven, type Pico } from "../../money.ts";
import type { AdviceContext } from "../advice.ts";
import { isWorthSaying, onBasis } from "../worth.ts";

/**
 * The most that caching otherwise could save of one run, pico-dollars: what its input costs beyond
 * reading all of it from the cache. A price nobody published leaves nothing to say.
 */
function headroom({ projection, book }: AdviceContext): Pico {
  const { lines, divisor } = projection.perRun;
  const beyond = lines.map((line) => {
    const rates = book.rates(line);
    const read = rates?.cacheRead ?? null;
    if (rates === null || read === null) return 0n;
    const over = (tokens: bigint, rate: Pico | null): bigint =>
      rate === null ? 0n : tokens * (rate - read);
    return (
      over(line.input, rates.input) +
      over(line.cacheWrite5m, rates.cacheWrite5m) +
      over(line.cacheWrite1h, rates.cacheWrite1h)
    );
  });
  return divideHalfEven(sumExact(beyond), divisor);
}

/** Whether caching otherwise could save enough of a scenario to be worth a word. */
export function hasHeadroom(context: AdviceContext): boolean {
  return isWorthSaying(onBasis(headroom(context), context), context);
}
