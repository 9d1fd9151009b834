import type { Path } from "../json.ts";
import type { PriceOverride } from "../models/rates.ts";
import type { Pico, Ratio } from "../money.ts";
import type { Place } from "../problem.ts";

/** Where the baseline stands, from the config's folder, unless `baseline:` names another path. */
export const defaultBaseline = ".promptcost/baseline.json";

/** What `promptcost.yml` says, checked and with its defaults filled in. */
export interface Config {
  /** Path of the file from the repository's root. */
  readonly file: string;
  readonly scenarios: readonly ScenarioConfig[];
  /** Limits on the sum of all scenarios. */
  readonly budget: Budget | null;
  readonly groups: readonly GroupConfig[];
  /** Path of the baseline from the repository's root. */
  readonly baseline: string;
  readonly prices: readonly PriceOverride[];
  readonly onNoBase: "judge" | "error";
  /** What one `replay` may spend; null where the file does not say. */
  readonly replayMaxUsd: Pico | null;
  /** Where a value stands in the file, for problems found later. */
  readonly locate: (path: Path) => Place;
}

export interface GroupConfig {
  readonly name: string;
  readonly scenarios: readonly string[];
  readonly budget: Budget;
}

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
  readonly batchHitShare: Ratio;
  /** Fills for `{{name}}` that stand beside no `$file`. Checked by `fixture/`. */
  readonly vars: Readonly<Record<string, VariableConfig>>;
}

export interface VariableConfig {
  readonly value: string | { readonly tokens: number } | null;
  readonly changes: Changes;
  readonly literal: boolean;
}

/** How often a filled text changes: a number is that many equally likely values. */
export type Changes = "never" | "day" | "run" | "request" | number;

export interface Traffic {
  /** Runs per month of 730 hours, exact. */
  readonly runsPerMonth: Ratio;
  /** As written, for people: `200k/month`. */
  readonly written: string;
  readonly arrivals: "poisson" | "steady";
  /** How much of a level all runs send byte for byte; from the first block on. */
  readonly shared: SharedRule;
}

/**
 * Per level: `all`, a number of tokens, or a number of blocks. A level left out follows the
 * fixtures.
 */
export interface SharedRule {
  readonly tools?: SharedShare;
  readonly system?: SharedShare;
  readonly messages?: SharedShare;
}

export type SharedShare = "all" | { readonly tokens: number } | { readonly blocks: number };

export interface Budget {
  readonly monthly: Pico | null;
  readonly perRun: Pico | null;
  /** `percent` is in percent: 5 for `percent: 5`. Both must be passed to exceed it. */
  readonly increase: { readonly percent: Ratio | null; readonly atLeast: Pico | null } | null;
  /** A share between 0 and 1. */
  readonly cacheHitRate: Ratio | null;
  readonly action: "fail" | "warn";
}

export type VariantName =
  | "as-written"
  | "no-cache"
  | "cache-5m"
  | "cache-1h"
  | "batch"
  | "batch+cache"
  | `model:${string}`;
