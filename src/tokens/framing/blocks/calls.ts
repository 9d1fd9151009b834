import { isArray, isObject, type Json, type JsonObject } from "../../../json.ts";
import { writePythonJson } from "../python-json.ts";

/** The prefix of the model's own tags (framing-tools.md §3). */
export const tagPrefix = "antml:";

/**
 * A tool's line in the tool list (framing-tools.md §2): JSON with sorted keys, the schema as it was
 * sent.
 */
export function toolLine(tool: JsonObject, ascii: boolean): string {
  const description = tool["description"];
  const shown: JsonObject = {
    ...(description === undefined || description === null || description === ""
      ? {}
      : { description }),
    name: tool["name"] ?? "",
    parameters: tool["input_schema"] ?? {},
  };
  return `<function>${writePythonJson(shown, { ascii, sorted: true, indent: null })}</function>`;
}

/**
 * The lines of named tools as a tool search hands them over; a name that no tool has is left out
 * (framing-tools.md §4).
 */
export function referenceText(
  names: readonly string[],
  tools: readonly JsonObject[],
  ascii: boolean,
): string {
  const named = names.flatMap((name) => tools.filter((tool) => tool["name"] === name));
  return `\n<functions>\n${named.map((tool) => toolLine(tool, ascii)).join("\n")}\n</functions>\n`;
}

/**
 * One call as text (framing-tools.md §3). `prefix` is `tagPrefix`; empty in an answer of the newer
 * family.
 */
export function invokeText(
  call: Json,
  style: { readonly prefix: string; readonly ascii: boolean },
): string {
  const { prefix, ascii } = style;
  const body = isObject(call) ? call : {};
  const input = body["input"];
  const name = typeof body["name"] === "string" ? body["name"] : "";
  const parameters = isObject(input) ? Object.entries(input) : [];
  const lines = parameters.map(
    ([key, value]) =>
      `<${prefix}parameter name="${key}">${parameterText(value, ascii)}</${prefix}parameter>\n`,
  );
  return `<${prefix}invoke name="${name}">\n${lines.join("")}</${prefix}invoke>`;
}

function parameterText(value: Json, ascii: boolean): string {
  return typeof value === "string"
    ? value
    : writePythonJson(value, { ascii, sorted: false, indent: null });
}

/** The items of a content that may be a string, a text declared by size, or a list. */
export function contentItems(content: Json | undefined): readonly Json[] {
  if (content === undefined || content === null) return [];
  return isArray(content) ? content : [{ type: "text", text: content }];
}
