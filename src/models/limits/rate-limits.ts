import type { ModelId } from "../ids.ts";
import { findModel } from "../lookup.ts";

/** The tiers of an organisation whose limits are published (billing.md §7), smallest first. */
export const rateTiers = ["start", "build", "scale"] as const;
export type RateTier = (typeof rateTiers)[number];

/**
 * What a tier allows the models of one group together, a minute: requests, input tokens (those
 * written to the cache too, those read from it not), output tokens (billing.md §7).
 */
export interface RateLimits {
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Models that are limited together. */
export interface ModelGroup {
  /** As people call it. */
  readonly name: string;
  readonly models: readonly ModelId[];
  /** Null: nobody published them. */
  readonly limits: Readonly<Record<RateTier, RateLimits>> | null;
  /** The group is confirmed, its numbers are those of its neighbours. */
  readonly inferred: boolean;
}

const usual = {
  start: { requests: 1_000, inputTokens: 2_000_000, outputTokens: 400_000 },
  build: { requests: 5_000, inputTokens: 5_000_000, outputTokens: 1_000_000 },
  scale: { requests: 10_000, inputTokens: 10_000_000, outputTokens: 2_000_000 },
} as const satisfies ModelGroup["limits"];

const fable = {
  start: { requests: 1_000, inputTokens: 500_000, outputTokens: 100_000 },
  build: { requests: 2_000, inputTokens: 1_500_000, outputTokens: 300_000 },
  scale: { requests: 4_000, inputTokens: 4_000_000, outputTokens: 800_000 },
} as const satisfies ModelGroup["limits"];

/** The groups and their limits on the Claude API (billing.md §7). */
export const modelGroups: readonly ModelGroup[] = [
  group("Fable 5 and 5.1", ["claude-fable-5", "claude-fable-5-1"], { limits: fable }),
  group("Fable 5.2", ["claude-fable-5-2"], { limits: null }),
  group("Mythos 5, 5.1 and 5.2", ["claude-mythos-5", "claude-mythos-5-1", "claude-mythos-5-2"], {
    limits: null,
  }),
  group("Opus 5.5", ["claude-opus-5-5"], { limits: usual, inferred: true }),
  group("Opus 5", ["claude-opus-5"], { limits: usual }),
  group(
    "Opus 4.5 to 4.8",
    ["claude-opus-4-5", "claude-opus-4-6", "claude-opus-4-7", "claude-opus-4-8"],
    { limits: usual },
  ),
  group("Sonnet 5.5", ["claude-sonnet-5-5"], { limits: usual, inferred: true }),
  group("Sonnet 5", ["claude-sonnet-5"], { limits: usual }),
  group("Sonnet 4.x", ["claude-sonnet-4-20250514", "claude-sonnet-4-5", "claude-sonnet-4-6"], {
    limits: usual,
  }),
  group("Haiku 5.5", ["claude-haiku-5-5"], { limits: usual }),
  group("Haiku 4.5", ["claude-haiku-4-5"], { limits: usual }),
];

function group(
  name: string,
  models: readonly ModelId[],
  { limits, inferred = false }: Pick<ModelGroup, "limits"> & { readonly inferred?: boolean },
): ModelGroup {
  return { name, models, limits, inferred };
}

const groupOfModel = new Map<string, ModelGroup>(
  modelGroups.flatMap((each) => each.models.map((model) => [model, each] as const)),
);

/**
 * The group that a model's requests are limited in. Null: nothing is known of it, or the name is a
 * cloud's or a reseller's, which set limits of their own.
 */
export function modelGroupOf(name: string): ModelGroup | null {
  const named = findModel(name);
  if (named === null || named.platform !== "claude" || named.reseller !== null) return null;
  return groupOfModel.get(named.model.id) ?? null;
}

/** What is limited a minute, in the order of the reference, and what people call it. */
export const limitNames = {
  requests: "RPM",
  inputTokens: "ITPM",
  outputTokens: "OTPM",
} as const satisfies Readonly<Record<keyof RateLimits, string>>;
