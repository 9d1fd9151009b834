import { magnitude } from "../arithmetic.ts";
import { addRatio, compareRatio, multiplyRatio, ratio, type Pico, type Ratio } from "../money.ts";
import { significant } from "./runs.ts";

const mostSteps = 40;

/**
 * The factor at which a cost that grows with it is the target, to a hundred-thousandth: by secants, which
 * stay between the factors known to be too small and too large. Null: it costs nothing.
 */
export function findFactor(target: Pico, costOf: (factor: Ratio) => Pico): Ratio | null {
  let factor = ratio(1n);
  let before: { readonly factor: Ratio; readonly cost: Pico } | null = null;
  let low: Ratio | null = null;
  let high: Ratio | null = null;
  for (let step = 0; step < mostSteps; step += 1) {
    const cost = costOf(factor);
    if (cost <= 0n) return null;
    if (magnitude(cost - target) * 100_000n <= target) break;
    if (cost < target) low = factor;
    else high = factor;
    const scaled = multiplyRatio(factor, ratio(target, cost));
    const guess: Ratio =
      before === null || before.cost === cost
        ? scaled
        : addRatio(
            factor,
            multiplyRatio(
              addRatio(factor, ratio(-before.factor.n, before.factor.d)),
              ratio(target - cost, cost - before.cost),
            ),
          );
    const isWithin =
      (low === null ? guess.n > 0n : compareRatio(guess, low) > 0) &&
      (high === null || compareRatio(guess, high) < 0);
    before = { factor, cost };
    const middle: Ratio =
      low === null || high === null ? scaled : multiplyRatio(addRatio(low, high), ratio(1n, 2n));
    factor = significant(isWithin ? guess : middle, 9);
  }
  return factor;
}
