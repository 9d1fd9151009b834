import type { FrameKind, ToolGeneration } from "../../models/framing.ts";
import type { Model } from "../../models/model.ts";
import { findModel } from "../../models/lookup.ts";
import { assumeModel } from "../../models/unknown.ts";
import { grids, type GridRule } from "../media/grid.ts";
import { generations, type GenerationRules } from "./measured/generations.ts";
import { kinds, type KindRules } from "./measured/kinds.ts";
import type { Measured } from "./measured/measured.ts";
import { toolPromptOpenings } from "./measured/places.ts";

/** How one model frames a request: everything the renderers ask of it. */
export interface Frame {
  /** The price book's id; the name itself where no model is known by it. */
  readonly model: string;
  /** Whether the price book knows the name. */
  readonly known: boolean;
  /** What its kind of framing and its generation are called. */
  readonly names: { readonly kind: FrameKind; readonly generation: ToolGeneration };
  /** No recording backs this frame. */
  readonly inferred: boolean;
  readonly kind: KindRules;
  readonly generation: GenerationRules;
  /** What of the tool prompt stands in front of the tools. */
  readonly toolPromptOpening: Measured;
  readonly tokenizer: Model["tokenizer"];
  /** Whether thinking of earlier turns stays in the prompt. */
  readonly keepsThinking: boolean;
  /** Tokens that the section about citations is longer by. */
  readonly citationSurcharge: number;
  /** Tokens that a system message among the others is longer by than one of a user. */
  readonly systemMessage: number;
  readonly showsAdaptiveThinking: boolean;
  /** Which tool prompts the vendor publishes. */
  readonly publishes: { readonly auto: boolean; readonly forced: boolean };
  readonly images: GridRule;
  /** Nothing says when the model's pictures are scaled down: large ones may cost three times this. */
  readonly assumesImages: boolean;
  /** For pages of a PDF, the same on every model but Haiku 3.5 (framing-messages.md §4). */
  readonly pages: GridRule;
}

/** The frame of the model a name stands for, or of what an unknown name is assumed to be. */
export function frameOf(name: string): Frame {
  const known = findModel(name)?.model;
  const { id, tokenizer, imageTier, keepsPriorThinking, framing } = known ?? assumeModel(name);
  const doublePatches = framing.doublePatches === true;
  return {
    model: id,
    known: known !== undefined,
    names: { kind: framing.kind, generation: framing.generation },
    inferred: framing.inferred,
    kind: kinds[framing.kind],
    generation: generations[framing.generation],
    toolPromptOpening: toolPromptOpenings[framing.generation],
    tokenizer,
    keepsThinking: keepsPriorThinking,
    citationSurcharge: framing.citationSurcharge ?? 0,
    systemMessage: framing.systemMessage ?? 0,
    showsAdaptiveThinking: framing.showsAdaptiveThinking === true,
    publishes: {
      auto: typeof known?.toolPrompt.auto === "number",
      forced: typeof known?.toolPrompt.forced === "number",
    },
    assumesImages: imageTier === null,
    images: doublePatches ? grids.double : grids[imageTier ?? "standard"],
    pages: doublePatches ? grids.double : grids.standard,
  };
}

/**
 * Whether a model's messages stand between special tokens (framing-messages.md §3) instead of in
 * one text.
 */
export function isNewer(frame: Frame): boolean {
  return frame.kind.era === "newer";
}
