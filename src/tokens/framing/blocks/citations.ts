import { isArray, isObject, type Json, type JsonObject } from "../../../json.ts";
import { tagPrefix } from "./calls.ts";
import { chunksOf } from "./chunks.ts";

/**
 * The text of an answer as the model wrote it: what it cites stands in a tag that names document
 * and sentence (recorded: 71 cited answers without tools of the server, Haiku 3.5 to Sonnet 5.5,
 * all to the token; one of them sent back).
 */
export function citedText(block: JsonObject): string {
  const text = typeof block["text"] === "string" ? block["text"] : "";
  const citations = isArray(block["citations"]) ? block["citations"].filter(isObject) : [];
  if (citations.length === 0) return text;
  const places = citations.map(placeOf).join(",");
  return `<${tagPrefix}cite index="${places}">${text}</${tagPrefix}cite>`;
}

/** `0-0`, or `0-0:1` for more than one sentence: numbers of up to three digits cost alike. */
function placeOf(citation: JsonObject): string {
  const document = numberAt(citation["document_index"] ?? citation["search_result_index"]);
  const start = numberAt(citation["start_block_index"] ?? citation["start_page_number"]);
  return `${document}-${start}${sentences(citation) > 1 ? `:${start + 1}` : ""}`;
}

function sentences({ type, cited_text: text }: JsonObject): number {
  return type === "char_location" && typeof text === "string" ? chunksOf(text).length : 1;
}

function numberAt(value: Json | undefined): number {
  return typeof value === "number" ? value : 0;
}
