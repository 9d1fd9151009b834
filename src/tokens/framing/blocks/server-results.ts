import { isArray, isObject, type Json, type JsonObject } from "../../../json.ts";
import { readSealed } from "../../media/sealed.ts";
import { isNewer } from "../frame.ts";
import { extras } from "../measured/sections.ts";
import { maskedResult, searchRates, searchResultFrame } from "../measured/sealed.ts";
import { writePythonJson } from "../python-json.ts";
import { assume, ownerOf, type Item, type RenderContext } from "../render-context.ts";
import { contentItems, referenceText } from "./calls.ts";
import { putDocument } from "./documents.ts";

/** Opaque members of other results: what they hold is not their text. */
const opaque = new Set(["encrypted_content", "encrypted_index", "signature", "encrypted_stdout"]);

/** Whether a block is the result of a tool that the API runs itself. */
export function isServerResult(kind: string): boolean {
  return kind.endsWith("_tool_result");
}

/** Writes what a server's tool has given, as it stands between the tags of a result. */
export function putServerResult(context: RenderContext, item: Item, content: JsonObject): void {
  const { kind } = item.block;
  const inner = content["content"];
  if (kind === "tool_search_tool_result" && isObject(inner)) putReferences(context, item, inner);
  else if (kind === "web_fetch_tool_result" && isObject(inner) && isObject(inner["content"]))
    putFetched(context, item, inner["content"]);
  else if (kind === "web_search_tool_result" && isArray(inner))
    putSearched(context, item, inner.filter(isObject));
  else putUnreadResult(context, item, content);
}

/** Tools that a search found: their lines, as where a client hands them over. */
function putReferences(context: RenderContext, item: Item, found: JsonObject): void {
  const names = contentItems(found["tool_references"])
    .filter(isObject)
    .map(({ tool_name: name }) => (typeof name === "string" ? name : ""));
  const { settings, frame, writer } = context;
  writer.text(ownerOf(item), referenceText(names, settings.tools, frame.kind.escapesNonAscii));
  writer.doubt(10, 10);
}

/** A page or file that was fetched: its text, or the PDF, and a frame of known size. */
function putFetched(context: RenderContext, item: Item, document: JsonObject): void {
  const { writer, frame } = context;
  const owner = ownerOf(item);
  const source = isObject(document["source"]) ? document["source"] : {};
  writer.cut(owner, isNewer(frame) ? extras.fetchedNewer : extras.fetched);
  if (source["type"] === "text" && typeof source["data"] === "string")
    writer.text(owner, source["data"]);
  else putDocument(context, item, document);
  writer.cut(owner, 0);
  writer.doubt(6, 6);
}

/** Results of a web search: titles and addresses to be read, texts by the size of their seals. */
function putSearched(context: RenderContext, item: Item, results: readonly JsonObject[]): void {
  const { writer, frame } = context;
  const owner = ownerOf(item);
  const rate = searchRates[frame.tokenizer];
  const typical = maskedResult[frame.tokenizer];
  let [low, middle, high, masked] = [0, 0, 0, 0];
  for (const result of results) {
    const parts = ["title", "url", "page_age"].map((key) => result[key]);
    writer.cut(owner, searchResultFrame);
    writer.text(owner, parts.filter((part) => typeof part === "string").join("\n"));
    const value = result["encrypted_content"];
    const sealed = readSealed(typeof value === "string" ? value : "");
    const [size, by] = sealed.kind === "masked" ? [1, typical] : [sealed.bytes, rate];
    if (sealed.kind === "masked") masked += 1;
    low += size * by.low;
    middle += size * by.middle;
    high += size * by.high;
  }
  const tokens = Math.round(middle);
  writer.cut(owner, tokens);
  const [below, above] = [tokens - low, high - tokens];
  if (masked > 0) {
    const details = { member: "encrypted_content", kind: "web_search_tool_result", tokens };
    assume(context, item, { code: "content-masked", details, below, above });
    return;
  }
  const details = { kind: item.block.kind, tokens };
  assume(context, item, { code: "server-content", details, below, above });
}

/** Any other result: its JSON as text. */
export function putUnreadResult(context: RenderContext, item: Item, content: Json): void {
  const text = writePythonJson(readable(content), { ascii: false, sorted: false, indent: null });
  const hidden = opaqueTokens(content);
  context.writer.text(ownerOf(item), text);
  context.writer.add(ownerOf(item), hidden);
  const tokens = Math.ceil(text.length / 3) + hidden;
  const type = isObject(content) ? content["type"] : null;
  assume(context, item, {
    code: "server-content",
    details: { kind: typeof type === "string" ? type : "unknown", tokens },
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
  const lengths = [content, ...items]
    .filter(isObject)
    .flatMap((part) => [...opaque].map((key) => part[key]))
    .map((text) => (typeof text === "string" ? text.length : 0));
  return Math.round(lengths.reduce((all, length) => all + length, 0) / 6);
}
