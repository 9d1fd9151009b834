import type { Traffic } from "../../config/config.ts";
import { placeInBody } from "../../fixture/body-places.ts";
import {
  limitNames,
  modelGroupOf,
  type ModelGroup,
  type RateLimits,
  type RateTier,
} from "../../models/limits/rate-limits.ts";
import { multiplyRatio, ratio, ratioToNumber, type Ratio } from "../../money.ts";
import { namesOf } from "../../names.ts";
import { descendingBy } from "../../order.ts";
import type { Projection } from "../../projection/projection.ts";
import { peakLoad, type PeakArrivals } from "../../traffic/peak.ts";
import { groupDigits, listNames, quoteNames } from "../../words.ts";
import type { AdviceContext, Proposal } from "../advice.ts";
import { groupLoads, type GroupLoad } from "./group-load.ts";

/** From this share of a limit on, the peak is said to come near it. */
const near = 0.8;

/**
 * Traffic at its peak against the limits of the stated tier, by group of models: the first limit to
 * break, and at how many runs an hour. Scenarios that use one group add up; the one that asks most of
 * the group says so. Where nobody published a group's limits, that is said, and none is assumed.
 */
export function rateLimit(context: AdviceContext): readonly Proposal[] {
  const { scenario, measured, projection } = context;
  const tier = scenario.config.rateTier;
  const { traffic } = measured;
  if (tier === undefined || traffic === null) return [];
  return [...groupLoads(measured, atHighEnd(traffic, projection, context))].flatMap(
    ([group, load]) => {
      const change =
        group.limits === null
          ? unknownWords(group, peaksOf(traffic, load))
          : breakWords(context, { group, limits: group.limits[tier], load, traffic, tier });
      return change === null ? [] : [proposalFor(group, change, context)];
    },
  );
}

/** The projection at the high end of a range, where the traffic is one. */
function atHighEnd(traffic: Traffic, own: Projection, context: AdviceContext): Projection {
  const { runsPerMonth } = peakTraffic(traffic);
  if (runsPerMonth === traffic.runsPerMonth) return own;
  return context.project({ ...context.measured, traffic: { ...traffic, runsPerMonth } });
}

/** Traffic at the high end of its range. */
function peakTraffic({
  arrivals,
  runsPerMonth,
  range,
}: Traffic & { readonly range?: { readonly high: Ratio } | null }): {
  readonly arrivals: PeakArrivals;
  readonly runsPerMonth: Ratio;
} {
  return {
    arrivals: typeof arrivals === "string" ? { kind: arrivals } : arrivals,
    runsPerMonth: range?.high ?? runsPerMonth,
  };
}

function proposalFor(group: ModelGroup, change: string, { measured }: AdviceContext): Proposal {
  const exchanges = measured.runs.flatMap((run) => run.exchanges);
  const first = exchanges.find(({ prompt }) => modelGroupOf(prompt.model) === group);
  return {
    code: "rate-limit",
    change,
    place:
      first === undefined
        ? { file: null, line: null, column: null, path: null }
        : placeInBody(first.exchange, "model"),
    block: null,
    confidence: "likely",
    changed: null,
  };
}

type Peaks = { readonly [Limit in keyof RateLimits]: number };

function peaksOf(traffic: Traffic, load: GroupLoad, times = 1): Peaks {
  return {
    requests: peakLoad(peakTraffic(traffic), load.requests, times),
    inputTokens: peakLoad(peakTraffic(traffic), load.inputTokens, times),
    outputTokens: peakLoad(peakTraffic(traffic), load.outputTokens, times),
  };
}

function unknownWords({ name }: ModelGroup, peaks: Peaks): string {
  return (
    `look up the rate limits of ${name}: nobody published them; at its peak the traffic is ` +
    `${whole(peaks.requests)} requests, ${whole(peaks.inputTokens)} input and ` +
    `${whole(peaks.outputTokens)} output tokens a minute`
  );
}

/** What of a group's limits the scenario, with the others that use the group, comes to. */
function breakWords(
  context: AdviceContext,
  of: {
    readonly group: ModelGroup;
    readonly limits: RateLimits;
    readonly load: GroupLoad;
    readonly traffic: Traffic;
    readonly tier: RateTier;
  },
): string | null {
  const { group, limits, load, traffic, tier } = of;
  const own = peaksOf(traffic, load);
  const others = othersIn(group, context);
  const sumOf = (name: keyof RateLimits): number =>
    own[name] + others.reduce((sum, { peaks }) => sum + peaks[name], 0);
  const shareOf = (name: keyof RateLimits): number => sumOf(name) / limits[name];
  const [first] = [...namesOf(limitNames)].sort(descendingBy(shareOf));
  if (first === undefined || shareOf(first) < near) return null;
  if (others.some(({ peaks, id }) => speaksFirst(peaks[first], own[first], id, context)))
    return null;
  const left = limits[first] - (sumOf(first) - own[first]);
  const perHour = runsPerHourWithin(
    left,
    (times) => peakLoad(peakTraffic(traffic), load[first], times),
    traffic,
  );
  const with_ = quoteNames(others.map(({ id }) => id));
  const isBroken = shareOf(first) > 1;
  return (
    `${isBroken ? "ask for a higher tier than" : "mind the limits of"} \`${tier}\`, or spread the traffic: ` +
    `${limitNames[first]} of ${group.name} is ${groupDigits(limits[first])}` +
    `${group.inferred ? " (not confirmed, as of its neighbours)" : ""}, the traffic at its peak ` +
    `${whole(sumOf(first))} a minute${with_.length === 0 ? "" : ` together with ${listNames(with_, "and")}`}; ` +
    `it is the first limit to break, at ${perHour} runs an hour`
  );
}

function speaksFirst(
  theirs: number,
  own: number,
  id: string,
  { scenario }: AdviceContext,
): boolean {
  return theirs > own || (theirs === own && id < scenario.config.id);
}

/** The other scenarios that use a group, with their peaks. */
function othersIn(
  group: ModelGroup,
  { scenario, scenarios }: AdviceContext,
): readonly { readonly id: string; readonly peaks: Peaks }[] {
  return scenarios.flatMap(({ scenario: other, measured, projection }) => {
    const { traffic } = measured;
    if (other.config.id === scenario.config.id || traffic === null) return [];
    const load = groupLoads(measured, projection).get(group);
    return load === undefined ? [] : [{ id: other.config.id, peaks: peaksOf(traffic, load) }];
  });
}

/**
 * The most runs an hour whose peak stays within so much a minute, all else as it is; a whole number
 * from ten on.
 */
function runsPerHourWithin(
  most: number,
  peakAt: (times: number) => number,
  traffic: Traffic,
): string {
  const perHour = ratioToNumber(multiplyRatio(peakTraffic(traffic).runsPerMonth, ratio(1n, 730n)));
  let [low, high] = [0, 1];
  while (peakAt(high) <= most && high < 1e9) high *= 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (peakAt(middle) <= most) low = middle;
    else high = middle;
  }
  const runs = low * perHour;
  if (runs < 0.01) return "any number of";
  return runs >= 10 ? groupDigits(Math.floor(runs)) : String(Math.floor(runs * 100) / 100);
}

function whole(amount: number): string {
  return groupDigits(Math.ceil(amount));
}
