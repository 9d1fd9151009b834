/** What was really used and billed, whatever says so: CSV files, reports, recordings. */
import type { Quantities } from "../billing/ledger/ledger.ts";
import type { Day } from "../day.ts";
import type { RateKey } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import type { Problem } from "../problem.ts";

/** Where a bill comes from, with how people read it. */
export const sourceTitles = {
  analytics: "the analytics reports",
  reports: "the usage and cost reports",
  console: "the Console's CSV export",
  recordings: "recorded usage, at list prices",
} as const;
export type SourceKind = keyof typeof sourceTitles;
export const sourceKinds: readonly SourceKind[] = ["analytics", "reports", "console", "recordings"];

/** What cost is of: the names of the vendor's reports (billing.md §8), `other` for new ones. */
export const costTypes = [
  "tokens",
  "web_search",
  "code_execution",
  "session_usage",
  "other",
] as const;
export type CostType = (typeof costTypes)[number];

/** Tokens that were used on one day by one model at one rate. */
export interface RealUsage extends Pick<RateKey, "band" | "geo" | "speed"> {
  readonly day: Day;
  /** A price book id where the model is known, else the name as given. */
  readonly model: string;
  /** As the source names it: `standard`, `batch`, `priority`, or a newer one. */
  readonly tier: string;
  readonly quantities: Quantities;
  /** Null: the source does not count requests. */
  readonly requests: number | null;
}

/** What something cost on one day. */
export interface RealCharge {
  readonly day: Day;
  readonly costType: CostType;
  /** Null where it is no model's: code execution, web searches. */
  readonly model: string | null;
  /** Null: the source does not say. */
  readonly tier: string | null;
  /** After discounts, before credits. */
  readonly usd: Pico;
  /** Before discounts; null: the source does not say. */
  readonly listUsd: Pico | null;
}

/** A bill as one source has it. */
export interface RealBill {
  readonly source: SourceKind;
  /** Null: the source says cost only. */
  readonly usage: readonly RealUsage[] | null;
  /** Null: the source says usage only, which is priced at the list. */
  readonly charges: readonly RealCharge[] | null;
  /** The last whole day it is complete for; null: it does not say. */
  readonly completeTo: Day | null;
  readonly problems: readonly Problem[];
}

/** What is asked of a source besides its days; nulls ask for all. */
export interface Filters {
  readonly workspace: string | null;
  readonly apiKeyId: string | null;
}
