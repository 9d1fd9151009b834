import type { Pico } from "../money.ts";
import type { ProjectedScenario } from "./project.ts";
import { describeAnswers, type RecordedAnswers } from "./recorded-answers.ts";
import type { SelfTest } from "./self-test.ts";

/** How a scenario's runs and recordings spread, and what the recordings say of the model. */
export interface Spread {
  readonly selfTest: SelfTest | null;
  readonly answers: RecordedAnswers | null;
  /** The least and the most it costs, a month, or a run where there is no traffic. */
  readonly range: { readonly low: Pico; readonly high: Pico };
}

/** The spread of a projected scenario. */
export function spreadOf(
  { measured, projection }: ProjectedScenario,
  selfTest: SelfTest | null,
): Spread {
  const { low, high } = projection.range;
  return {
    selfTest,
    answers: describeAnswers(measured),
    range: {
      low: low.usdPerMonth ?? low.usdPerRun,
      high: high.usdPerMonth ?? high.usdPerRun,
    },
  };
}
