import { promptTokens, sumQuantities } from "../billing/ledger/ledger.ts";
import { addRatio, compareRatio, ratio, type Ratio } from "../money.ts";
import type { ExpectedQuantities } from "./expected-cost.ts";
import { hasBreakpoints, type MeasuredScenario, type Projection } from "./projection.ts";

const million = 1_000_000n;

/** A hit rate at both ends of the standard error of a simulation; that is in millionths of the prompts' tokens. */
export function withReadError(rate: Ratio | null, error = 0n): readonly (Ratio | null)[] {
  if (rate === null || error === 0n) return [rate];
  const low = addRatio(rate, ratio(-error, million));
  const high = addRatio(rate, ratio(error, million));
  return [low.n < 0n ? ratio(0n) : low, high.n > high.d ? ratio(1n) : high];
}

/** read / (input + writes + read); null where nothing could be cached. */
export function hitRateOf(
  scenario: MeasuredScenario,
  quantities: ExpectedQuantities,
): Ratio | null {
  if (!hasBreakpoints(scenario)) return null;
  const sums = sumQuantities(quantities);
  const prompt = promptTokens(sums);
  return prompt === 0n ? null : ratio(sums.cacheRead, prompt);
}

/** The least and the largest hit rate over all that is assumed. */
export function hitRateRangeOf(found: readonly (Ratio | null)[]): Projection["hitRateRange"] {
  const rates = found.filter((rate) => rate !== null).sort(compareRatio);
  const [low, high] = [rates[0], rates.at(-1)];
  return low === undefined || high === undefined ? null : { low, high };
}
