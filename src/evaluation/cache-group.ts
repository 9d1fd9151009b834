/** Scenarios with the same `cache:` name: each reads from the cache what the others wrote. */
import type { Scenario } from "../fixture/fixture.ts";
import { groupBy } from "../order.ts";
import type { MeasuredScenario } from "../projection/projection.ts";

/** A scenario of one tree, counted. */
interface CountedScenario {
  readonly scenario: Scenario;
  readonly measured: MeasuredScenario;
}

/** All members of a scenario's cache group, itself among them; empty where it names no group. */
export function groupOf(
  { config: { cacheGroup } }: Scenario,
  scenarios: readonly Pick<CountedScenario, "scenario">[],
): readonly Scenario[] {
  return cacheGroup === null
    ? []
    : scenarios
        .map(({ scenario }) => scenario)
        .filter(({ config }) => config.cacheGroup === cacheGroup);
}

/** The groups of a tree, by their names, and the group of each scenario, by its id. */
interface Groups {
  readonly members: ReadonlyMap<string, readonly CountedScenario[]>;
  readonly nameOf: ReadonlyMap<string, string>;
}

/** The groups of trees that are still in use: every scenario asks for its neighbours, and often. */
const known = new WeakMap<readonly CountedScenario[], Groups>();

/** A scenario's neighbours: the other members of its cache group that have traffic. */
export function neighboursOf(
  id: string,
  scenarios: readonly CountedScenario[],
): readonly MeasuredScenario[] {
  const groups = known.get(scenarios) ?? findGroups(scenarios);
  known.set(scenarios, groups);
  const name = groups.nameOf.get(id);
  const members = name === undefined ? [] : (groups.members.get(name) ?? []);
  return members.flatMap(({ scenario, measured }) =>
    scenario.config.id !== id && measured.traffic !== null ? [measured] : [],
  );
}

function findGroups(scenarios: readonly CountedScenario[]): Groups {
  const grouped = scenarios.filter(({ scenario }) => scenario.config.cacheGroup !== null);
  const nameOf = ({ scenario }: CountedScenario): string => scenario.config.cacheGroup ?? "";
  return {
    members: groupBy(grouped, nameOf),
    nameOf: new Map(grouped.map((each) => [each.scenario.config.id, nameOf(each)])),
  };
}
