/**
 * Where tokens stand that are no block's own text: which block brings them decides what a
 * breakpoint covers (docs/where-tokens-stand.md).
 */
import { nowhere, problem } from "../../problem.ts";
import { isSystemTool } from "../../prompt/flatten.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Owner } from "../text-run.ts";
import type { Item, RenderContext } from "./render-context.ts";
import { itemsOf } from "./turns.ts";

/** The places of a request, in the order the model reads them. */
export interface Places {
  /** In front of everything, so that every breakpoint covers it. */
  readonly start: Owner;
  /** In front of the tool list. */
  readonly tools: Owner;
  /** Behind the last tool: a breakpoint on it does not cover this. */
  readonly behindTools: Owner;
  /** In front of the system prompt. */
  readonly system: Owner;
  /** At the end of the system prompt: a breakpoint on its last block covers this. */
  readonly endOfSystem: Owner;
  /** Between system prompt and messages. */
  readonly behindSystem: Owner;
  /** The last block. */
  readonly last: Owner;
  /** Behind the last block, where the answer opens: no breakpoint covers this. */
  readonly end: Owner;
}

/** The places of a prompt; what a level would bring that is not there, the next one brings. */
export function placesOf(prompt: Prompt): Places {
  const tools = itemsOf(prompt, "tools");
  const system = itemsOf(prompt, "system");
  const last = Math.max(0, prompt.blocks.length - 1);
  const first = prompt.blocks.findIndex((block) => block.level === "messages");
  const message = first < 0 ? last : first;
  const ownTool = tools.find(({ block }) => !isSystemTool(block.kind)) ?? tools[0];
  return {
    start: { block: 0, part: "messages" },
    tools: { block: indexOf(ownTool, message), part: "tools" },
    behindTools: { block: indexOf(system[0], message), part: "tools" },
    system: { block: indexOf(system[0], message), part: "system" },
    endOfSystem: { block: indexOf(system.at(-1), message), part: "system" },
    behindSystem: { block: message, part: "messages" },
    last: { block: last, part: "messages" },
    end: { block: last, part: "messages", behind: true },
  };
}

function indexOf(item: Item | undefined, otherwise: number): number {
  return item?.index ?? otherwise;
}

/**
 * Takes the parts of the tool prompt to their places, once it is written in front of the tools: what
 * is left of it behind its opening stands behind the system prompt, but for `atEnd`, with which a
 * forced choice begins the answer. Adds up to nothing.
 */
export function placeToolPrompt(
  context: RenderContext,
  prompt: Prompt,
  {
    places,
    size,
    atEnd,
  }: { readonly places: Places; readonly size: number; readonly atEnd: number },
): void {
  const { writer, frame } = context;
  const opening = frame.toolPromptOpening;
  const behind = Math.max(0, size - opening.tokens - atEnd);
  writer.add(places.tools, -behind - atEnd);
  writer.add({ ...places.behindSystem, part: "tools" }, behind);
  writer.add({ ...places.end, part: "tools" }, atEnd);
  if (opening.n > 0 || !marksBeforeMessages(prompt)) return;
  writer.doubt(
    0,
    0,
    problem("tool-prompt-split-assumed", nowhere, { model: frame.model, tokens: behind }),
  );
}

function marksBeforeMessages({ breakpoints, blocks }: Prompt): boolean {
  return breakpoints.some(({ block }) => blocks[block]?.level !== "messages");
}
