import { isArray, isObject } from "../../json.ts";
import type { Json, JsonObject } from "../../json.ts";
import { writePythonJson } from "../python-json.ts";
import { contentItems, referenceText, toolLine } from "./calls.ts";
import { assume, declaredTokens, ownerOf, putText } from "./render-context.ts";
import type { Desk, Item } from "./render-context.ts";
import { imageTokens, putDocument, putSearchResult } from "./documents.ts";
import { extras, pictures } from "./frames.ts";
import { isNewer } from "./generation.ts";

const plainStyle = { ascii: false, sorted: false, indent: null } as const;
/** Opaque members of server results: what they hold is not their text. */
const opaque = new Set(["encrypted_content", "encrypted_index", "signature", "encrypted_stdout"]);

const readable = (value: Json): Json => {
  if (!isObject(value)) return value;
  const content = value["content"];
  const kept = Object.fromEntries(Object.entries(value).filter(([key]) => !opaque.has(key)));
  if (content === undefined) return kept;
  return { ...kept, content: isArray(content) ? content.map(readable) : readable(content) };
};

const kindOf = (content: Json): string => (isObject(content) && typeof content["type"] === "string" ? content["type"] : "unknown");

/** Characters of members that cannot be read, as tokens of the text they stand for. */
const opaqueTokens = (content: Json): number => {
  const items = isObject(content) ? contentItems(content["content"]) : [];
  const length = [content, ...items].filter(isObject).flatMap((one) => [...opaque].map((key) => one[key]));
  return Math.round(length.reduce((sum: number, text) => sum + (typeof text === "string" ? text.length : 0), 0) / 6);
};

const putServerContent = (desk: Desk, item: Item, content: Json): void => {
  const text = writePythonJson(readable(content), plainStyle);
  const hidden = opaqueTokens(content);
  desk.sheet.text(ownerOf(item), text);
  desk.sheet.add(ownerOf(item), hidden);
  const tokens = Math.ceil(text.length / 3) + hidden;
  assume(desk, item, { code: "server-content", details: { kind: kindOf(content), tokens }, below: tokens * 0.8, above: tokens * 2 });
};

const putUnknown = (desk: Desk, item: Item, content: Json): void => {
  const text = writePythonJson(content, plainStyle);
  desk.sheet.text(ownerOf(item), text);
  const tokens = Math.ceil(text.length / 3);
  const details = { kind: kindOf(content), tokens };
  assume(desk, item, { code: "unknown-block", details, below: tokens * 0.9, above: Math.max(5000, tokens * 2) });
};

const putToolChange = (desk: Desk, item: Item, content: JsonObject): void => {
  const owner = ownerOf(item);
  const tool = content["tool"];
  if (content["type"] === "tool_removal") {
    desk.sheet.cut(owner, extras.toolRemoval);
  } else {
    desk.sheet.cut(owner, extras.toolAddition);
    const name = isObject(tool) && typeof tool["tool_name"] === "string" ? tool["tool_name"] : null;
    const defined = isObject(tool) && "input_schema" in tool;
    const text = defined
      ? `\n<functions>\n${toolLine(tool, false)}\n</functions>\n`
      : referenceText(name === null ? [] : [name], desk.settings.tools, false);
    desk.sheet.text(owner, text);
    desk.sheet.cut(owner, 0);
  }
  desk.sheet.doubt(2, 2);
};

/** Writes out a block of the system prompt. */
export const putSystemBlock = (desk: Desk, item: Item): void => {
  const { content } = item.block;
  const text = isObject(content) ? content["text"] : undefined;
  if (declaredTokens(content) !== null) putText(desk, ownerOf(item, "system"), content);
  else if (text !== undefined) putText(desk, ownerOf(item, "system"), text);
  else putBlock(desk, item, content);
};

