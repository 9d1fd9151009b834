import { levels } from "../api/request.ts";
import type { CacheSplit } from "../billing/cache/split.ts";
import type { Ledger } from "../billing/ledger/ledger.ts";
import type { SharedRule, Traffic } from "../config/config.ts";
import type { Exchange, Run } from "../fixture/fixture.ts";
import type { JsonObject } from "../json.ts";
import type { Pico, Ratio } from "../money.ts";
import type { Problem } from "../problem.ts";
import type { RateKey } from "../models/rates.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Count, OutputCount } from "../tokens/count.ts";
import type { Pass } from "./passes.ts";

/** An exchange with everything a projection needs to know of it. */
export interface MeasuredExchange {
  readonly exchange: Exchange;
  readonly prompt: Prompt;
  readonly count: Count;
  readonly output: OutputCount;
  /** The body whose settings earned its recorded answer; its own where none is recorded. */
  readonly earned: JsonObject;
  /** Searches that are billed by use (billing.md §1.5). */
  readonly webSearches: number;
  readonly speed: "standard" | "fast";
  /** `open`: a cloud's endpoint of which nobody says whether it is regional. */
  readonly geo: RateKey["geo"] | "open";
  /** What the API adds to the request besides its first pass, as recorded. */
  readonly passes: readonly Pass[];
}

/** A run with its exchanges measured. `weight`: its part in the mix of a scenario's runs. */
export interface MeasuredRun {
  readonly run: Run;
  readonly weight: number;
  readonly exchanges: readonly MeasuredExchange[];
}

/** A scenario, a variant of one, or a step of a comparison: what `project` takes. */
export interface MeasuredScenario {
  readonly id: string;
  readonly runs: readonly MeasuredRun[];
  readonly traffic: Traffic | null;
  readonly shared: SharedRule;
  /** `batch`: all at the batch price; a share of `batchHitShare` of the requests hits the cache. */
  readonly tier: "standard" | "batch";
  readonly batchHitShare: Ratio;
  /** Requests that are billed as passes keep its shared prefixes alive between its runs. */
  readonly keptAlive?: true;
}

/** Whether any request of a scenario sets a breakpoint. */
export function hasBreakpoints(scenario: MeasuredScenario): boolean {
  return scenario.runs.some((run) =>
    run.exchanges.some(({ prompt }) => prompt.breakpoints.length > 0),
  );
}

/** A scenario's expected ledger and cost. Money is rounded once, half-even, to pico-dollars. */
export interface Projection {
  /** Of one run, expected over the mix of fixtures by weight and over what the cache holds. */
  readonly perRun: Ledger;
  readonly usdPerRun: Pico;
  /** Null without traffic. */
  readonly usdPerMonth: Pico | null;
  /** Cost per run with nothing cached before the run; given where there is no traffic. */
  readonly coldUsdPerRun: Pico | null;
  /**
   * The least and the most it costs with every count at either end of its interval, an open region
   * either way and, in a batch, at the usual shares of hits.
   */
  readonly range: { readonly low: ProjectedCost; readonly high: ProjectedCost };
  /**
   * read / (input + writes + read), tokens; null where nothing could be cached because no
   * breakpoint is set.
   */
  readonly hitRate: Ratio | null;
  /** Its ends over the same assumptions as those of `range`; null where there is none. */
  readonly hitRateRange: { readonly low: Ratio; readonly high: Ratio } | null;
  /** Tokens of one run by part, expected over the mix of fixtures. */
  readonly tokens: {
    readonly tools: Ratio;
    readonly system: Ratio;
    readonly messages: Ratio;
    readonly output: Ratio;
  };
  /** The largest request and answer by part; a part is null where the scenario has no exchange. */
  readonly largest: LargestParts;
  /** Tokens of one run, expected, that go through the Message Batches API, and the others. */
  readonly batched: { readonly batch: TokenSpan; readonly single: TokenSpan };
  readonly exchanges: readonly ProjectedExchange[];
  /** What each run costs, and which share of the scenario's runs it is. */
  readonly runCosts: readonly RunCost[];
  /** What nine of ten runs cost at most, pico-dollars; null where there is one run. */
  readonly p90UsdPerRun: Pico | null;
  /** What keeps the figures from being whole, or makes their prices doubtful; among `problems`. */
  readonly unpriced: readonly Problem[];
  readonly problems: readonly Problem[];
}

/** The parts of an exchange whose tokens a budget may hold. */
export const sizedParts = ["prompt", ...levels, "output"] as const;
export type SizedPart = (typeof sizedParts)[number];

/** How many tokens a part of an exchange has, and which exchange that is. */
export interface PartSize {
  readonly tokens: number;
  readonly low: number;
  readonly high: number;
  readonly exchange: string;
}

export type LargestParts = Readonly<Record<SizedPart, PartSize | null>>;

/** Expected tokens with the ends of their interval. */
export interface TokenSpan {
  readonly tokens: Ratio;
  readonly low: Ratio;
  readonly high: Ratio;
}

/** What one run of a scenario costs, pico-dollars, exactly. */
export interface RunCost {
  /** Of the scenario's runs, of 1. */
  readonly share: Ratio;
  readonly usd: Ratio;
}

/** Expected cost, pico-dollars. `usdPerMonth` is null without traffic. */
export interface ProjectedCost {
  readonly usdPerRun: Pico;
  readonly usdPerMonth: Pico | null;
}

/** One exchange's part, for `explain` and for causes. Per run of its fixture. */
export interface ProjectedExchange {
  readonly run: string;
  readonly exchange: string;
  readonly index: number;
  /** Share of the scenario's runs: weight over the sum of weights. */
  readonly share: Ratio;
  readonly ledger: Ledger;
  /** The rate of its own prompt and answer. */
  readonly rate: RateKey;
  /** What the cache may do, deepest hit first; the chances add up to 2⁴⁰. */
  readonly outcomes: readonly CacheOutcome[];
}

/** One way the cache may serve an exchange, with how its input tokens divide then. */
export interface CacheOutcome extends CacheSplit {
  /** Over 2⁴⁰. */
  readonly chance: bigint;
}
