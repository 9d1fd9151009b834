/** What is assumed of a scenario's traffic, and what changing it would do. */
import type { Arrivals } from "../../config/arrivals/arrivals.ts";
import type { Traffic } from "../../config/config.ts";
import { formatDollars, type Pico } from "../../money.ts";
import { problem, type Problem, type ProblemCode } from "../../problem.ts";
import { periodOf } from "../../traffic/period.ts";
import { wholeWeights } from "../../traffic/weights.ts";
import { viewScenario } from "../cache/cache-view.ts";
import { requestsUntilSettled } from "../cache/period-simulation.ts";
import { project, type ProjectOptions } from "../project.ts";
import { hasBreakpoints, type MeasuredScenario } from "../projection.ts";
import { defaultGapMs } from "../../fixture/times.ts";

const steady: Arrivals = { kind: "steady", text: "steady" };

/** A user's turn takes two minutes, the median of long recorded runs. */
const userTurnMs = 120_000;

/** Writes become readable one to three seconds after a request's start, as recorded. */
const recordedReadableAfterMs = 2_000;

/** An alternative is worked out where that takes no more requests through the cache machine. */
const mostRequests = 5_000;

/** One assumption, and the scenario under another one; null where it is none here. */
type Alternative = (scenario: MeasuredScenario, traffic: Traffic) => MeasuredScenario | null;

/** What a problem says of it: the code, and how the scenario is otherwise. */
const alternatives: readonly (readonly [AssumptionCode, Alternative])[] = [
  [
    "arrivals-assumed",
    (scenario, traffic) =>
      traffic.arrivals.kind === "poisson"
        ? { ...scenario, traffic: { ...traffic, arrivals: steady } }
        : null,
  ],
  [
    "gaps-assumed",
    (scenario, traffic) => withGaps(scenario, userTurnMs - (traffic.gapMs ?? defaultGapMs)),
  ],
  [
    "readable-assumed",
    (scenario, traffic) =>
      traffic.readableAfterMs === 0 && traffic.arrivals.kind === "burst"
        ? { ...scenario, traffic: { ...traffic, readableAfterMs: recordedReadableAfterMs } }
        : null,
  ],
];

type AssumptionCode = Extract<
  ProblemCode,
  "arrivals-assumed" | "gaps-assumed" | "readable-assumed"
>;

/**
 * The assumptions on traffic that move the figure by more than a hundredth, each with what it would
 * be under another one. None where nothing is cached, or without traffic.
 */
export function noteAssumptions(
  options: ProjectOptions,
  usdPerMonth: Pico | null,
): readonly Problem[] {
  const { scenario } = options;
  const { traffic } = scenario;
  const [first] = scenario.runs;
  if (traffic === null || usdPerMonth === null || first === undefined) return [];
  if (scenario.tier === "batch" || !hasBreakpoints(scenario)) return [];
  return alternatives.flatMap(([code, alternative]) => {
    const other = alternative(scenario, traffic);
    if (other === null || !isQuick(other)) return [];
    const changed = project({ ...options, scenario: other }).usdPerMonth;
    if (changed === null || !differs(changed, usdPerMonth)) return [];
    const details = {
      now: formatDollars(toCents(usdPerMonth)),
      other: formatDollars(toCents(changed)),
    };
    return [problem(code, first.run.place, details, scenario.id)];
  });
}

/** By more than a hundredth. */
function differs(changed: Pico, usual: Pico): boolean {
  const difference = changed > usual ? changed - usual : usual - changed;
  return difference * 100n > usual;
}

function toCents(usd: Pico): Pico {
  const cent = 10_000_000_000n;
  return ((usd + cent / 2n) / cent) * cent;
}

/** With longer gaps where nobody recorded or stated them; null where all are known. */
function withGaps(scenario: MeasuredScenario, byMs: number): MeasuredScenario | null {
  if (scenario.traffic?.gapMs !== null) return null;
  const isAssumed = scenario.runs.some(({ exchanges }) =>
    exchanges.some(({ exchange }) => (exchange.assumedGaps ?? 0) > 0),
  );
  if (!isAssumed) return null;
  return {
    ...scenario,
    runs: scenario.runs.map((run) => ({
      ...run,
      exchanges: run.exchanges.map((measured) => {
        const { exchange } = measured;
        const offsetMs = exchange.offsetMs + (exchange.assumedGaps ?? 0) * byMs;
        return { ...measured, exchange: { ...exchange, offsetMs } };
      }),
    })),
  };
}

/** Whether projecting takes few requests through the cache machine, or none. */
function isQuick(scenario: MeasuredScenario): boolean {
  const { traffic, runs } = scenario;
  if (traffic === null) return true;
  const { arrivals, runsPerMonth } = traffic;
  if (arrivals.kind === "poisson" || arrivals.kind === "schedule") return true;
  const weights = wholeWeights(runs.map((run) => run.weight));
  const runIds = runs.map(({ run }) => run.id);
  const turns = arrivals.kind === "observed" ? 0 : Number(weights.sum);
  if (turns > mostRequests) return false;
  const period = periodOf({ arrivals, runsPerMonth, weights, runIds });
  return (
    period !== null && requestsUntilSettled(viewScenario(scenario, "total"), period) <= mostRequests
  );
}
