import type { Model } from "../../models/model.ts";
import { doubleGrid, highGrid, standardGrid } from "../media/grid.ts";
import type { GridRule } from "../media/grid.ts";
import { toolFrames } from "./frames.ts";
import type { Generation, ToolFrame } from "./frames.ts";

/** How one model frames a request: everything the renderers ask of it. */
export interface Frame {
  readonly model: string;
  readonly kind: Model["frame"];
  readonly inferred: boolean;
  readonly generation: Generation;
  readonly tools: ToolFrame;
  readonly tokenizer: Model["tokenizer"];
  /** Claude 3, 3.5 and 3.7: some white space goes (framing-tools.md §3). */
  readonly early: boolean;
  /** Non-ASCII characters of tool definitions are escaped (framing-tools.md §2). */
  readonly ascii: boolean;
  readonly keepsThinking: boolean;
  readonly images: GridRule;
  /** For pages of a PDF, the same on every model but Haiku 3.5 (framing-messages.md §4). */
  readonly pages: GridRule;
}

/** Ids of the price book to generations; what is not here goes by its frame. */
const generations: readonly (readonly [RegExp, Generation])[] = [
  [/^claude-(opus|sonnet)-4-6/, "4.6"],
  [/^claude-(opus|sonnet|haiku)-4-5/, "4.5"],
  [/^claude-opus-4-7/, "4.7"],
  [/^claude-opus-4-8/, "4.8"],
  [/^claude-(opus|sonnet)-4(-[01])?(-2025|$|-0$)/, "4"],
  [/^claude-opus-4-1/, "4"],
  [/^claude-3-5-sonnet-20240620/, "3.5-sonnet-june"],
  [/^claude-3-[57]-sonnet/, "3.5-sonnet"],
  [/^claude-3(-5)?-haiku/, "3-haiku"],
  [/^claude-3-opus/, "3-opus"],
  [/^claude-3-sonnet/, "3-sonnet"],
  [/^claude-haiku-5-5/, "5.5-haiku"],
  [/^claude-(opus|sonnet)-5-5/, "5.5"],
  [/^claude-opus-5/, "5-opus"],
  [/^claude-sonnet-5/, "5-sonnet"],
  [/^claude-(fable|mythos)/, "fable"],
];

const byFrame: Readonly<Record<Model["frame"], Generation>> = {
  A: "4.5",
  A6: "4.6",
  B7: "4.7",
  C: "5-opus",
  C5: "5.5",
};

/**
 * The frame of a model. An id nobody knows counts like the newest generation; the caller says so.
 */
export function frameOf(id: string, model: Model | null): Frame {
  const kind = model?.frame ?? "C5";
  const generation =
    generations.find(([pattern]) => pattern.test(model?.id ?? id))?.[1] ?? byFrame[kind];
  const early = generation.startsWith("3");
  const double = model?.id.startsWith("claude-3-5-haiku") === true;
  const high = model === null || model.imageTier === "high";
  return {
    model: model?.id ?? id,
    kind,
    inferred: model === null || model.frameInferred,
    generation,
    tools: toolFrames[generation],
    tokenizer: model?.tokenizer ?? "v4.7",
    early,
    ascii: kind === "A",
    keepsThinking: model?.keepsPriorThinking ?? true,
    images: double ? doubleGrid : high ? highGrid : standardGrid,
    pages: double ? doubleGrid : standardGrid,
  };
}

/**
 * Whether a model's messages stand between special tokens (framing-messages.md §3) instead of in
 * one text.
 */
export function isNewer(frame: Frame): boolean {
  return frame.kind === "C" || frame.kind === "C5";
}
