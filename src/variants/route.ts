import type { MeasuredScenario } from "../projection/projection.ts";
import { wholeWeights } from "../traffic/weights.ts";
import type { Varied } from "./variant.ts";

/** Hundredths of a percent in a whole. */
const whole = 10_000;

/**
 * A share of a scenario's runs on another model, the rest as they are: a mixture, where each side
 * arrives at its own share of the traffic and, since no model reads another's cache
 * (caching-rules.md §1), keeps only its own cache warm.
 */
export function routed(
  hundredths: number,
  { measured, other }: { readonly measured: MeasuredScenario; readonly other: Varied },
): Varied {
  if ("whyNot" in other) return other;
  if (hundredths <= 0) return { scenario: measured, problems: [] };
  if (hundredths >= whole) return other;
  return {
    scenario: {
      ...measured,
      runs: [...withShare(measured, whole - hundredths), ...withShare(other.scenario, hundredths)],
    },
    problems: other.problems,
  };
}

/** Runs whose weights are their own, times a whole number. */
function withShare({ runs }: MeasuredScenario, times: number): MeasuredScenario["runs"] {
  const { each } = wholeWeights(runs.map(({ weight }) => weight));
  return runs.map((run, index) => ({ ...run, weight: Number(each[index] ?? 0n) * times }));
}
