/** A snapshot's requests without `$append` and `$answer`, their other references as they stand. */
import { withoutMarkers } from "../../api/cache-control.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";

/**
 * A request as its file has it, the one before and the answer to that put in place. `answer`: the
 * blocks that were answered; null: they are not known, and an `$answer` stays.
 */
export function expandRequest(
  request: JsonObject,
  before: JsonObject | null,
  answer: readonly Json[] | null,
): JsonObject {
  const { messages } = request;
  if (isArray(messages)) return { ...request, messages: messages.map((m) => fill(m, answer)) };
  if (!isObject(messages) || !isArray(messages["$append"]) || before === null) return request;
  const earlier = before["messages"];
  const kept = isArray(earlier)
    ? messages["keep-markers"] === true
      ? earlier
      : earlier.map(withoutMarkers)
    : [];
  return {
    ...before,
    ...request,
    messages: [...kept, ...messages["$append"].map((message) => fill(message, answer))],
  };
}

function fill(message: Json, answer: readonly Json[] | null): Json {
  if (!isObject(message) || answer === null) return message;
  if (isAnswer(message)) return { role: "assistant", content: answer };
  const { content } = message;
  if (isAnswer(content)) return { ...message, content: answer };
  if (!isArray(content) || !content.some(isAnswer)) return message;
  return { ...message, content: content.flatMap((block) => (isAnswer(block) ? answer : [block])) };
}

function isAnswer(value: Json | undefined): boolean {
  return isObject(value) && Object.hasOwn(value, "$answer");
}
