import { isSentInBatch } from "../fixture/recordings/batch-item.ts";
import { ratio, type Ratio } from "../money.ts";
import type { Weights } from "../traffic/weights.ts";
import type { MeasuredScenario, Projection } from "./projection.ts";

/**
 * Tokens of one run, prompts and answers, expected over the mix of fixtures: those that go through
 * the Message Batches API, and those that go one by one. A request goes in a batch where its fixture
 * is one of a batch, or its recorded answer was billed as one.
 */
export function expectBatched(scenario: MeasuredScenario, weights: Weights): Projection["batched"] {
  const sums = { batch: none(), single: none() };
  for (const [index, run] of scenario.runs.entries()) {
    const weight = weights.each[index] ?? 0n;
    for (const measured of run.exchanges) {
      const sum = sums[isSentInBatch(run.run, measured.exchange) ? "batch" : "single"];
      const { count, output } = measured;
      sum.tokens += weight * BigInt(count.total + output.tokens);
      sum.low += weight * BigInt(count.low + output.low);
      sum.high += weight * BigInt(count.high + output.high);
    }
  }
  const perRun = (tokens: bigint): Ratio =>
    weights.sum === 0n ? ratio(0n) : ratio(tokens, weights.sum);
  const spanOf = ({ tokens, low, high }: Sum) => ({
    tokens: perRun(tokens),
    low: perRun(low),
    high: perRun(high),
  });
  return { batch: spanOf(sums.batch), single: spanOf(sums.single) };
}

interface Sum {
  tokens: bigint;
  low: bigint;
  high: bigint;
}

function none(): Sum {
  return { tokens: 0n, low: 0n, high: 0n };
}
