import { atRate } from "../config/traffic.ts";
import type { Pico } from "../money.ts";
import { project } from "../projection/project.ts";
import type { ProjectedCost, Projection } from "../projection/projection.ts";
import { neighboursOf } from "./cache-group.ts";
import type { ProjectedScenario, ProjectedTree } from "./project.ts";
import { describeAnswers, type RecordedAnswers } from "./recorded-answers.ts";
import type { SelfTest } from "./self-test.ts";

/** How a scenario's runs and recordings spread, and what the recordings say of the model. */
export interface Spread {
  readonly selfTest: SelfTest | null;
  readonly answers: RecordedAnswers | null;
  /**
   * The least and the most it costs, a month, or a run where there is no traffic; over both ends of
   * a traffic that is stated as a range.
   */
  readonly range: { readonly low: Pico; readonly high: Pico };
}

/** The spread of a scenario of a tree. */
export function spreadOf(
  projected: ProjectedScenario,
  tree: ProjectedTree,
  selfTest: SelfTest | null,
): Spread {
  const ends = rangeEndsOf(projected, tree);
  const cost = ({ usdPerMonth, usdPerRun }: ProjectedCost): Pico => usdPerMonth ?? usdPerRun;
  return {
    selfTest,
    answers: describeAnswers(projected.measured),
    range: {
      low: ends.map(({ range }) => cost(range.low)).reduce((a, b) => (b < a ? b : a)),
      high: ends.map(({ range }) => cost(range.high)).reduce((a, b) => (b > a ? b : a)),
    },
  };
}

/** The projection itself; of a traffic that is stated as a range also that of its other end. */
function rangeEndsOf(
  { scenario, measured, projection }: ProjectedScenario,
  { scenarios, context, book }: ProjectedTree,
): readonly [Projection, ...Projection[]] {
  const { traffic } = measured;
  if (traffic === null || traffic.range === null) return [projection];
  const runsPerMonth = traffic.judgedAt === "high" ? traffic.range.low : traffic.range.high;
  const other = project({
    scenario: { ...measured, traffic: atRate(traffic, runsPerMonth) },
    neighbours: neighboursOf(scenario.config.id, scenarios),
    book,
    asOf: context.asOf,
  });
  return [projection, other];
}
