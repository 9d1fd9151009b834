import { ratio, type Pico, type Ratio } from "../../money.ts";
import { remember } from "../../remember.ts";
import type { ProjectOptions } from "../project.ts";
import type { MeasuredScenario } from "../projection.ts";
import { createRateCost, type RateCost } from "./rate-cost.ts";
import { findCrossings } from "./crossings.ts";
import { rateGrid } from "./rate-grid.ts";

/** The variants whose cost is set against traffic. */
export const curveVariants = ["as-written", "no-cache", "cache-5m", "cache-1h", "batch"] as const;
export type CurveVariant = (typeof curveVariants)[number];

/** Where two variants cost the same. */
export interface BreakEvenPoint {
  readonly variant: CurveVariant;
  readonly against: CurveVariant;
  /** To 3 significant digits; 0 where `variant` costs less at any traffic. */
  readonly runsPerHour: Ratio;
  /** Whether `variant` costs less from there on, or up to there. */
  readonly cheaper: "from" | "up-to";
}

/** What a run costs at one traffic, by variant; one that cannot be had is missing. */
export interface CurvePoint {
  readonly runsPerHour: Ratio;
  readonly usdPerRun: Readonly<Partial<Record<CurveVariant, Pico>>>;
}

/** How a scenario's cost depends on its traffic. Both are worked out when they are asked for. */
export interface CostAgainstTraffic {
  /** From 0.01 to 10,000 runs an hour, four points to a factor of ten. */
  readonly curve: readonly CurvePoint[];
  /** The same at other rates, runs an hour. */
  readonly curveAt: (rates: readonly number[]) => readonly CurvePoint[];
  /**
   * From how many runs an hour caching for 5 minutes pays against none, caching for an hour against
   * 5 minutes, and up to how many a batch beats the cheaper of both. A pair that never meets, and of
   * which the first is never cheaper, has none; nor has one where finding it would take
   * hundreds of simulations or long replays.
   */
  readonly points: readonly BreakEvenPoint[];
}

export interface CostAgainstTrafficOptions extends ProjectOptions {
  /** The scenario as one of the variants; null where it cannot be had. */
  readonly vary: (name: CurveVariant) => MeasuredScenario | null;
}

/**
 * What a scenario's run costs at other traffic, variant by variant, all else as it is: the traffic
 * of its neighbours too. A scenario without traffic has a curve as well, that of Poisson arrivals.
 */
export function costAgainstTraffic(options: CostAgainstTrafficOptions): CostAgainstTraffic {
  const costs = costsOf(options);
  const curve = remember(() => curveOf(costs, rateGrid));
  const points = remember(() => pointsOf(costs));
  return {
    get curve() {
      return curve();
    },
    curveAt: (rates) => curveOf(costs, rates),
    get points() {
      return points();
    },
  };
}

/** The break-even points alone. */
export function breakEvenPoints(options: CostAgainstTrafficOptions): readonly BreakEvenPoint[] {
  return costAgainstTraffic(options).points;
}

/** What each variant's run costs, each found when it is asked for; undefined: it cannot be had. */
type Costs = (name: CurveVariant) => RateCost | undefined;

function costsOf(options: CostAgainstTrafficOptions): Costs {
  const known = new Map<CurveVariant, RateCost | undefined>();
  return (name) => {
    if (!known.has(name)) {
      const scenario = options.vary(name);
      known.set(name, scenario === null ? undefined : createRateCost({ ...options, scenario }));
    }
    return known.get(name);
  };
}

function curveOf(costs: Costs, rates: readonly number[]): readonly CurvePoint[] {
  const all = costsAmong(curveVariants, costs);
  return rates.map((runsPerHour) => ({
    runsPerHour: ratio(BigInt(Math.round(runsPerHour * 10_000)), 10_000n),
    usdPerRun: Object.fromEntries(
      all.map(([name, cost]) => [name, BigInt(Math.round(cost.at(runsPerHour)))]),
    ),
  }));
}

/** Those of some variants that can be had, with what they cost. */
type KnownCosts = readonly (readonly [CurveVariant, RateCost])[];

function costsAmong(names: readonly CurveVariant[], costs: Costs): KnownCosts {
  return names.flatMap((name) => {
    const cost = costs(name);
    return cost === undefined ? [] : [[name, cost] as const];
  });
}

function pointsOf(costs: Costs): readonly BreakEvenPoint[] {
  const [short, hour] = [costs("cache-5m"), costs("cache-1h")];
  const caching = costsAmong(["cache-5m", "cache-1h"], costs);
  return [
    ...meetings(["cache-5m", short], ["no-cache", costs("no-cache")]),
    ...meetings(["cache-1h", hour], ["cache-5m", short]),
    ...meetings(["batch", costs("batch")], ["cache-5m", cheapestOf(caching)]).map((point) => ({
      ...point,
      against: cheapestAt(caching, point.runsPerHour),
    })),
  ];
}

function meetings(
  [variant, cost]: readonly [CurveVariant, RateCost | undefined],
  [against, other]: readonly [CurveVariant, RateCost | undefined],
): readonly BreakEvenPoint[] {
  if (cost === undefined || other === undefined) return [];
  if (!cost.isQuick || !other.isQuick) return [];
  return findCrossings(cost, other).map((crossing) => ({ variant, against, ...crossing }));
}

function cheapestOf(costs: KnownCosts): RateCost | undefined {
  const all = costs.map(([, cost]) => cost);
  return all.length === 0
    ? undefined
    : {
        at: (runsPerHour) => Math.min(...all.map((cost) => cost.at(runsPerHour))),
        error: Math.max(...all.map(({ error }) => error)),
        isQuick: all.every(({ isQuick }) => isQuick),
      };
}

function cheapestAt(costs: KnownCosts, { n, d }: Ratio): CurveVariant {
  // What is so at any traffic is so at the least.
  const runsPerHour = n === 0n ? (rateGrid[0] ?? 0) : Number(n) / Number(d);
  const [first] = costs
    .map(([name, cost]) => ({ name, usd: cost.at(runsPerHour) }))
    .sort((a, b) => a.usd - b.usd);
  return first?.name ?? "cache-5m";
}
