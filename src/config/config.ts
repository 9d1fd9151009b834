import type { Level } from "../api/request.ts";
import type { Path } from "../json.ts";
import type { RateTier } from "../models/limits/rate-limits.ts";
import type { PriceOverride } from "../models/rates.ts";
import type { Pico, Ratio } from "../money.ts";
import type { Place } from "../problem.ts";
import type { AcceptEntry } from "./accept/entry.ts";
import type { Arrivals } from "./arrivals/arrivals.ts";
import type { Limit } from "./limits.ts";

/** Where the baseline stands, from the config's folder, unless `baseline:` names another path. */
export const defaultBaseline = ".promptcost/baseline.json";

/** The folder that `record` writes into, from the config's folder, unless `record:` names another. */
export const defaultRecordedInto = "fixtures/recorded";

/** The variants with a name of their own; what each does to a scenario is in `variants/`. */
export const plainVariants = [
  "as-written",
  "no-cache",
  "cache-5m",
  "cache-1h",
  "auto-5m",
  "auto-1h",
  "keep-alive",
  "best",
  "batch",
  "batch+cache",
] as const;
export type PlainVariant = (typeof plainVariants)[number];
/** Names that stand for several variants: `models` for `model:<id>` of every current model. */
export const variantGroups = ["models"] as const;
export type VariantGroup = (typeof variantGroups)[number];
/** Variants that name something besides themselves: a model, a share of runs for it, an effort. */
export const variantFamilies = ["model", "route", "effort"] as const;
export type VariantFamily = (typeof variantFamilies)[number];
/** Another way to run a scenario. */
export type VariantName = PlainVariant | VariantGroup | `${VariantFamily}:${string}`;

/** How often a text may change, where that is no number of equally likely values. */
export const frequencies = ["never", "day", "run", "request"] as const;
/** How often a filled text changes: a number is that many equally likely values. */
export type Changes = (typeof frequencies)[number] | number;

/** What an exceeded limit does, gravest first; the first where the file does not say. */
export const budgetActions = ["fail", "warn"] as const;
/**
 * What a limit does that the interval of its figure could turn around; the first where the file does
 * not say. `judge`: the figure decides; `pass`: it counts as kept; `warn`; `fail`: it counts as
 * exceeded.
 */
export const uncertainActions = ["judge", "pass", "warn", "fail"] as const;
export type UncertainAction = (typeof uncertainActions)[number];
/** What `check` does where there is no base; the first where the file does not say. */
export const noBaseActions = ["judge", "error"] as const;

/** What `promptcost.yml` says, checked and with its defaults filled in. */
export interface Config {
  /** Path of the file from the repository's root. */
  readonly file: string;
  readonly scenarios: readonly ScenarioConfig[];
  /** Limits on the sum of all scenarios. */
  readonly budget: Budget | null;
  readonly groups: readonly GroupConfig[];
  /** Increases that are meant: `accept:`, in the order of the file. */
  readonly accept: readonly AcceptEntry[];
  /** Path of the baseline from the repository's root. */
  readonly baseline: string;
  readonly prices: readonly PriceOverride[];
  /** What other names of models mean, by name: `models:`. */
  readonly models: ModelAliases;
  /** Keys of requests that the API knows and this version does not: they are not counted. */
  readonly extraKeys: readonly string[];
  readonly onNoBase: (typeof noBaseActions)[number];
  /** Of budgets that do not say it themselves. */
  readonly onUncertain: UncertainAction;
  /** The folder of snapshots, from the repository's root: a folder in it is a scenario. */
  readonly recordInto: string;
  /** Patterns of texts that `record` replaces before it keeps anything (`search-pattern.ts`). */
  readonly redact: readonly string[];
  /** What one `replay` may spend, pico-dollars; null where the file does not say. */
  readonly replayMaxUsd: Pico | null;
  /** Where a value stands in the file, for problems found later. */
  readonly locate: (path: Path) => Place;
}

/** Known ids by the names that mean them: deployments, aliases of a proxy. */
export type ModelAliases = ReadonlyMap<string, string>;

/** Scenarios that have a budget together. */
export interface GroupConfig {
  readonly name: string;
  /** Their ids. */
  readonly scenarios: readonly string[];
  readonly budget: Budget;
}

/** All but `id`, `budget` and `rateTier` is part of what a baseline's `inputs` digest is made of. */
export interface ScenarioConfig {
  readonly id: string;
  /** Globs and paths from the repository's root. */
  readonly fixtures: readonly string[];
  readonly traffic: Traffic | null;
  readonly variants: readonly VariantName[];
  readonly budget: Budget | null;
  /** Output tokens of a dry exchange that does not say its own. */
  readonly output: number | null;
  /** Scenarios with the same group share a prompt cache. */
  readonly cacheGroup: string | null;
  /** Whose rate limits its traffic is held against; left out where the file does not say. */
  readonly rateTier?: RateTier;
  /** Share of the requests of a batch that hit a cache another could have written. */
  readonly batchHitShare: Ratio;
  /** What fills `{{name}}` where the `$file` itself does not say. Checked by `fixture/`. */
  readonly vars: Readonly<Record<string, VariableConfig>>;
}

/** What fills `{{name}}`, or that it is meant literally. */
export interface VariableConfig {
  /** Null where it is literal. */
  readonly value: string | { readonly tokens: number } | null;
  readonly changes: Changes;
  readonly literal: boolean;
}

/** The ends of a range of runs that figures and budgets may be judged at; the first by default. */
export const rangeEnds = ["high", "low"] as const;
export type RangeEnd = (typeof rangeEnds)[number];

/** How often a scenario runs, and what its runs have in common. */
export interface Traffic {
  /**
   * Runs per month of 730 hours, exact; of a range the end that figures and budgets are judged at.
   * Where `runs` is not stated (`arrivals: observed` alone), none until the times are read.
   */
  readonly runsPerMonth: Ratio;
  /** Both ends of a range, runs per month; null where `runs` is one rate. */
  readonly range: { readonly low: Ratio; readonly high: Ratio } | null;
  readonly judgedAt: RangeEnd;
  /** As written, for people: `200k/month`; empty where `runs` is not stated. */
  readonly written: string;
  readonly arrivals: Arrivals;
  /** How much of a level all runs send byte for byte; from the first block on. */
  readonly shared: SharedRule;
  /** Between exchanges of a run that have no times; null: not stated. */
  readonly gapMs: number | null;
  /**
   * How long after a request's start what it wrote can be read, the stated assumption; 0: by any
   * request that starts later.
   */
  readonly readableAfterMs: number;
}

/**
 * Per level: `all`, a number of tokens, or a number of blocks. A level left out follows the
 * fixtures.
 */
export type SharedRule = { readonly [Each in Level]?: SharedShare };

/** How much of one level is the same in all runs. */
export type SharedShare = "all" | { readonly tokens: number } | { readonly blocks: number };

/** The limits of a scenario, of a group, or of all together. */
export interface Budget {
  /** At most one of a kind, in the order of the kinds. */
  readonly limits: readonly Limit[];
  readonly action: (typeof budgetActions)[number];
  /** Null where the budget does not say: then it does as the file. */
  readonly onUncertain: UncertainAction | null;
}
