import type { MeasuredScenario } from "../projection/projection.ts";
import { isOutputKnown } from "../tokens/count.ts";
import { isCountedExactly } from "../tokens/exactness.ts";
import type { Confidence } from "./advice.ts";

/**
 * How sure a saving is that changes no answer: certain where every prompt is counted exactly, every
 * answer's length known, the traffic stated, and what runs share seen in more than one exchange, or
 * stated; else likely.
 */
export function confidenceIn({ runs, traffic, shared }: MeasuredScenario): Confidence {
  const exchanges = runs.flatMap((run) => run.exchanges);
  const isExact = exchanges.every(
    ({ prompt, count, output }) => isCountedExactly(prompt, count) && isOutputKnown(output),
  );
  const isSeen = exchanges.length > 1 || Object.keys(shared).length > 0;
  return isExact && isSeen && traffic !== null ? "certain" : "likely";
}
