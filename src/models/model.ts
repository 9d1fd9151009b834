import type { Day } from "../day.ts";
import type { Framing } from "./framing.ts";
import type { ModelId } from "./ids.ts";
import type { PricePeriod } from "./prices.ts";

/**
 * Everything known of a model. Adding one is a file with this record, its id in `ids.ts`, and its
 * line in `catalogue.ts`. Sources: prices.json, billing.md §1, §2, §5, framing-messages.md.
 */
export interface Model {
  /** The id prices are kept under. */
  readonly id: ModelId;
  /** Other first-party names of the same model, dated ids among them. */
  readonly aliases: readonly string[];
  readonly bedrockIds: readonly string[];
  readonly vertexIds: readonly string[];
  /** Regional cloud endpoints cost 10 % more: the 4.5 generation and later (billing.md §1.6). */
  readonly regionalPremium: boolean;

  readonly status: "active" | "deprecated" | "retired";
  /** Null: before anything we have dates of. */
  readonly releasedOn: Day | null;
  /** On the Claude API (billing.md §1.2). */
  readonly retiresOn: Day | null;
  readonly retiresNotBefore: Day | null;

  /** Tokens a prefix needs to be cached at all. Null: nobody published it. */
  readonly minCacheTokens: number | null;
  /** Null: nobody measured it, and nothing is assumed to be kept (caching-rules.md §2). */
  readonly effortChange: EffortChange | null;
  /** Limits in tokens: prompt and answer together, and the answer alone. */
  readonly contextWindow: number;
  readonly maxOutput: number;
  /** Output limit in a batch with the beta `output-300k-2026-03-24`; null: the ordinary limit. */
  readonly maxOutputInBatch: number | null;

  readonly tokenizer: TokenizerFamily;
  readonly framing: Framing;
  /** How large a picture may be before it is scaled down (billing.md §5); null: unknown. */
  readonly imageTier: "standard" | "high" | null;

  /** Whether thinking of earlier turns stays in the prompt (caching-rules.md §8). */
  readonly keepsPriorThinking: boolean;
  /** Whether leaving `thinking` out means adaptive thinking (billing.md §5). */
  readonly thinksByDefault: boolean;
  /** Whether `thinking: disabled` is refused (billing.md §5). */
  readonly alwaysThinks: boolean;
  /** Whether `thinking.budget_tokens` is accepted: until Opus 4.7 (billing.md §5). */
  readonly thinkingBudgetAllowed: boolean;
  /** What leaving `output_config.effort` out means (billing.md §5, Effort). */
  readonly defaultEffort: "medium" | "high";

  /** The levels of `output_config.effort`; none where the parameter is refused (billing.md §5). */
  readonly effortLevels: readonly EffortLevel[];
  /** Whether `thinking: disabled` is refused above the effort `high` (billing.md §5). */
  readonly thinksAboveHigh: boolean;
  /** Whether `thinking: between_tools` is accepted, up to the effort `high` (billing.md §5). */
  readonly betweenToolsAllowed: boolean;
  /**
   * Whether a system message may stand inside the conversation (caching-rules.md §8); `disputed`:
   * the vendor's documents say no, recordings were answered.
   */
  readonly systemMessages: "allowed" | "disputed" | "refused";
  /** Whether such a message may set the effort (caching-rules.md §8). */
  readonly messageEffortAllowed: boolean;
  /** Whether computer tools before `computer_toolset_20260801` are accepted (billing.md §8). */
  readonly olderComputerAllowed: boolean;
  /** Whether the messages may end in the assistant's, for the model to go on with. */
  readonly prefillAllowed: boolean;
  readonly forcedToolChoiceAllowed: boolean;
  /** Whether `inference_geo` is accepted (1.1 × on every class when `us`). */
  readonly dataResidency: boolean;

  /** Published tool-use system prompt, tokens (billing.md §5); null: unknown, or refused. */
  readonly toolPrompt: { readonly auto: number | null; readonly forced: number | null };
  /** Oldest first; the last is in force. */
  readonly periods: readonly PricePeriod[];
  /**
   * Keys of billing.md §0: CC (the vendor's own client), DOCS-AUG and DOCS-NOV (the vendor's
   * pages), SKILL and SKILL-NOV (its API documents), SDK, DEPR (lifecycle), then third parties.
   */
  readonly sources: readonly string[];
}

/** What of a conversation's cache a change of `output_config.effort` keeps, where it was measured. */
export interface EffortChange {
  /** `system`: tools and system are kept, the messages are not. */
  readonly keeps: "all" | "system" | "nothing";
  /** Where the measurement is published. */
  readonly source: string;
}

/** The levels of `output_config.effort`, least first. */
export const effortLevels = ["low", "medium", "high", "xhigh", "max"] as const;
export type EffortLevel = (typeof effortLevels)[number];

/**
 * `v3`: Claude 3 to Opus 4.6, Sonnet 4.6, Haiku 4.5. `v4.7`: Opus 4.7 and everything newer
 * (tokenizer.md §1). What each consists of: `tokens/tokenizer/families.ts`.
 */
export type TokenizerFamily = "v3" | "v4.7";
