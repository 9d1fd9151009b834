/** What a request forces its answer to be: a call of a tool, or JSON of a schema. */
import { outputConfigOf, toolsOf } from "../../api/request.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";

/** The tool that the request has the model call; null where it is free not to. */
export function forcedTool(
  body: JsonObject,
): { readonly tool: JsonObject; readonly any: boolean } | null {
  const choice = body["tool_choice"];
  if (!isObject(choice)) return null;
  const tools = toolsOf(body).filter(isObject).filter(isClients);
  const any = choice["type"] === "any";
  if (!any && choice["type"] !== "tool") return null;
  const tool = any ? tools[0] : tools.find(({ name }) => name === choice["name"]);
  return tool === undefined ? null : { tool, any };
}

/** Whether the client runs a tool: it says what it takes, or the API says it for it. */
function isClients(tool: JsonObject): boolean {
  return tool["input_schema"] !== undefined || usualInput(tool) !== null;
}

/**
 * A first input of the tools whose schema the API knows, by how their `type` begins
 * (https://docs.claude.com/en/docs/agents-and-tools/tool-use).
 */
const usualInputs: Readonly<Record<string, JsonObject>> = {
  bash: { command: "true" },
  computer: { action: "screenshot" },
  memory: { command: "view", path: "/memories" },
  text_editor: { command: "view", path: "." },
};

/** What a tool that the API has the schema of is called with; null: it is none of those. */
export function usualInput({ type }: JsonObject): JsonObject | null {
  const known = typeof type === "string" ? /^([a-z_]+)_\d{8}$/.exec(type)?.[1] : undefined;
  return known === undefined ? null : (usualInputs[known] ?? null);
}

/** The schema that the answer's text must fit; null where it is free. */
export function answerSchema(body: JsonObject): Json | null {
  const formats = [outputConfigOf(body)["format"], body["output_format"]].filter(isObject);
  const format = formats.find(({ type }) => type === "json_schema");
  return format === undefined ? null : (format["schema"] ?? {});
}
