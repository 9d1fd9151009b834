import { refusedWithoutOutput } from "../../api/request-refusals.ts";
import { problem } from "../../problem.ts";
import type { MeasuredScenario, Projection } from "../../projection/projection.ts";
import { nowhere } from "../../problem.ts";
import { wholeWeights } from "../../traffic/weights.ts";
import { withTtl } from "../breakpoints.ts";
import type { Variant, Varied } from "../variant.ts";
import { keptBetweenRuns } from "./between-runs.ts";
import { withPings } from "./within-runs.ts";

/**
 * `keep-alive`: five minutes, renewed by a request with `max_tokens: 0` in gaps of more (DESIGN.md,
 * "Variants and advice"): inside runs where the next request is up to an hour off, and between
 * Poisson arrivals for ever where that is cheaper than to let the shared prefixes lapse. Not to be
 * had where the API refuses such a request (caching-rules.md §7, §8).
 */
export const keepAlive: Variant = (scenario, { project, scenario: { config } }) => {
  const at5m = withTtl(scenario, "5m");
  const whyNot = refusesPing(at5m);
  if (whyNot !== null) return { whyNot };
  const { inside, pingsPerRun } = keptInside(at5m);
  const between = keptBetweenRuns(inside);
  const isCheaper = between !== null && costOf(project(between.scenario)) < costOf(project(inside));
  const details = {
    inside: Math.round(pingsPerRun * 100) / 100,
    between: between !== null && isCheaper ? Math.round(between.pingsPerMonth) : 0,
  };
  const place = scenario.runs[0]?.exchanges[0]?.exchange.place ?? nowhere;
  return {
    scenario: between !== null && isCheaper ? between.scenario : inside,
    problems: [problem("variant-keep-alive", place, details, config.id)],
  } satisfies Varied;
};

/** The scenario kept alive inside its runs, and how many requests that are in one run. */
export function keptInside(scenario: MeasuredScenario): {
  readonly inside: MeasuredScenario;
  readonly pingsPerRun: number;
} {
  const pinged = scenario.runs.map(withPings);
  const { each, sum } = wholeWeights(scenario.runs.map(({ weight }) => weight));
  const weighted = pinged.reduce(
    (total, { pings }, index) => total + pings * Number(each[index] ?? 0n),
    0,
  );
  return {
    inside: { ...scenario, runs: pinged.map(({ run }) => run) },
    pingsPerRun: sum === 0n ? 0 : weighted / Number(sum),
  };
}

/** Why the API would not take a keep-alive of some request; null: it takes all. */
function refusesPing(scenario: MeasuredScenario): string | null {
  for (const { exchanges } of scenario.runs)
    for (const { prompt } of exchanges) {
      if (prompt.breakpoints.length === 0) continue;
      const { stream: _, ...body } = prompt.request.body;
      const [refused] = refusedWithoutOutput({ ...body, max_tokens: 0 });
      if (refused !== undefined) return refused.reason;
    }
  return null;
}

function costOf({ usdPerMonth, usdPerRun }: Projection): bigint {
  return usdPerMonth ?? usdPerRun;
}
