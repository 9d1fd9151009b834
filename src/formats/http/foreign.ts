import { isArray, isObject, valueAt, type JsonObject } from "../../json.ts";

/**
 * Whether a body with `model` and `messages` is one for OpenAI's API, or for another that speaks
 * it: a tool is `{ type: "function", function }` there, the system prompt is the first message, and
 * the models are not Claude's.
 */
export function isForeignRequest(body: JsonObject): boolean {
  const { model, messages, tools } = body;
  if (typeof model !== "string" || !isArray(messages)) return false;
  const firstRole = messages[0] === undefined ? undefined : valueAt(messages[0], ["role"]);
  return (
    /^(?:openai\/|gpt-|o\d|chatgpt|gemini|models\/)/i.test(model) ||
    (isArray(tools) && tools.some((tool) => isObject(valueAt(tool, ["function"])))) ||
    firstRole === "system" ||
    firstRole === "developer"
  );
}
