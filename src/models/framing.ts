/**
 * How a model's requests are framed. What the names stand for is measured in `tokens/framing/`: a
 * table per kind and one per generation, which do not compile with a name missing.
 */
export interface Framing {
  readonly kind: FrameKind;
  /** No recording backs the kind. */
  readonly inferred: boolean;
  readonly generation: ToolGeneration;
  /** Tokens that the section about citations is longer by. */
  readonly citationSurcharge?: number;
  /** Tokens that a system message among the others is longer by than one of a user. */
  readonly systemMessage?: number;
  /** Without tools the prompt begins with a tag where thinking is adaptive. */
  readonly showsAdaptiveThinking?: true;
  /** Pictures are counted in patches of twice the edge, four tokens each. */
  readonly doublePatches?: true;
}

/**
 * The families of framing-messages.md §1. A: Claude 3 to 4.5. A6: Opus and Sonnet 4.6. B7: Opus
 * 4.7. C: Opus 4.8, Opus, Sonnet and Fable 5. C5: from Opus 5.5 on.
 */
export type FrameKind = "A" | "A6" | "B7" | "C" | "C5";

/** Models that share a tool prompt (framing-tools.md §3, §6). */
export type ToolGeneration =
  | "3-opus"
  | "3-sonnet"
  | "3-haiku"
  | "3.5-sonnet-june"
  | "3.5-sonnet"
  | "4"
  | "4.5"
  | "4.6"
  | "4.7"
  | "4.8"
  | "5-opus"
  | "5-sonnet"
  | "5.5"
  | "5.5-haiku"
  | "fable";
