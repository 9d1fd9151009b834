/** Scenarios with the same `cache:` name: each reads from the cache what the others wrote. */
import type { Scenario } from "../fixture/fixture.ts";
import type { MeasuredScenario } from "../projection/projection.ts";

/** A scenario of one tree, counted. */
interface CountedScenario {
  readonly scenario: Scenario;
  readonly measured: MeasuredScenario;
}

/** All members of a scenario's cache group, itself among them; empty where it names no group. */
export function groupOf(scenario: Scenario, scenarios: readonly Scenario[]): readonly Scenario[] {
  const { cacheGroup } = scenario.config;
  return cacheGroup === null
    ? []
    : scenarios.filter((other) => other.config.cacheGroup === cacheGroup);
}

/** A scenario's neighbours: the other members of its cache group that have traffic. */
export function neighboursOf(
  id: string,
  scenarios: readonly CountedScenario[],
): readonly MeasuredScenario[] {
  const own = scenarios.find(({ scenario }) => scenario.config.id === id);
  const group = own?.scenario.config.cacheGroup ?? null;
  if (group === null) return [];
  return scenarios.flatMap(({ scenario, measured }) =>
    scenario.config.id !== id && scenario.config.cacheGroup === group && measured.traffic !== null
      ? [measured]
      : [],
  );
}
