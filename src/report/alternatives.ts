/** What else a scenario could cost, in the form of the report. */
import type { Advice } from "../advice/advice.ts";
import type { BreakEvenPoint } from "../projection/break-even/break-even.ts";
import type { Projection } from "../projection/projection.ts";
import { reportPlace, writeShare, writeUsd } from "./parts.ts";
import type { ReportedAdvice, ReportedScenario } from "./report.ts";

/** What else a scenario could cost. Break-even points and advice may be worked out when asked for. */
export interface Alternatives {
  readonly variants: readonly VariantOutcome[];
  readonly breakEven: readonly BreakEvenPoint[];
  readonly advice: readonly Advice[];
}

/** A variant of a scenario, projected, or why there is none. */
export interface VariantOutcome {
  readonly name: string;
  readonly projection: Projection | null;
  readonly whyNot: string | null;
}

/** Where the manual's pages on advice are, one per code. */
const manual = "https://github.com/promptcost/promptcost/blob/main/docs/advice";

export function reportAdvice(advice: Advice): ReportedAdvice {
  const { code, saving, costAfter, confidence, change, place, block } = advice;
  return {
    code,
    savingUsd: writeUsd(saving),
    costUsd: writeUsd(costAfter),
    confidence,
    change,
    place: reportPlace(place),
    block,
    docs: `${manual}/${code}.md`,
  };
}

export function reportBreakEven(point: BreakEvenPoint): ReportedScenario["breakEven"][number] {
  const { variant, against, runsPerHour, cheaper } = point;
  return { variant, against, runsPerHour: writeShare(runsPerHour), cheaper };
}

export function reportVariant(variant: VariantOutcome): ReportedScenario["variants"][number] {
  const { name, projection, whyNot } = variant;
  return {
    name,
    perRunUsd: writeUsd(projection?.usdPerRun ?? null),
    monthlyUsd: writeUsd(projection?.usdPerMonth ?? null),
    whyNot,
  };
}
