import { addRatio, multiplyRatio, ratio, type Pico, type Ratio } from "../money.ts";
import { usualArrivals } from "../config/arrivals/arrivals.ts";
import { atRate } from "../config/traffic.ts";
import type { Traffic } from "../config/config.ts";
import type { Day } from "../day.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Projection } from "../projection/projection.ts";
import { findFactor } from "./find-factor.ts";
import { itemKey } from "./item.ts";
import { over } from "./parts.ts";
import { projectDays } from "./projected.ts";
import { significant, writeRuns } from "./runs.ts";

/** A scenario as it is projected today. */
export interface ScenarioTraffic {
  readonly id: string;
  readonly projection: Projection;
  /** Null: it states none. */
  readonly traffic: Traffic | null;
}

/** The traffic of a scenario at which the projection says what was billed. */
export interface ExplainingTraffic {
  readonly scenario: string;
  /** As promptcost.yml has it, three digits that count: `231k/month`. */
  readonly runs: string;
  readonly runsPerMonth: Ratio;
  /** By the requests that were counted, whatever they cost; null where they were not. */
  readonly counted: string | null;
  readonly was: Traffic | null;
  /** The scenarios whose traffic was changed by the same factor, this one among them. */
  readonly together: readonly string[];
  /** What the projection says for the days at that traffic, all of `together`, pico-dollars. */
  readonly projectedUsd: Pico;
  /** What it has to explain. */
  readonly billedUsd: Pico;
}

export interface Billed {
  readonly usd: Pico;
  readonly requests: bigint | null;
}

interface Options {
  readonly scenarios: readonly ScenarioTraffic[];
  /** Of each model (item key) what scenarios have to explain: list price, requests if counted. */
  readonly billed: ReadonlyMap<string, Billed>;
  readonly days: readonly Day[];
  readonly book: PriceBook;
  /** Projects scenarios at other traffic, all of them at once: they may share a cache. */
  readonly project: (traffic: ReadonlyMap<string, Traffic>) => ReadonlyMap<string, Projection>;
}

/**
 * The traffic that explains a bill: scenarios that share models are scaled alike, until the
 * projection at that traffic, hits of the cache included, says what was billed.
 * Those that state no traffic are solved for where nothing else uses their models.
 */
export function explainTraffic(options: Options): readonly ExplainingTraffic[] {
  const { scenarios } = options;
  const stated = scenarios.filter(({ traffic }) => traffic !== null);
  const used = new Set(stated.flatMap(modelsOf));
  const open = scenarios.filter(
    (scenario) =>
      scenario.traffic === null && modelsOf(scenario).every((model) => !used.has(model)),
  );
  return [...togetherBy(stated), ...togetherBy(open)].flatMap((group) => solve(group, options));
}

function modelsOf({ projection }: ScenarioTraffic): readonly string[] {
  return projection.perRun.lines.map(({ model }) => model);
}

/** Scenarios that have a model in common, directly or by way of others. */
function togetherBy(
  scenarios: readonly ScenarioTraffic[],
): readonly (readonly ScenarioTraffic[])[] {
  let groups: { readonly models: Set<string>; readonly members: readonly ScenarioTraffic[] }[] = [];
  for (const scenario of scenarios) {
    const models = new Set(modelsOf(scenario));
    const [joined, apart] = [true, false].map((wanted) =>
      groups.filter((group) => [...models].some((model) => group.models.has(model)) === wanted),
    );
    const all = new Set([...models, ...(joined ?? []).flatMap((group) => [...group.models])]);
    const members = [...(joined ?? []).flatMap((group) => group.members), scenario];
    groups = [...(apart ?? []), { models: all, members }];
  }
  return groups.map(({ members }) => members);
}

/** How often the requests of a group were counted, of what is projected; null: they were not. */
function countedScale(
  group: readonly ScenarioTraffic[],
  keys: ReadonlySet<string>,
  { billed, days, book }: Options,
): Ratio | null {
  const projected = group.map(({ projection, traffic }) => ({
    projection,
    traffic: traffic ?? oneRun,
  }));
  const items = projectDays(projected, days, book);
  let requests = 0n;
  let expected = ratio(0n);
  for (const key of keys) {
    const counted = billed.get(key)?.requests ?? (billed.has(key) ? null : 0n);
    if (counted === null) return null;
    requests += counted;
    expected = addRatio(expected, items.get(key)?.requests ?? ratio(0n));
  }
  return expected.n === 0n ? null : over(ratio(requests), expected);
}

function solve(group: readonly ScenarioTraffic[], options: Options): readonly ExplainingTraffic[] {
  const { billed, days, book } = options;
  const keys = new Set(
    group.flatMap(modelsOf).map((model) => itemKey({ costType: "tokens", model })),
  );
  const target = [...keys].reduce((sum, key) => sum + (billed.get(key)?.usd ?? 0n), 0n);
  if (target <= 0n) return [];
  const costAt = (traffic: ReadonlyMap<string, Traffic>): Pico => {
    const projections = options.project(traffic);
    const projected = group.flatMap(({ id, projection }) => {
      const own = traffic.get(id);
      return own === undefined
        ? []
        : [{ projection: projections.get(id) ?? projection, traffic: own }];
    });
    const items = projectDays(projected, days, book);
    return [...keys].reduce((sum, key) => sum + (items.get(key)?.usd ?? 0n), 0n);
  };
  const trafficAt = (factor: Ratio): ReadonlyMap<string, Traffic> =>
    new Map(group.map(({ id, traffic }) => [id, scaleTraffic(traffic ?? oneRun, factor)]));
  const factor = findFactor(target, (tried) => costAt(trafficAt(tried)));
  if (factor === null) return [];
  const solved = new Map(
    [...trafficAt(factor)].map(([id, traffic]) => [
      id,
      scaleTo(traffic, significant(traffic.runsPerMonth, 3)),
    ]),
  );
  const projectedUsd = costAt(solved);
  const scale = countedScale(group, keys, options);
  return group.flatMap(({ id, traffic: was }) => {
    const traffic = solved.get(id);
    return traffic === undefined
      ? []
      : [
          {
            scenario: id,
            runs: traffic.written,
            runsPerMonth: traffic.runsPerMonth,
            counted:
              scale === null || scale.n === 0n
                ? null
                : writeRuns(significant(multiplyRatio((was ?? oneRun).runsPerMonth, scale), 3)),
            was,
            together: group.map((one) => one.id),
            projectedUsd,
            billedUsd: target,
          },
        ];
  });
}

/** Where a search begins for a scenario that states no traffic. */
const oneRun: Traffic = {
  runsPerMonth: ratio(1n),
  written: "1/month",
  arrivals: usualArrivals,
  range: null,
  judgedAt: "high",
  gapMs: null,
  readableAfterMs: 0,
  shared: {},
};

function scaleTraffic(traffic: Traffic, factor: Ratio): Traffic {
  return scaleTo(traffic, significant(multiplyRatio(traffic.runsPerMonth, factor), 9));
}

/** The same arrivals, so often. */
function scaleTo(traffic: Traffic, runsPerMonth: Ratio): Traffic {
  return { ...atRate(traffic, runsPerMonth), range: null, written: writeRuns(runsPerMonth) };
}
