import { isArray, isObject, setMember, type Json, type JsonObject } from "../../json.ts";
import type { Block } from "../../prompt/prompt.ts";
import { compactText } from "./compact-text.ts";

/**
 * A block with the JSON in its texts written compactly: a text, a tool's result, a document in plain
 * text, a tool's description; of a tool's schema without the titles that only repeat a name. Null
 * where nothing gets shorter. What the assistant said is left as it was said.
 */
export function compactBlock({ role, level, kind, content }: Block): Json | null {
  if (!isObject(content) || role === "assistant") return null;
  const compact =
    level === "tools"
      ? kind === "custom"
        ? compactTool(content)
        : content
      : compactMembers(content, kind);
  return compact === content ? null : compact;
}

/** The members of a block that hold its text, by its kind. */
const textMembers: Readonly<Partial<Record<string, string>>> = {
  text: "text",
  tool_result: "content",
  document: "source",
};

function compactMembers(content: JsonObject, kind: string): JsonObject {
  const name = textMembers[kind];
  const value = name === undefined ? undefined : content[name];
  if (name === undefined || value === undefined) return content;
  const compact = compactValue(value);
  return compact === value ? content : { ...content, [name]: compact };
}

/** A text; a list of text blocks; a source of plain text. The same value where nothing changes. */
function compactValue(value: Json): Json {
  if (typeof value === "string") return compactText(value) ?? value;
  if (isArray(value)) {
    const items = value.map((item) =>
      isObject(item) && item["type"] === "text" ? compactMembers(item, "text") : item,
    );
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value) || value["type"] !== "text" || typeof value["data"] !== "string")
    return value;
  const data = compactText(value["data"]);
  return data === null ? value : { ...value, data };
}

function compactTool(tool: JsonObject): JsonObject {
  const { description, input_schema: schema } = tool;
  const terse = typeof description === "string" ? compactText(description) : null;
  const bare = schema === undefined ? undefined : withoutTitles(schema, null);
  if (terse === null && bare === schema) return tool;
  return {
    ...tool,
    ...(terse === null ? {} : { description: terse }),
    ...(bare === undefined ? {} : { input_schema: bare }),
  };
}

/**
 * A schema without each `title` that says the name it stands under once more (`Order Id` of
 * `order_id`), as generators of schemas write it. The same value where there is none.
 */
function withoutTitles(schema: Json, name: string | null): Json {
  if (isArray(schema)) {
    const items = schema.map((item) => withoutTitles(item, null));
    return items.every((item, index) => item === schema[index]) ? schema : items;
  }
  if (!isObject(schema)) return schema;
  let isChanged = false;
  const bare: Record<string, Json> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "title" && name !== null && typeof value === "string" && repeats(value, name)) {
      isChanged = true;
      continue;
    }
    const made =
      key === "properties" && isObject(value) ? withoutTitlesIn(value) : withoutTitles(value, null);
    isChanged ||= made !== value;
    setMember(bare, key, made);
  }
  return isChanged ? bare : schema;
}

function withoutTitlesIn(properties: JsonObject): JsonObject {
  const bare: Record<string, Json> = {};
  let isChanged = false;
  for (const [name, property] of Object.entries(properties)) {
    const made = withoutTitles(property, name);
    isChanged ||= made !== property;
    setMember(bare, name, made);
  }
  return isChanged ? bare : properties;
}

function repeats(title: string, name: string): boolean {
  const letters = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  return letters(title) === letters(name);
}
