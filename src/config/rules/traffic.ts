import { compareRatio } from "../../money.ts";
import { nearestNames } from "../../nearest.ts";
import { problem, type Place, type Problem } from "../../problem.ts";
import {
  arrivalForms,
  arrivalKinds,
  isArrivals,
  type ArrivalsFault,
} from "../arrivals/arrivals.ts";
import type { DecodedScenario } from "../decode/scenario.ts";
import type { RunsFault } from "../arrivals/runs.ts";
import type { Locate } from "../shape.ts";
import { checkPaths } from "./paths.ts";

/** What no shape can say of a scenario's traffic. */
export function checkTraffic(
  { traffic, path }: DecodedScenario,
  locate: Locate,
): readonly Problem[] {
  if (traffic === null) return [];
  const at = (...keys: readonly string[]): Place => locate([...path, "traffic", ...keys]);
  const { runs, arrivals } = traffic;
  const found: Problem[] = [];
  const isObserved = arrivals !== null && isArrivals(arrivals) && arrivals.kind === "observed";
  if (typeof runs === "string") found.push(problemOfRuns[runs](at("runs")));
  if (!traffic.hasRuns && !isObserved)
    found.push(problem("traffic-without-runs", locate([...path, "traffic"], "key"), {}));
  if (arrivals !== null && !isArrivals(arrivals)) found.push(problemOfArrivals(arrivals, at));
  for (const file of traffic.observedFiles)
    found.push(...checkPaths(file, { key: "observed", locate }));
  const isOneRate =
    runs !== null && typeof runs !== "string" && compareRatio(runs.low, runs.high) === 0;
  if (traffic.judgedAt !== null && (isOneRate || !traffic.hasRuns))
    found.push(problem("judged-at-without-range", at("judged-at"), {}));
  return found;
}

const problemOfRuns: Readonly<Record<RunsFault, (place: Place) => Problem>> = {
  "no-unit": (place) => problem("traffic-without-unit", place, {}),
  negative: (place) => problem("traffic-negative", place, {}),
  zero: (place) => problem("traffic-zero", place, {}),
  "upside-down": (place) => problem("traffic-upside-down", place, {}),
  "too-many": (place) => problem("traffic-absurd", place, { many: true }),
  "too-few": (place) => problem("traffic-absurd", place, { many: false }),
};

function problemOfArrivals(
  fault: ArrivalsFault,
  at: (...keys: readonly string[]) => Place,
): Problem {
  if (fault.kind === "zone") {
    const { zone, nearest } = fault;
    return problem("traffic-zone", at("arrivals", "schedule", "zone"), { zone, nearest });
  }
  if (fault.kind === "unknown")
    return problem("config-unknown-name", at("arrivals"), {
      what: "kind of arrivals",
      name: fault.name,
      nearest: nearestNames(fault.name, Object.keys(arrivalKinds)),
      known: arrivalForms,
    });
  if (fault.kind === "burst")
    return problem("traffic-burst-size", at("arrivals", ...(fault.isWord ? [] : ["burst"])), {});
  return problem(incomplete[fault.kind], at("arrivals"), {});
}

/** Schedules that are not whole. */
const incomplete = {
  hours: "traffic-hours",
  days: "traffic-days",
} as const;
