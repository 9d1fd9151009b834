import { isArray, isObject, valueAt, type Json, type JsonObject } from "../../json.ts";
import type { Format } from "../format.ts";
import { readEach } from "./shape.ts";

/**
 * The body of a request as it is sent, nothing around it; of JSONL a line each, those of a
 * conversation one after the other.
 */
export const request: Format = {
  title: "a request's body",
  sees: (document) =>
    isObject(document) &&
    typeof document["model"] === "string" &&
    isArray(document["messages"]) &&
    document["usage"] === undefined &&
    !isForeign(document),
  runs: "log",
  open: readEach(({ document }) => {
    const { value } = document;
    if (!isObject(value)) return [];
    return [
      {
        path: [],
        bodyPath: [],
        endpoint: "messages",
        request: value,
        betas: null,
        response: null,
        at: null,
        batch: false,
        customId: null,
        run: null,
        id: null,
      },
    ];
  }),
};

/**
 * Whether a body with `model` and `messages` is one for OpenAI's API, or for another that speaks
 * it: a tool is `{ type: "function", function }` there, the system prompt and a tool's result are
 * messages of their own, and the models are not Claude's.
 */
export function isForeign(body: JsonObject): boolean {
  const { model, messages, tools } = body;
  const first = isArray(messages) ? messages[0] : undefined;
  const firstRole = first === undefined ? undefined : valueAt(first, ["role"]);
  return (
    (typeof model === "string" && /^(?:openai\/|gpt-|o\d|chatgpt|gemini|models\/)/i.test(model)) ||
    (isArray(tools) && tools.some((tool: Json) => isObject(valueAt(tool, ["function"])))) ||
    firstRole === "system" ||
    firstRole === "developer"
  );
}
