import { splitTokens } from "../billing/cache/layout.ts";
import type { Ratio } from "../money.ts";
import { certain, shareToChance } from "../traffic/chance.ts";
import { type Field, layField, type Reach, reach } from "./shared-cache.ts";
import { type Bound, type Footing, type RunFooting, standOn } from "./cache-view.ts";
import { replayRun } from "./replay.ts";
import type { CacheOutcome, MeasuredScenario } from "./projection.ts";
import { replaySteady } from "./steady.ts";

/** One end of what may be, or the middle of it. */
export interface Stance {
  readonly bound: Bound;
  /** The share of cache hits in a batch. */
  readonly hitShare: Ratio;
  /** `cold`: nothing is cached before the run. `expected`: as the traffic leaves it, or warm where there is none. */
  readonly warmth: "expected" | "cold";
}

/** One exchange with what the cache may do. */
export interface Foreseen {
  /** Index of its run. */
  readonly run: number;
  readonly footing: Footing;
  readonly outcomes: readonly CacheOutcome[];
}

export interface Foresight {
  /** Run by run, in order. */
  readonly foreseen: readonly Foreseen[];
  /** Some shared prefix is marked with different TTLs. */
  readonly mixed: boolean;
  /** After so many periods steady arrivals still did not repeat; null where they did or there are none. */
  readonly unsettled: number | null;
}

interface Cast {
  readonly scenario: MeasuredScenario;
  readonly population: readonly MeasuredScenario[];
}

/** In a batch nothing is in order: a share of the requests that could hit a prefix that others send too hits it, at its breakpoint. */
const reachInBatch = (footing: Footing, hitShare: Ratio): readonly Reach[] => {
  const deepest = footing.marks.findLast((mark) => mark.shared);
  const hit = shareToChance(hitShare);
  if (deepest === undefined || hit === 0n) return [{ block: -1, chance: certain }];
  const miss = { block: -1, chance: certain - hit };
  return [{ block: deepest.block, chance: hit }, ...(miss.chance > 0n ? [miss] : [])];
};

const layCast = ({ scenario, population }: Cast, runs: readonly RunFooting[], { bound, warmth }: Stance): Field => {
  if (warmth === "cold") return layField([{ scenario, runs, arrivals: "never" }]);
  if (scenario.traffic === null) return layField([{ scenario, runs, arrivals: "always" }]);
  const others = population.flatMap((other) =>
    other.traffic === null || other.tier === "batch"
      ? []
      : [{ scenario: other, runs: standOn(other, bound), arrivals: other.traffic.arrivals }],
  );
  return layField([{ scenario, runs, arrivals: scenario.traffic.arrivals }, ...others]);
};

/** What the cache may do to every exchange of a scenario. */
export const foresee = (cast: Cast, stance: Stance): Foresight => {
  const { scenario } = cast;
  const runs = standOn(scenario, stance.bound);
  const tell = (reachOf: (footing: Footing, run: number) => readonly Reach[]): readonly Foreseen[] =>
    runs.flatMap(({ exchanges }, run) =>
      exchanges.map((footing) => ({
        run,
        footing,
        outcomes: reachOf(footing, run).map(({ block, chance }) => ({ chance, ...splitTokens(footing.layout, block) })),
      })),
    );
  if (scenario.tier === "batch")
    return { foreseen: tell((footing) => reachInBatch(footing, stance.hitShare)), mixed: false, unsettled: null };
  const field = layCast(cast, runs, stance);
  if (scenario.traffic?.arrivals === "steady" && stance.warmth === "expected") {
    const { reaches, unsettled } = replaySteady(runs, field);
    return { foreseen: tell((footing) => reaches.get(footing) ?? []), mixed: field.mixed, unsettled };
  }
  const own = runs.map(({ exchanges }) => replayRun(exchanges, field.lifetime));
  return { foreseen: tell((footing, run) => reach(footing, own[run]?.get(footing) ?? -1, field)), mixed: field.mixed, unsettled: null };
};
