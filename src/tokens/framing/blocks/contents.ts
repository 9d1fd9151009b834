import { isArray, isObject, type Json, type JsonObject } from "../../../json.ts";
import { isNewer } from "../frame.ts";
import { extras, pictures } from "../measured/sections.ts";
import { writePythonJson } from "../python-json.ts";
import {
  assume,
  declaredTokens,
  ownerOf,
  putText,
  type RenderContext,
  type Item,
} from "../render-context.ts";
import { contentItems, referenceText, toolLine } from "./calls.ts";
import { imageTokens, putDocument, putSearchResult } from "./documents.ts";

const plainStyle = { ascii: false, sorted: false, indent: null } as const;
/** Opaque members of server results: what they hold is not their text. */
const opaque = new Set(["encrypted_content", "encrypted_index", "signature", "encrypted_stdout"]);

/** Writes out a block of the system prompt. */
export function putSystemBlock(context: RenderContext, item: Item): void {
  const { content } = item.block;
  const text = isObject(content) ? content["text"] : undefined;
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
  else if (kind === "text" && content["text"] !== undefined)
    putText(context, owner, content["text"]);
  else if (kind === "image") context.writer.cut(owner, imageTokens(context, item, content));
  else if (kind === "document") putDocument(context, item, content);
  else if (kind === "search_result") putSearchResult(context, item, content);
  else if (kind === "tool_addition" || kind === "tool_removal")
    putToolChange(context, item, content);
  else if (kind.endsWith("_tool_result") || kind.startsWith("mcp_"))
    putServerContent(context, item, content);
  else putUnknown(context, item, content);
}

function kindOf(content: Json): string {
  return isObject(content) && typeof content["type"] === "string" ? content["type"] : "unknown";
}

function putUnknown(context: RenderContext, item: Item, content: Json): void {
  const text = writePythonJson(content, plainStyle);
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

function putToolChange(context: RenderContext, item: Item, content: JsonObject): void {
  const owner = ownerOf(item);
  const tool = content["tool"];
  if (content["type"] === "tool_removal") {
    context.writer.cut(owner, extras.toolRemoval);
  } else {
    context.writer.cut(owner, extras.toolAddition);
    const name = isObject(tool) && typeof tool["tool_name"] === "string" ? tool["tool_name"] : null;
    const defined = isObject(tool) && "input_schema" in tool;
    const text = defined
      ? `\n<functions>\n${toolLine(tool, false)}\n</functions>\n`
      : referenceText(name === null ? [] : [name], context.settings.tools, false);
    context.writer.text(owner, text);
    context.writer.cut(owner, 0);
  }
  context.writer.doubt(2, 2);
}

function putServerContent(context: RenderContext, item: Item, content: Json): void {
  const text = writePythonJson(readable(content), plainStyle);
  const hidden = opaqueTokens(content);
  context.writer.text(ownerOf(item), text);
  context.writer.add(ownerOf(item), hidden);
  const tokens = Math.ceil(text.length / 3) + hidden;
  assume(context, item, {
    code: "server-content",
    details: { kind: kindOf(content), tokens },
    below: tokens * 0.8,
    above: tokens * 2,
  });
}

function readable(value: Json): Json {
  if (!isObject(value)) return value;
  const content = value["content"];
  const kept = Object.fromEntries(Object.entries(value).filter(([key]) => !opaque.has(key)));
  if (content === undefined) return kept;
  return { ...kept, content: isArray(content) ? content.map(readable) : readable(content) };
}

/** Characters of members that cannot be read, as tokens of the text they stand for. */
function opaqueTokens(content: Json): number {
  const items = isObject(content) ? contentItems(content["content"]) : [];
  const length = [content, ...items]
    .filter(isObject)
    .flatMap((part) => [...opaque].map((key) => part[key]));
  return Math.round(
    length.reduce((sum: number, text) => sum + (typeof text === "string" ? text.length : 0), 0) / 6,
  );
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
  const texts = parts.filter((part) => kindOf(part) === "text").length;
  for (const part of parts) {
    const kind = kindOf(part);
    if (kind === "tool_reference") continue;
    if (kind === "image") putResultImage(context, item, { content: part, texts });
    else putBlock(context, item, part);
    if (kind === "document") putInResult(context, item, part);
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

function resultImageFrame(context: RenderContext, texts: number): number {
  const extra = isNewer(context.frame) ? pictures.inResultNewer.tokens : 0;
  return (
    pictures.inResult.tokens -
    pictures.frame.tokens +
    pictures.perTextInResult.tokens * texts +
    extra
  );
}

/** Only PDFs were recorded in results, on the older family. */
function putInResult(context: RenderContext, item: Item, document: Json): void {
  const source = isObject(document) ? document["source"] : null;
  const recorded = isObject(source) && source["type"] === "base64" && !isNewer(context.frame);
  if (recorded) context.writer.add(ownerOf(item), pictures.pdfInResult);
  else context.writer.doubt(20, 20);
}
