import { isObject } from "../../json.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { CountText, Owner } from "../text-run.ts";
import { tagPrefix } from "./blocks/calls.ts";
import { putContents, putSystemBlock } from "./blocks/contents.ts";
import { putStructured } from "./blocks/structured.ts";
import { thinkingOpening } from "./measured/places.ts";
import { assistantFirst, extras, sections } from "./measured/sections.ts";
import { putAssistant, putResults } from "./older-turns.ts";
import { placesOf, placeToolPrompt, type Places } from "./places.ts";
import { ownerOf, type RenderContext, type Item, type Turn } from "./render-context.ts";
import { namedChoiceText, putToolLines, putToolPrompt } from "./tool-list.ts";
import { hasBillingHeader, hasTools, itemsOf, lastUserText, readTurns } from "./turns.ts";

const lengthTag = `${tagPrefix}max_thinking_length`;
const modeTag = `${tagPrefix}thinking_mode`;
const thinkingTag = `${tagPrefix}thinking`;

/**
 * Writes a request for the older family: one text (framing-messages.md §2, framing-tools.md §3).
 */
export function renderOlder(context: RenderContext, prompt: Prompt, count: CountText): void {
  const { writer, frame } = context;
  const places = placesOf(prompt);
  const tools = hasTools(prompt);
  // With tools the number is part of the tool prompt.
  if (!tools) writer.add(places.start, frame.kind.request);
  if (tools) putTools(context, prompt, { places, count });
  putSections(context, prompt, places);
  const turns = readTurns(prompt);
  if (turns[0]?.role === "assistant") {
    writer.text(places.behindSystem, "\n\nHuman:");
    writer.cut(places.behindSystem, assistantFirst);
  }
  for (const [position, turn] of turns.entries()) {
    const before = turns[position - 1];
    const afterResults = hasResults(before) && !hasOthers(before);
    if (afterResults)
      writer.text({ block: turn.messages[0]?.[0]?.index ?? 0, part: "messages" }, "\n\n");
    if (turn.role === "assistant")
      putAssistant(context, turn, { afterResults, tools, lastUser: lastUserText(prompt) });
    else putUser(context, turn);
  }
  const last = turns.at(-1);
  const inLoop = hasResults(last) && !hasOthers(last);
  const begun = last?.role === "assistant";
  if (inLoop) {
    if (!(frame.generation.early && context.settings.choice === "auto"))
      writer.text(places.end, "\n\n");
  } else if (!begun) writer.text(places.end, "\n\nAssistant:");
  if (!begun) putThinkingEnd(context, places, { inLoop, tools });
  if (tools) putForced(context, places.end, { inLoop, begun, count });
}

function putTools(
  context: RenderContext,
  prompt: Prompt,
  { places, count }: { readonly places: Places; readonly count: CountText },
): void {
  const size = putToolPrompt(context, places.tools, { prompt, count });
  const atEnd = context.settings.choice === "auto" ? 0 : count(forcedText) - count(forcedStart);
  placeToolPrompt(context, prompt, { places, size, atEnd });
  context.writer.text(places.tools, "\n\n<functions>\n");
  putToolLines(context, itemsOf(prompt, "tools"));
  context.writer.text(places.behindTools, "\n</functions>");
}

/**
 * Sections before the turns: on A joined by a newline, on A6 each after one (framing-messages.md
 * §2).
 */
function putSections(context: RenderContext, prompt: Prompt, places: Places): void {
  const system = itemsOf(prompt, "system");
  const { writer, frame, settings } = context;
  const tools = hasTools(prompt);
  let started = false;
  const open = (owner: Owner): void => {
    if (started || writer.sizeOf(frame.kind.opensSections) > 0) writer.text(owner, "\n");
    started = true;
  };
  if (tools) {
    if (system.length > 0) writer.text(places.system, "\n\n");
  } else {
    const head = headText(context);
    if (head !== "") {
      writer.text(places.start, head);
      started = true;
    }
    if (system.length > 0) open(places.system);
  }
  putSystem(context, system, frame.generation.early);
  if (settings.schema !== null) {
    if (!tools) open(places.endOfSystem);
    const { alone, withTools, withForced } = frame.kind.structured;
    const forced = settings.choice !== "auto";
    putStructured(context, places.endOfSystem, !tools ? alone : forced ? withForced : withTools);
    if (!tools && hasBillingHeader(prompt))
      writer.add(places.endOfSystem, extras.headerBeforeSchema);
  }
  if (!tools && context.cites) {
    open(places.endOfSystem);
    writer.cut(places.endOfSystem, sections.citations.older);
  } else if (context.cites) {
    const opens = writer.sizeOf(frame.kind.opensSections) > 0;
    writer.cut(places.endOfSystem, sections.citationsWithTools[opens ? "A6" : "A"]);
  }
}

