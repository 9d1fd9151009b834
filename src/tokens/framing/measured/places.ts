import type { ToolGeneration } from "../../../models/framing.ts";
import { measured, type Measured } from "./measured.ts";

/**
 * What of the tool prompt stands in front of the tool list: how a tool is called. All else of it,
 * which says when to call one, is read behind the system prompt. On the older family the token that
 * a prompt starts with is among it.
 */
export const toolPromptOpenings = {
  "3-opus": openingAs(127, "Haiku 3.5"),
  "3-sonnet": openingAs(127, "Haiku 3.5"),
  "3-haiku": measured(127, 14, "recorded: tools or system prompt marked, Haiku 3.5"),
  "3.5-sonnet-june": openingAs(127, "Haiku 3.5"),
  "3.5-sonnet": openingAs(172, "Sonnet 4, whose tool prompt is as long"),
  "4": measured(172, 1, "recorded: a trace of Sonnet 4 that reads tools and system prompt"),
  "4.5": openingAs(172, "Sonnet 4 and 4.6"),
  "4.6": measured(
    173,
    10,
    "recorded: 1 hour to the system prompt, 5 minutes behind it, Sonnet 4.6",
  ),
  "4.7": openingAs(237, "Sonnet 4.6, in the newer vocabulary"),
  "4.8": openingAs(236, "Sonnet 4.6, in the newer vocabulary"),
  "5-opus": openingAs(236, "Sonnet 4.6, in the newer vocabulary"),
  "5-sonnet": openingAs(236, "Sonnet 4.6, in the newer vocabulary"),
  "5.5": openingAs(236, "Sonnet 4.6, in the newer vocabulary"),
  "5.5-haiku": openingAs(236, "Sonnet 4.6, in the newer vocabulary"),
  fable: openingAs(236, "Sonnet 4.6, in the newer vocabulary"),
} as const satisfies Record<ToolGeneration, Measured>;

/** No recording of the generation shows it. */
function openingAs(tokens: number, model: string): Measured {
  return measured(tokens, 0, `inferred: as on ${model}`);
}

/**
 * Older family: how an answer is opened that thinks, behind the last block; of what thinking costs
 * with tools, the rest stands at the start.
 */
export const thinkingOpening = measured(7, 38, "recorded: last block marked, thinking enabled");
