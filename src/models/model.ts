/** What is known of a model besides its prices. Sources: prices.json, billing.md §1, §2, §5. */
export interface Model {
  /** The id prices are kept under. */
  readonly id: string;
  /** Other first-party names of the same model, dated ids among them. */
  readonly aliases: readonly string[];
  readonly status: "active" | "deprecated" | "retired";
  readonly retiresOn: string | null;
  /** Null: nobody published it. */
  readonly minCacheTokens: number | null;
  readonly contextWindow: number;
  readonly maxOutput: number;
  readonly tokenizer: "v3" | "v4.7";
  /** How messages are framed: framing-messages.md §1. `inferred` where no recording backs it. */
  readonly frame: "A" | "A6" | "B7" | "C" | "C5";
  readonly frameInferred: boolean;
  readonly imageTier: "standard" | "high" | null;
  readonly keepsPriorThinking: boolean;
  /** Published tool-use system prompt, tokens (billing.md §5); null: unknown, or refused. */
  readonly toolPrompt: { readonly auto: number | null; readonly forced: number | null };
  readonly forcedToolChoiceAllowed: boolean;
  readonly thinksByDefault: boolean;
  /** What leaving `output_config.effort` out means (billing.md §5, Effort). */
  readonly defaultEffort: "medium" | "high";
  /** Whether `inference_geo` is accepted (1.1 × on every class when `us`). */
  readonly dataResidency: boolean;
}

/**
 * What an id in a request names: the model, where it runs, and whether the place costs a premium.
 */
export interface NamedModel {
  readonly model: Model;
  readonly platform: "claude" | "bedrock" | "vertex";
  /**
   * A regional endpoint costs 10 % more from the 4.5 generation on; null: sources disagree (a bare
   * Bedrock id).
   */
  readonly regional: boolean | null;
}
