import type { MeasuredScenario } from "../projection/projection.ts";
import { isOutputKnown } from "../tokens/count.ts";
import { isCountedExactly } from "../tokens/exactness.ts";
import type { Confidence } from "./advice.ts";

/**
 * How sure a saving is that changes no answer: certain where every prompt is counted exactly, every
 * answer's length known and the traffic stated; else likely.
 */
export function confidenceIn({ runs, traffic }: MeasuredScenario): Confidence {
  const isExact = runs.every(({ exchanges }) =>
    exchanges.every(
      ({ prompt, count, output }) => isCountedExactly(prompt, count) && isOutputKnown(output),
    ),
  );
  return isExact && traffic !== null ? "certain" : "likely";
}
