import { ratioToNumber, type Ratio } from "../money.ts";

/** How runs arrive, as far as the busiest minute depends on it. */
export type PeakArrivals =
  | { readonly kind: "poisson" | "steady" }
  | { readonly kind: "burst"; readonly size: number }
  | {
      readonly kind: "schedule";
      readonly active: readonly { readonly start: number; readonly end: number }[];
    }
  | { readonly kind: "observed"; readonly pattern: PeakPattern | null };

interface PeakPattern {
  /** In order; milliseconds from the first. */
  readonly starts: readonly { readonly atMs: number }[];
  readonly lengthMs: number;
}

/** A minute that only one in a thousand is busier than: the standard normal's quantile of it. */
const quantile = 3.0902;
const minuteMs = 60_000;
const minutesPerMonth = 730 * 60;
const weekMs = 168 * 60 * minuteMs;

/** What one run asks for in each minute from its start, on the mean over a scenario's runs. */
export type MinuteLoads = readonly number[];

/**
 * How much of something a scenario's runs ask for in their busiest minute, of which `loads` says what
 * a run asks for minute by minute: of arrivals by chance the minute that one in a thousand is busier
 * than, of a burst the one it comes in. `times`: as many times as often as its traffic says.
 */
export function peakLoad(
  { arrivals, runsPerMonth }: { readonly arrivals: PeakArrivals; readonly runsPerMonth: Ratio },
  loads: MinuteLoads,
  times = 1,
): number {
  const perMinute = (ratioToNumber(runsPerMonth) / minutesPerMonth) * times;
  const total = loads.reduce((sum, load) => sum + load, 0);
  const parts = Math.max(1, loads.filter((load) => load > 0).length);
  const byChance = (mean: number): number => (busiest(mean * parts) * total) / parts;
  const together = (size: number): number =>
    Math.max(size * Math.max(0, ...loads), perMinute * total);
  let peak: number;
  switch (arrivals.kind) {
    case "poisson":
      peak = byChance(perMinute);
      break;
    case "schedule": {
      const active = arrivals.active.reduce((sum, { start, end }) => sum + end - start, 0);
      peak = byChance(active === 0 ? perMinute : (perMinute * weekMs) / active);
      break;
    }
    case "steady":
      peak = (Math.ceil(perMinute * parts) * total) / parts;
      break;
    case "burst":
      peak = together(Math.max(arrivals.size, perMinute));
      break;
    case "observed":
      peak =
        arrivals.pattern === null
          ? byChance(perMinute)
          : together(observedPeak(arrivals.pattern, perMinute));
      break;
  }
  return peak;
}

/**
 * How many events of a Poisson process there are at most in all minutes but one in a thousand, by its
 * mean a minute: the Cornish-Fisher expansion, never below the quantile's whole number by more than
 * one. Only a square root, which all machines round alike.
 */
function busiest(mean: number): number {
  if (mean <= 0) return 0;
  return Math.ceil(mean + quantile * Math.sqrt(mean) + (quantile * quantile - 1) / 6);
}

/** The most starts within a minute of a pattern, at so many runs a minute in place of its own. */
function observedPeak({ starts, lengthMs }: PeakPattern, perMinute: number): number {
  let most = 0;
  let from = 0;
  for (let to = 0; to < starts.length; to += 1) {
    while ((starts[to]?.atMs ?? 0) - (starts[from]?.atMs ?? 0) >= minuteMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  const own = (starts.length * minuteMs) / Math.max(1, lengthMs);
  return own === 0 ? perMinute : most * Math.max(1, perMinute / own);
}