/** What a newline parts from its neighbours within a message (framing-messages.md §2, §4). */
const gapBetween = (desk: Desk, before: string, after: string): string => {
  if (before === "image" || after === "image") return "\n";
  if (desk.frame.kind !== "A" && (before === "document" || after === "document")) return "\n";
  return "";
};

/** Writes out a block that is no call and no result of the client's own. */
export const putBlock = (desk: Desk, item: Item, content: Json): void => {
  const owner = ownerOf(item);
  const kind = kindOf(content);
  const declared = declaredTokens(content);
  if (declared !== null) putText(desk, owner, content);
  else if (!isObject(content)) putUnknown(desk, item, content);
  else if (kind === "text" && content["text"] !== undefined) putText(desk, owner, content["text"]);
  else if (kind === "image") desk.sheet.cut(owner, imageTokens(desk, item, content));
  else if (kind === "document") putDocument(desk, item, content);
  else if (kind === "search_result") putSearchResult(desk, item, content);
  else if (kind === "tool_addition" || kind === "tool_removal") putToolChange(desk, item, content);
  else if (kind.endsWith("_tool_result") || kind.startsWith("mcp_")) putServerContent(desk, item, content);
  else putUnknown(desk, item, content);
};

/** Writes out the blocks of messages of one role in a row: texts join with nothing, messages with a newline (framing-messages.md §2). */
export const putContents = (desk: Desk, messages: readonly (readonly Item[])[], join = "\n"): void => {
  let before: string | null = null;
  for (const message of messages) {
    let first = true;
    for (const item of message) {
      const kind = item.block.kind;
      const gap = before === null ? "" : first ? join : gapBetween(desk, before, kind);
      if (gap !== "") desk.sheet.text(ownerOf(item), gap);
      putBlock(desk, item, item.block.content);
      before = kind;
      first = false;
    }
  }
};

/** The text between the tags of a tool result, with what pictures in it add (framing-tools.md §3, §4). */
export const putResultText = (desk: Desk, item: Item): void => {
  const owner = ownerOf(item);
  const content = isObject(item.block.content) ? item.block.content["content"] : undefined;
  const parts = contentItems(content);
  const references = parts.filter((part) => kindOf(part) === "tool_reference");
  if (references.length > 0) {
    const names = references.map((part) => (isObject(part) && typeof part["tool_name"] === "string" ? part["tool_name"] : ""));
    desk.sheet.text(owner, referenceText(names, desk.settings.tools, desk.frame.ascii));
  }
  const texts = parts.filter((part) => kindOf(part) === "text").length;
  for (const part of parts) {
    const kind = kindOf(part);
    if (kind === "tool_reference") continue;
    if (kind === "image") putResultImage(desk, item, { content: part, texts });
    else putBlock(desk, item, part);
    if (kind === "document") putInResult(desk, item, part);
    else if (kind === "image" && isNewer(desk.frame)) desk.sheet.doubt(20, 20);
  }
};

/** Only PDFs were recorded in results, on the older family. */
const putInResult = (desk: Desk, item: Item, document: Json): void => {
  const source = isObject(document) ? document["source"] : null;
  const recorded = isObject(source) && source["type"] === "base64" && !isNewer(desk.frame);
  if (recorded) desk.sheet.add(ownerOf(item), pictures.pdfInResult);
  else desk.sheet.doubt(20, 20);
};

const putResultImage = (desk: Desk, item: Item, image: { readonly content: Json; readonly texts: number }): void => {
  const tokens = imageTokens(desk, item, image.content);
  desk.sheet.add(ownerOf(item), tokens + resultImageFrame(desk, image.texts));
  if (desk.frame.early) desk.sheet.doubt(2, 2);
};

const resultImageFrame = (desk: Desk, texts: number): number => {
  const extra = isNewer(desk.frame) ? pictures.inResultNewer.tokens : 0;
  return pictures.inResult.tokens - pictures.frame.tokens + pictures.perTextBeside.tokens * texts + extra;
};
