/**
 * The body of a Messages API request, member by member. A body is any JSON that a fixture or a
 * recording holds, so each reader says what a member of another kind counts as. Nothing is copied:
 * bodies are large.
 */
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { isFastName, modelOf } from "./model.ts";
import { wholeNumber } from "./number.ts";

/** The levels of a prompt, in the order it is rendered (caching-rules.md §1). */
export const levels = ["tools", "system", "messages"] as const;
export type Level = (typeof levels)[number];

/** `messages`; null where that is no list. */
export function messagesOf(body: JsonObject): readonly Json[] | null {
  const messages = body["messages"];
  return isArray(messages) ? messages : null;
}

/** `tools`, deferred ones included; empty where that is no list. */
export function toolsOf(body: JsonObject): readonly Json[] {
  const tools = body["tools"];
  return isArray(tools) ? tools : [];
}

/** `output_config`; empty where that is no object. */
export function outputConfigOf(body: JsonObject): JsonObject {
  const config = body["output_config"];
  return isObject(config) ? config : {};
}

/** The most output tokens the request allows, `max_tokens`; null where it says no whole number. */
export function maxTokensOf(body: JsonObject): number | null {
  return wholeNumber(body["max_tokens"]);
}

/**
 * Whether the request asks for fast mode, by `speed: "fast"` or by a gateway's name of the model
 * (billing.md §1.4).
 */
export function isFast(body: JsonObject): boolean {
  return body["speed"] === "fast" || isFastName(modelOf(body));
}

/** Whether the last message is the assistant's: the model goes on with it. */
export function endsInAnswer(body: JsonObject): boolean {
  const last = messagesOf(body)?.at(-1);
  return isObject(last) && last["role"] === "assistant";
}
