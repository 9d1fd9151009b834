import { toolsOf } from "../../api/request.ts";
import { contentOf } from "../../api/response.ts";
import { isObject, type JsonObject } from "../../json.ts";
import { answerSchema, forcedTool } from "./forced.ts";

/**
 * Whether a recorded answer may be one to a request that was changed since: it calls only tools that
 * are there, one where the request forces it, and is JSON where that is asked for.
 */
export function fitsRequest(response: JsonObject, body: JsonObject): boolean {
  const content = contentOf(response)?.filter(isObject);
  if (content === undefined) return true;
  const calls = content.filter(({ type }) => type === "tool_use");
  const known = new Set(
    toolsOf(body)
      .filter(isObject)
      .map(({ name }) => name),
  );
  if (calls.some(({ name }) => !known.has(name))) return false;
  const tool = forcedTool(body);
  if (tool !== null) return calls.some(({ name }) => tool.any || name === tool.tool["name"]);
  if (answerSchema(body) === null || calls.length > 0) return true;
  const texts = content.map(({ text }) => (typeof text === "string" ? text : ""));
  return isJson(texts.join(""));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