/**
 * What stands at the start where thinking is on and no tools are there (framing-messages.md §5).
 */
function headText(context: RenderContext): string {
  const { frame, settings } = context;
  if (settings.thinking === "enabled") return `<${lengthTag}>${settings.budget}</${lengthTag}>`;
  const adapts = settings.thinking === "adaptive" && frame.showsAdaptiveThinking;
  return adapts ? `<${modeTag}>adaptive</${modeTag}>` : "";
}

function putSystem(context: RenderContext, items: readonly Item[], trims: boolean): void {
  for (const [position, item] of items.entries()) {
    const { content } = item.block;
    const text = isObject(content) ? content["text"] : null;
    if (!trims || typeof text !== "string") {
      putSystemBlock(context, item);
      continue;
    }
    const start = position === 0 ? text.trimStart() : text;
    context.writer.text(
      ownerOf(item, "system"),
      position === items.length - 1 ? start.trimEnd() : start,
    );
  }
}

function hasResults(turn: Turn | undefined): boolean {
  return (
    turn !== undefined &&
    turn.messages.some((message) => message.some((item) => item.block.kind === "tool_result"))
  );
}

function hasOthers(turn: Turn | undefined): boolean {
  return (
    turn !== undefined &&
    turn.messages.some((message) => message.some((item) => item.block.kind !== "tool_result"))
  );
}

function putUser(context: RenderContext, turn: Turn): void {
  const results = turn.messages.flat().filter((item) => item.block.kind === "tool_result");
  if (results.length > 0) putResults(context, results);
  const others = turn.messages.map((message) =>
    message.filter((item) => item.block.kind !== "tool_result"),
  );
  const first = others.flat()[0];
  if (first === undefined) return;
  context.writer.text(ownerOf(first), `${results.length > 0 ? "\n\n" : ""}\n\nHuman: `);
  putContents(
    context,
    others.filter((message) => message.length > 0),
  );
}

function putThinkingEnd(
  context: RenderContext,
  places: Places,
  ending: { readonly inLoop: boolean; readonly tools: boolean },
): void {
  const { settings, frame, writer } = context;
  if (settings.thinking !== "enabled") return;
  const { interleaved, keepsAllThinking } = settings;
  const note = interleaved || keepsAllThinking ? frame.generation.interleavedNote : null;
  if (!ending.tools) {
    if (!ending.inLoop) writer.text(places.end, ` <${thinkingTag}>\n`);
    // Recordings up to October 2025 have one token less (framing-messages.md §5).
    writer.doubt(1, 0);
    return;
  }
  const { fresh, loop } = frame.generation.toolPrompt.thinking;
  const opens = !ending.inLoop || note !== null || interleaved;
  const opening = opens ? Math.min(thinkingOpening.tokens, fresh.tokens) : 0;
  writer.add(places.start, (opens ? fresh : loop).tokens - opening);
  writer.add(places.end, opening);
  writer.doubt(1, 1);
  if (note === null) return;
  writer.add(places.behindSystem, note);
  // Who keeps all thinking is known to send the header too, which not every recording has.
  if (!interleaved) writer.doubt(note.tokens, 0);
}

/**
 * How a forced choice of a tool begins the answer, as far as its length and the name in it tell.
 * The tool prompt of a forced choice has all of it but its start (framing-tools.md §3).
 */
const forcedStart = "\n\n<";
const forcedText = `${forcedStart}${tagPrefix}function_calls>\n<${tagPrefix}invoke name`;

/** What a forced choice of a tool adds to its tool prompt. */
function putForced(
  context: RenderContext,
  owner: Owner,
  ending: {
    readonly inLoop: boolean;
    /** The request begins the answer itself. */
    readonly begun: boolean;
    readonly count: CountText;
  },
): void {
  const { settings, frame, writer } = context;
  if (settings.choice === "auto") return;
  writer.text(owner, ending.inLoop ? "<" : forcedStart);
  if ((ending.inLoop || ending.begun) && frame.generation.early)
    writer.add(owner, extras.forcedAfterOthersOn3);
  if (settings.choice === "named")
    writer.add({ ...owner, part: "tools" }, ending.count(namedChoiceText(settings.toolName)) - 1);
}
