import type { Day } from "../digest.ts";
import { parseUsd, type Pico } from "../money.ts";
import type { Model } from "./model.ts";

/**
 * One row of the price book. `sources` are keys of billing.md §0: CC (the vendor's own client),
 * DOCS-AUG and DOCS-NOV (the vendor's pages), SKILL and SKILL-NOV (its API documents), SDK, DEPR
 * (lifecycle), then third parties.
 */
export interface ModelEntry {
  readonly model: Model;
  /** Null: before anything we have dates of. */
  readonly releasedOn: Day | null;
  readonly retiresNotBefore: Day | null;
  /** Output limit in a batch with the beta `output-300k-2026-03-24`; null: the ordinary limit. */
  readonly maxOutputInBatch: number | null;
  readonly bedrockIds: readonly string[];
  readonly vertexIds: readonly string[];
  /** Regional cloud endpoints cost 10 % more: the 4.5 generation and later (billing.md §1.6). */
  readonly regionalPremium: boolean;
  /** Oldest first; the last is in force. A period ends the day before the next begins. */
  readonly periods: readonly PricePeriod[];
  readonly sources: readonly string[];
}

export interface PricePeriod {
  /** First UTC day; null: since the model's release, undated. */
  readonly from: Day | null;
  readonly list: ClassPrices;
  readonly long?: LongBand;
  readonly fast?: ClassPrices;
  /**
   * What `speed: "fast"` does where fast mode is over: it bills as standard, or the API refuses it.
   */
  readonly afterFast?: "standard" | "refused";
}

/**
 * Prices of a whole request whose prompt (input + writes + reads) is strictly larger than `over`
 * tokens (billing.md §1.3).
 */
export interface LongBand {
  readonly over: number;
  readonly prices: ClassPrices;
  readonly fast?: ClassPrices;
  /** The beta header without which the API refuses such a prompt. */
  readonly beta?: string;
}

/** Pico-dollars per token; null: nobody published it. */
export interface ClassPrices {
  readonly input: Pico | null;
  readonly output: Pico | null;
  readonly cacheWrite5m: Pico | null;
  readonly cacheWrite1h: Pico | null;
  readonly cacheRead: Pico | null;
}

/**
 * Prices in USD per million tokens, in the order of the vendor's tables: input, output, 5m write,
 * 1h write, read.
 */
export function prices(
  input: string | null,
  output: string | null,
  cacheWrite5m: string | null,
  cacheWrite1h: string | null,
  cacheRead: string | null,
): ClassPrices {
  return {
    input: perMillion(input),
    output: perMillion(output),
    cacheWrite5m: perMillion(cacheWrite5m),
    cacheWrite1h: perMillion(cacheWrite1h),
    cacheRead: perMillion(cacheRead),
  };
}

function perMillion(usd: string | null): Pico | null {
  if (usd === null) return null;
  const pico = parseUsd(usd);
  if (pico === null || pico % 1_000_000n !== 0n)
    throw new RangeError(`not a price per million tokens: ${usd}`);
  return pico / 1_000_000n;
}

/** What all models since Opus 4.7 have in common (billing.md §1.1, §5, §6). */
export const sinceOpus47 = {
  status: "active",
  retiresOn: null,
  contextWindow: 1_000_000,
  maxOutput: 128_000,
  tokenizer: "v4.7",
  imageTier: "high",
  keepsPriorThinking: true,
  forcedToolChoiceAllowed: true,
  thinksByDefault: true,
  defaultEffort: "high",
  dataResidency: true,
} as const;

/** What the models up to Claude 4.5 have in common. */
export const upTo45 = {
  contextWindow: 200_000,
  tokenizer: "v3",
  frame: "A",
  frameInferred: false,
  imageTier: "standard",
  keepsPriorThinking: false,
  forcedToolChoiceAllowed: true,
  thinksByDefault: false,
  defaultEffort: "high",
  dataResidency: false,
} as const;
