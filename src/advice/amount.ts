import { divideHalfEven, formatDollars, type Pico } from "../money.ts";
import type { AdviceContext } from "./advice.ts";

/** One cent in pico-dollars. */
const cent = 10_000_000_000n;

/** An amount on a scenario's basis in words: `$12.34 a month`, without traffic `per 1,000 runs`. */
export function showAmount(amount: Pico, { measured }: Pick<AdviceContext, "measured">): string {
  const [shown, unit] =
    measured.traffic === null ? [amount * 1000n, "per 1,000 runs"] : [amount, "a month"];
  return `${formatDollars(divideHalfEven(shown, cent) * cent)} ${unit}`;
}
