import {
  addRatio,
  compareRatio,
  formatRatio,
  multiplyRatio,
  ratio,
  type Pico,
  type Ratio,
} from "../money.ts";
import type { Traffic } from "../config/config.ts";
import type { Day } from "../day.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Projection } from "../projection/projection.ts";
import { magnitude } from "../arithmetic.ts";
import { itemKey } from "./item.ts";
import { over } from "./parts.ts";
import { projectDays } from "./projected.ts";

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

const mostSteps = 40;

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

/**
 * The factor at which a cost that grows with it is the target, to a hundred-thousandth: by secants, which
 * stay between the factors known to be too small and too large. Null: it costs nothing.
 */
function findFactor(target: Pico, costOf: (factor: Ratio) => Pico): Ratio | null {
  let factor = ratio(1n);
  let before: { readonly factor: Ratio; readonly cost: Pico } | null = null;
  let low: Ratio | null = null;
  let high: Ratio | null = null;
  for (let step = 0; step < mostSteps; step += 1) {
    const cost = costOf(factor);
    if (cost <= 0n) return null;
    if (magnitude(cost - target) * 100_000n <= target) break;
    if (cost < target) low = factor;
    else high = factor;
    const scaled = multiplyRatio(factor, ratio(target, cost));
    const guess: Ratio =
      before === null || before.cost === cost
        ? scaled
        : addRatio(
            factor,
            multiplyRatio(
              addRatio(factor, ratio(-before.factor.n, before.factor.d)),
              ratio(target - cost, cost - before.cost),
            ),
          );
    const isWithin =
      (low === null ? guess.n > 0n : compareRatio(guess, low) > 0) &&
      (high === null || compareRatio(guess, high) < 0);
    before = { factor, cost };
    const middle: Ratio =
      low === null || high === null ? scaled : multiplyRatio(addRatio(low, high), ratio(1n, 2n));
    factor = significant(isWithin ? guess : middle, 9);
  }
  return factor;
}

/** Where a search begins for a scenario that states no traffic. */
const oneRun: Traffic = {
  runsPerMonth: ratio(1n),
  written: "1/month",
  arrivals: "poisson",
  shared: {},
};

function scaleTraffic(traffic: Traffic, factor: Ratio): Traffic {
  return scaleTo(traffic, significant(multiplyRatio(traffic.runsPerMonth, factor), 9));
}

/** The same arrivals, so often. */
function scaleTo(traffic: Traffic, runsPerMonth: Ratio): Traffic {
  return { ...traffic, runsPerMonth, written: writeRuns(runsPerMonth) };
}

/** A positive number with so many digits that count. */
export function significant(value: Ratio, digits: number): Ratio {
  let power = 0;
  const ten = (exponent: number): Ratio =>
    exponent >= 0 ? ratio(10n ** BigInt(exponent)) : ratio(1n, 10n ** BigInt(-exponent));
  const isBelow = (exponent: number): boolean => {
    const limit = ten(exponent);
    return value.n * limit.d < limit.n * value.d;
  };
  while (!isBelow(power + 1) && power < 40) power += 1;
  while (isBelow(power) && power > -40) power -= 1;
  const unit = ten(power - digits + 1);
  const { n, d } = over(value, unit);
  return multiplyRatio(ratio((2n * n + d) / (2n * d)), unit);
}

/** `231k/month`, `1.23M/month`, `0.5/month`: as promptcost.yml takes it. */
export function writeRuns(runsPerMonth: Ratio): string {
  const scales = [
    [1_000_000n, "M"],
    [1_000n, "k"],
  ] as const;
  for (const [scale, word] of scales)
    if (runsPerMonth.n >= scale * runsPerMonth.d)
      return `${formatRatio(over(runsPerMonth, ratio(scale)), 6)}${word}/month`;
  return `${formatRatio(runsPerMonth, 9)}/month`;
}
