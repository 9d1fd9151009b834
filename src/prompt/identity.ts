import { writeJsonAs, type JsonStyle } from "../json-writer.ts";
import { isArray, isNumberText, isObject, type Json, type JsonObject } from "../json.ts";

const compact: JsonStyle = {
  scalar: (value) => (isNumberText(value) ? value.numberText : JSON.stringify(value)),
  key: (name) => `${JSON.stringify(name)}:`,
  order: (names) => names,
  separator: ",",
  margin: () => "",
};
const compactSorted: JsonStyle = { ...compact, order: (names) => names.sort() };

/**
 * JSON text, written without recursion, so that a body of any depth can be written. Equal texts are
 * equal values; `sorted` takes key order out.
 */
export function writeFlat(root: Json, sorted = false): string {
  return writeJsonAs(root, sorted ? compactSorted : compact);
}

/**
 * A text that identifies a block. Plain ones are texts of text blocks, never equal to JSON that
 * reads the same.
 */
interface Identity {
  readonly text: string;
  readonly isPlain: boolean;
}

/**
 * What identifies a block's bytes: its JSON with keys in the order they have, without cache markers
 * and without members that only spell out a default (caching-rules.md §1, vendor-tools.md §3).
 * `sorted` takes key order out. A plain text block, which is nearly all there is in most prompts,
 * is its text: the very same string, not a copy.
 */
export function readIdentity(
  raw: Json,
  options: { readonly isTool: boolean; readonly sorted: boolean },
): Identity {
  if (!isObject(raw)) return { text: writeFlat(raw), isPlain: false };
  const normal = normalize(raw, options.isTool);
  const { text } = normal;
  const isPlain =
    !options.isTool &&
    normal["type"] === "text" &&
    typeof text === "string" &&
    Object.keys(normal).length === 2;
  return isPlain ? { text, isPlain } : { text: writeFlat(normal, options.sorted), isPlain };
}

function normalize(raw: JsonObject, isTool: boolean): JsonObject {
  const block = withoutDefaults(raw, isTool);
  if (isTool) return block;
  const content = innerContent(block["content"]);
  const source = block["source"];
  const inner =
    isObject(source) && isArray(source["content"])
      ? { ...source, content: source["content"].map(blockItem) }
      : undefined;
  if (raw["type"] === "tool_result" && content !== undefined && content !== block["content"]) {
    return { ...block, content, ...(inner === undefined ? {} : { source: inner }) };
  }
  return inner === undefined ? block : { ...block, source: inner };
}

function withoutDefaults(raw: JsonObject, isTool: boolean): JsonObject {
  const isSaid = ([name, value]: readonly [string, Json]): boolean =>
    !isDefault(name, value, isTool);
  const members = Object.entries(raw);
  return members.every(isSaid) ? raw : Object.fromEntries(members.filter(isSaid));
}

/** Members that say no more than their absence: they are not rendered (vendor-tools.md §3). */
function isDefault(name: string, value: Json, isTool: boolean): boolean {
  if (name === "cache_control" || value === null) return true;
  if (name === "citations") return isObject(value) && value["enabled"] !== true;
  if (!isTool) return name === "is_error" && value === false;
  if (name === "type") return value === "custom";
  if (name === "description") return value === "";
  return (
    (name === "strict" || name === "eager_input_streaming" || name === "defer_loading") &&
    value === false
  );
}

/**
 * The content of a tool result or of a document's source: a string is one text block, and markers
 * are not bytes.
 */
function innerContent(value: Json | undefined): Json | undefined {
  if (typeof value === "string") return [{ type: "text", text: value }];
  return isArray(value) ? value.map(blockItem) : value;
}

function blockItem(item: Json): Json {
  return isObject(item) ? withoutDefaults(item, false) : item;
}
