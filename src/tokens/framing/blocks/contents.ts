import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { looksMasked } from "../../media/masked.ts";
import { isNewer } from "../frame.ts";
import { pictures } from "../measured/sections.ts";
import { writePythonJson } from "../python-json.ts";
import {
  assume,
  declaredTokens,
  ownerOf,
  putText,
  type RenderContext,
  type Item,
} from "../render-context.ts";
import { contentItems, referenceText } from "./calls.ts";
import { citedText } from "./citations.ts";
import { putDocument, putSearchResult } from "./documents.ts";
import { imageTokens, sourceOf } from "./images.ts";
import { putUnreadResult } from "./server-results.ts";
import { putToolChange } from "./tool-changes.ts";

/** Writes out a block of the system prompt. */
export function putSystemBlock(context: RenderContext, item: Item): void {
  const { content } = item.block;
  const text = isObject(content) ? content["text"] : undefined;
  sayIfRedacted(context, item, text);
  if (declaredTokens(content) !== null) putText(context, ownerOf(item, "system"), content);
  else if (text !== undefined) putText(context, ownerOf(item, "system"), text);
  else putBlock(context, item, content);
}

/** Writes out a block that is no call and no result of the client's own. */
export function putBlock(context: RenderContext, item: Item, content: Json): void {
  const owner = ownerOf(item);
  const kind = kindOf(content);
  const declared = declaredTokens(content);
  if (declared !== null) putText(context, owner, content);
  else if (!isObject(content)) putUnknown(context, item, content);
  else if (kind === "text" && content["text"] !== undefined) putTextBlock(context, item, content);
  else if (kind === "image") context.writer.cut(owner, imageTokens(context, item, content));
  else if (kind === "document") putDocument(context, item, content);
  else if (kind === "search_result") putSearchResult(context, item, content);
  else if (kind === "tool_addition" || kind === "tool_removal")
    putToolChange(context, item, content);
  else if (kind.endsWith("_tool_result") || kind.startsWith("mcp_"))
    putUnreadResult(context, item, content);
  else putUnknown(context, item, content);
}

function kindOf(content: Json): string {
  return isObject(content) && typeof content["type"] === "string" ? content["type"] : "unknown";
}

function putTextBlock(context: RenderContext, item: Item, content: JsonObject): void {
  const { text, citations } = content;
  const owner = ownerOf(item);
  sayIfRedacted(context, item, text);
  const cites = Array.isArray(citations) && citations.length > 0;
  if (!cites || typeof text !== "string") {
    putText(context, owner, text);
    return;
  }
  context.writer.text(owner, citedText(content));
  // Which sentences are meant is in the text, not how their numbers are written.
  context.writer.doubt(2, 2 + 3 * citations.length);
}

/** A text that the recording says was replaced: what stood there was most likely longer. */
function sayIfRedacted(context: RenderContext, item: Item, text: Json | undefined): void {
  if (!context.redacted.has("text") || typeof text !== "string" || !looksMasked(text)) return;
  const details = { member: "text", kind: item.block.kind, tokens: context.count(text) };
  assume(context, item, { code: "content-masked", details, below: 0, above: 5000 });
}

function putUnknown(context: RenderContext, item: Item, content: Json): void {
  const text = writePythonJson(content, { ascii: false, sorted: false, indent: null });
  context.writer.text(ownerOf(item), text);
  const tokens = Math.ceil(text.length / 3);
  const details = { kind: kindOf(content), tokens };
  assume(context, item, {
    code: "unknown-block",
    details,
    below: tokens * 0.9,
    above: Math.max(5000, tokens * 2),
  });
}

/**
 * Writes out the blocks of messages of one role in a row: texts join with nothing, messages with a
 * newline (framing-messages.md §2).
 */
export function putContents(
  context: RenderContext,
  messages: readonly (readonly Item[])[],
  join = "\n",
): void {
  let before: string | null = null;
  for (const message of messages) {
    let first = true;
    for (const item of message) {
      const kind = item.block.kind;
      const gap = before === null ? "" : first ? join : gapBetween(context, before, kind);
      if (gap !== "") context.writer.text(ownerOf(item), gap);
      putBlock(context, item, item.block.content);
      before = kind;
      first = false;
    }
  }
}

/** What a newline parts from its neighbours within a message (framing-messages.md §2, §4). */
function gapBetween(context: RenderContext, before: string, after: string): string {
  if (before === "image" || after === "image") return "\n";
  const isDocument = before === "document" || after === "document";
  return isDocument && context.frame.kind.separatesDocuments ? "\n" : "";
}

/** What stands in the place of a result without content (one recording, Sonnet 4.5, to the token). */
const noOutput = "\n<system>Tool ran without output or errors</system>\n";

function isEmpty(parts: readonly Json[]): boolean {
  return parts.every((part) => isObject(part) && part["type"] === "text" && part["text"] === "");
}

/**
 * The text between the tags of a tool result, with what pictures in it add (framing-tools.md §3,
 * §4).
 */
export function putResultText(context: RenderContext, item: Item): void {
  const owner = ownerOf(item);
  const content = isObject(item.block.content) ? item.block.content["content"] : undefined;
  const parts = contentItems(content);
  const references = parts.filter((part) => kindOf(part) === "tool_reference");
  if (references.length > 0) {
    const names = references.map((part) =>
      isObject(part) && typeof part["tool_name"] === "string" ? part["tool_name"] : "",
    );
    context.writer.text(
      owner,
      referenceText(names, context.settings.tools, context.frame.kind.escapesNonAscii),
    );
  }
  if (isEmpty(parts)) {
    context.writer.text(owner, noOutput);
    context.writer.doubt(isNewer(context.frame) ? 15 : 2, 2);
  }
  const texts = parts.filter((part) => kindOf(part) === "text").length;
  for (const part of parts) {
    const kind = kindOf(part);
    if (kind === "tool_reference") continue;
    if (kind === "image") putResultImage(context, item, { content: part, texts });
    else putBlock(context, item, part);
    if (kind === "document") putInResult(context, item, part);
    // No recording of the newer family has a picture in a result.
    else if (kind === "image" && isNewer(context.frame)) context.writer.doubt(20, 20);
  }
}

function putResultImage(
  context: RenderContext,
  item: Item,
  image: { readonly content: Json; readonly texts: number },
): void {
  const tokens = imageTokens(context, item, image.content);
  context.writer.add(ownerOf(item), tokens + resultImageFrame(context, image.texts));
  if (context.frame.generation.early) context.writer.doubt(2, 2);
}

function resultImageFrame({ frame }: RenderContext, texts: number): number {
  const own = isNewer(frame) ? pictures.inResultNewer : pictures.inResult;
  return own.tokens - pictures.frame.tokens + pictures.perTextInResult.tokens * texts;
}

/** Documents in a result cost more; recorded on the older family only. */
function putInResult(context: RenderContext, item: Item, document: Json): void {
  context.writer.add(ownerOf(item), pictures.documentInResult);
  const { type } = sourceOf(document);
  const recorded = type === "base64" || type === "text";
  if (!recorded || isNewer(context.frame)) context.writer.doubt(20, 20);
}
