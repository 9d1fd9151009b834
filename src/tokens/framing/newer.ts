import { isObject } from "../../json.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { CountText, Owner } from "../text-run.ts";
import { invokeText, tagPrefix } from "./blocks/calls.ts";
import { putBlock, putResultText, putSystemBlock } from "./blocks/contents.ts";
import { putStructured } from "./blocks/structured.ts";
import { isServerResult, putServerResult } from "./blocks/server-results.ts";
import { putThought } from "./blocks/thinking.ts";
import { newerFrame, sections } from "./measured/sections.ts";
import { placesOf, placeToolPrompt, type Places } from "./places.ts";
import { ownerOf, type RenderContext, type Item, type Turn } from "./render-context.ts";
import { namedChoiceText, putToolLines, putToolPrompt } from "./tool-list.ts";
import { hasTools, itemsOf, readTurns } from "./turns.ts";

const gapKinds = new Set(["image", "document"]);

/**
 * Writes a request for the newer family: sections and messages apart, each tokenised alone
 * (framing-messages.md §3, framing-tools.md §6).
 */
export function renderNewer(context: RenderContext, prompt: Prompt, count: CountText): void {
  const { writer } = context;
  const places = placesOf(prompt);
  const { request, end } = context.frame.kind;
  writer.add(places.start, request.tokens - end.tokens);
  if (hasTools(prompt)) putTools(context, prompt, { places, count });
  putSections(context, prompt, places);
  for (const turn of readTurns(prompt)) {
    const item = turn.messages[0]?.[0];
    if (item === undefined) continue;
    writer.add(ownerOf(item), newerFrame.message);
    if (turn.role === "system") writer.add(ownerOf(item), context.frame.systemMessage);
    putMessages(context, turn);
  }
  // An answer that the request begins is gone on with: nothing opens it.
  writer.add(prompt.blocks.at(-1)?.role === "assistant" ? places.last : places.end, end);
}

function putTools(
  context: RenderContext,
  prompt: Prompt,
  { places, count }: { readonly places: Places; readonly count: CountText },
): void {
  context.writer.part(false);
  const size = putToolPrompt(context, places.tools, { prompt, count });
  placeToolPrompt(context, prompt, { places, size, atEnd: 0 });
  context.writer.text(places.tools, "\n");
  putToolLines(context, itemsOf(prompt, "tools"));
  context.writer.text(places.behindTools, "\n");
  if (context.settings.choice !== "named") return;
  const named: Owner = { ...places.behindSystem, part: "tools" };
  context.writer.add(named, count(namedChoiceText(context.settings.toolName)) - 1);
}

function putSections(context: RenderContext, prompt: Prompt, places: Places): void {
  const { writer, settings } = context;
  const system = itemsOf(prompt, "system");
  const owner = places.endOfSystem;
  if (system.length > 0) {
    writer.part(true);
    writer.text(places.system, "\n");
    for (const item of system) putSystemBlock(context, item);
  }
  if (settings.schema !== null) {
    writer.part(true);
    writer.text(owner, "\n");
    putStructured(context, owner, context.frame.kind.structured.alone);
  }
  if (!context.cites) return;
  writer.add(owner, sections.citations.newer.tokens + 1);
  if (context.frame.citationSurcharge > 0) writer.add(owner, context.frame.citationSurcharge);
}

function putMessages(context: RenderContext, turn: Turn): void {
  const { writer } = context;
  let before: string | null = null;
  writer.part(true);
  for (const message of turn.messages) {
    for (const [position, item] of message.entries()) {
      const owner = ownerOf(item);
      const { kind } = item.block;
      const next = position === 0 && before !== null;
      if (standsApart(kind)) {
        writer.part(false);
        if (next) writer.add(owner, 1);
        else if (before === "text") writer.add(owner, newerFrame.callAfterText);
        putCall(context, item);
        writer.part(true);
      } else if (kind === "thinking" || kind === "redacted_thinking") putThought(context, item);
      else {
        putGap(context, item, { before, next });
        putBlock(context, item, item.block.content);
      }
      before = kind;
    }
  }
  putSpacesAtEnd(context, turn);
}

/**
 * White space at the end of a message is free where it is newlines alone; behind one with spaces
 * the end of the message counts it (five texts of three recordings, Sonnet 5).
 */
function putSpacesAtEnd({ writer, count }: RenderContext, turn: Turn): void {
  const item = turn.messages.at(-1)?.at(-1);
  const content = item?.block.content;
  if (item === undefined || !isObject(content) || typeof content["text"] !== "string") return;
  const end = content["text"].slice(content["text"].trimEnd().length);
  if (!/[ \t]/.test(end)) return;
  const tokens = count(`.${end}\n\n`) - count(".\n\n");
  writer.add(ownerOf(item), tokens);
  writer.doubt(tokens, 0);
}

function standsApart(kind: string): boolean {
  return /^(server_|mcp_)?tool_use$/.test(kind) || kind === "tool_result" || isServerResult(kind);
}

/** What stands between a block and the one before it, in its message or the one before. */
function putGap(
  { writer }: RenderContext,
  item: Item,
  { before, next }: { readonly before: string | null; readonly next: boolean },
): void {
  const owner = ownerOf(item);
  const { kind } = item.block;
  if (before === null) return;
  if (standsApart(before)) {
    if (next) writer.add(owner, 1);
    else if (before === "tool_result") {
      writer.add(owner, newerFrame.othersAfterResult);
      writer.doubt(1, 1);
    }
  } else if (next || gapKinds.has(kind) || gapKinds.has(before)) writer.text(owner, "\n");
}

function putCall(context: RenderContext, item: Item): void {
  const owner = ownerOf(item);
  if (item.block.kind === "tool_result") {
    const failed = isObject(item.block.content) && item.block.content["is_error"] === true;
    if (failed) context.writer.text(owner, "\n<error>");
    putResultText(context, item);
    if (failed) context.writer.text(owner, "</error>\n");
    context.writer.add(owner, newerFrame.result);
    return;
  }
  if (isServerResult(item.block.kind) && isObject(item.block.content)) {
    putServerResult(context, item, item.block.content);
    context.writer.add(owner, newerFrame.result);
    return;
  }
  context.writer.text(
    owner,
    invokeText(item.block.content, {
      prefix: tagPrefix,
      ascii: context.frame.kind.escapesNonAscii,
    }),
  );
  context.writer.add(owner, newerFrame.call);
}
