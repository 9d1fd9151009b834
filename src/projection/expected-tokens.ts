import { ratio, type Ratio } from "../money.ts";
import type { Weights } from "../traffic/weights.ts";
import type { MeasuredScenario, Projection } from "./projection.ts";

/** Tokens of one run by part, expected over the mix of fixtures. */
export function expectTokens(scenario: MeasuredScenario, weights: Weights): Projection["tokens"] {
  const totals = { tools: 0n, system: 0n, messages: 0n, output: 0n };
  for (const [index, run] of scenario.runs.entries()) {
    const sums = { tools: 0, system: 0, messages: 0, output: 0 };
    for (const { count, output } of run.exchanges) {
      sums.tools += count.parts.tools;
      sums.system += count.parts.system;
      sums.messages += count.parts.messages;
      sums.output += output.tokens;
    }
    const weight = weights.each[index] ?? 0n;
    totals.tools += weight * BigInt(sums.tools);
    totals.system += weight * BigInt(sums.system);
    totals.messages += weight * BigInt(sums.messages);
    totals.output += weight * BigInt(sums.output);
  }
  const perRun = (tokens: bigint): Ratio =>
    weights.sum === 0n ? ratio(0n) : ratio(tokens, weights.sum);
  return {
    tools: perRun(totals.tools),
    system: perRun(totals.system),
    messages: perRun(totals.messages),
    output: perRun(totals.output),
  };
}
