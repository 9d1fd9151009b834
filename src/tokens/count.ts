import { sum } from "../arithmetic.ts";
import type { Level } from "../api/request.ts";
import type { JsonObject } from "../json.ts";
import type { Problem } from "../problem.ts";
import { isSystemTool } from "../prompt/flatten.ts";
import type { Prompt } from "../prompt/prompt.ts";

/** Who vouches for a count, best first. */
export type Witness = "recorded" | "api" | "declared" | "calibrated" | "computed";

/**
 * Input tokens of one request. Whole tokens; `low` ≤ `total` ≤ `high`, equal where the rules are
 * exact.
 */
export interface Count {
  readonly total: number;
  readonly low: number;
  readonly high: number;
  readonly witness: Witness;
  /**
   * Adds up to `total`: tool prompt and list are tools; system, structured-output and citation text
   * are system; the rest is messages.
   */
  readonly parts: Parts;
  /** Tokens by block of the prompt, in order, frames with what brings them. Adds up to `total`. */
  readonly blocks: readonly number[];
  /**
   * Tokens of the last block's share that stand behind it, where the model's answer opens: no
   * breakpoint covers them. At most that block's tokens.
   */
  readonly tail: number;
  /** Assumptions and warnings this count rests on. */
  readonly problems: readonly Problem[];
}

/** Tokens of a prompt by the level they belong to. */
export type Parts = Readonly<Record<Level, number>>;

/**
 * Tokens up to a block and including it: what a breakpoint on it would cache. Where it is a tool,
 * the prompt says which tools are read later.
 */
export function tokensUpTo(
  { blocks, tail }: Pick<Count, "blocks" | "tail">,
  block: number,
  prompt?: Pick<Prompt, "blocks">,
): number {
  const upTo =
    prompt === undefined ? sum(blocks.slice(0, block + 1)) : prefixesOf(prompt, blocks)[block];
  return (upTo ?? 0) - (block >= blocks.length - 1 ? tail : 0);
}

/**
 * Tokens up to and including each block. Some tools are rendered behind all others, wherever they
 * stand among them, and count there (`isSystemTool`).
 */
export function prefixesOf(
  prompt: Pick<Prompt, "blocks">,
  tokens: readonly number[],
): readonly number[] {
  let upTo = 0;
  let behindTools = 0;
  return prompt.blocks.map((block, index) => {
    const isLast = index === prompt.blocks.length - 1;
    if (block.level === "tools" && isSystemTool(block.kind)) behindTools += tokens[index] ?? 0;
    else upTo += tokens[index] ?? 0;
    if (block.level !== "tools" || isLast) [upTo, behindTools] = [upTo + behindTools, 0];
    return upTo;
  });
}

/** A counter of our own: what a prompt comes to by tokenizer and framing alone. */
export interface Counter {
  /**
   * Changes when equal prompts give other counts; a recording's residual holds for one counter
   * only.
   */
  readonly id: string;
  /**
   * Witness `computed` (or `declared` where every block is declared). Counts are remembered by
   * content.
   */
  readonly count: (prompt: Prompt) => Count;
  /**
   * Output tokens of recorded answer content under a model's tokenizer; null where it cannot be
   * counted.
   */
  readonly countOutput: (
    model: string,
    answer: { readonly request: JsonObject; readonly response: JsonObject },
  ) => number | null;
  /** Lets go of everything it remembers: it is counted anew when it comes again. */
  readonly forget: () => void;
}

/**
 * Whether somebody vouches for an answer's length: a recording of it, or the user. Else it is an
 * assumption or at most something, and nobody can say that it did not change.
 */
export function isOutputKnown({ basis }: OutputCount): boolean {
  return basis === "recorded" || basis === "expected" || basis === "scenario";
}

/** Output tokens of one exchange and why they are what they are. */
export interface OutputCount {
  readonly tokens: number;
  readonly low: number;
  readonly high: number;
  /**
   * `recorded`: the recording vouches; `expected`: the fixture's `expect`; `scenario`: the config's
   * `output`; `same-text`: a recorded answer counted for another model, an assumption; `scaled`: a
   * recorded answer at another effort, by the vendor's index; `bounded`: a recorded answer under
   * settings that changed, between two ends; `at-most`: nobody knows, `max_tokens`.
   */
  readonly basis:
    | "recorded"
    | "expected"
    | "scenario"
    | "same-text"
    | "scaled"
    | "bounded"
    | "at-most";
  readonly problems: readonly Problem[];
}
