/** How often a scenario runs, as people write it. */
import { formatRatio, multiplyRatio, ratio, type Ratio } from "../money.ts";
import { over } from "./parts.ts";

/** A positive number with so many digits that count. */
export function significant(value: Ratio, digits: number): Ratio {
  let power = 0;
  const ten = (exponent: number): Ratio =>
    exponent >= 0 ? ratio(10n ** BigInt(exponent)) : ratio(1n, 10n ** BigInt(-exponent));
  const isBelow = (exponent: number): boolean => {
    const limit = ten(exponent);
    return value.n * limit.d < limit.n * value.d;
  };
  while (!isBelow(power + 1) && power < 40) power += 1;
  while (isBelow(power) && power > -40) power -= 1;
  const unit = ten(power - digits + 1);
  const { n, d } = over(value, unit);
  return multiplyRatio(ratio((2n * n + d) / (2n * d)), unit);
}

/** `231k/month`, `1.23M/month`, `0.5/month`: as promptcost.yml takes it. */
export function writeRuns(runsPerMonth: Ratio): string {
  const scales = [
    [1_000_000n, "M"],
    [1_000n, "k"],
  ] as const;
  for (const [scale, word] of scales)
    if (runsPerMonth.n >= scale * runsPerMonth.d)
      return `${formatRatio(over(runsPerMonth, ratio(scale)), 6)}${word}/month`;
  return `${formatRatio(runsPerMonth, 9)}/month`;
}
