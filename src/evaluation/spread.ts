import type { PriceBook } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import { dearestRunCost } from "./dearest-runs.ts";
import type { ProjectedScenario } from "./project.ts";
import { describeAnswers, type RecordedAnswers } from "./recorded-answers.ts";
import type { SelfTest } from "./self-test.ts";

/** How a scenario's runs and recordings spread, and what the recordings say of the model. */
export interface Spread {
  readonly selfTest: SelfTest | null;
  readonly answers: RecordedAnswers | null;
  /** What nine of ten runs cost at most, pico-dollars; null where there is one run. */
  readonly p90Run: Pico | null;
  /** The least and the most it costs, a month, or a run where there is no traffic. */
  readonly range: { readonly low: Pico; readonly high: Pico };
}

/** The spread of a projected scenario. */
export function spreadOf(
  { measured, projection }: ProjectedScenario,
  options: { readonly book: PriceBook; readonly selfTest: SelfTest | null },
): Spread {
  const { low, high } = projection.range;
  return {
    selfTest: options.selfTest,
    answers: describeAnswers(measured),
    p90Run: dearestRunCost(projection, options.book),
    range: {
      low: low.usdPerMonth ?? low.usdPerRun,
      high: high.usdPerMonth ?? high.usdPerRun,
    },
  };
}
