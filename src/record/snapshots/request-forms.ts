/** The ways a request may stand in its file, the shortest first. */
import { messagesOf } from "../../api/request.ts";
import { isArray, isObject, writeJson, type Json, type JsonObject } from "../../json.ts";

/** A request that was sent, and as it is written whole, references in it. */
export interface SentRequest {
  readonly body: JsonObject;
  readonly written: JsonObject;
}

/**
 * Forms of a request behind another one of its run: continuing it by `$append`, with and without its
 * markers, and whole. In each an answer that is sent back as it came is `$answer`. Which of them
 * says what was sent, reading decides.
 */
export function requestForms(
  sent: SentRequest,
  before: SentRequest | null,
  answer: readonly Json[] | null,
): readonly JsonObject[] {
  const count = before === null ? 0 : (messagesOf(before.body)?.length ?? 0);
  const whole = withAnswer(sent, count, answer);
  if (before === null || count === 0) return [whole];
  const messages = messagesOf(whole) ?? [];
  const isGone = Object.keys(before.body).some((key) => sent.body[key] === undefined);
  if (messages.length <= count || isGone) return [whole];
  const own = Object.entries(whole).filter(
    ([key, value]) =>
      key !== "messages" && !isEqual(before.written[key], value, before.body[key], sent.body[key]),
  );
  const appended = messages.slice(count);
  return [
    Object.fromEntries([...own, ["messages", { $append: appended }]]),
    Object.fromEntries([...own, ["messages", { $append: appended, "keep-markers": true }]]),
    whole,
  ];
}

/** Both as they are written and as they are sent: a value that changes is written anew. */
function isEqual(
  a: Json | undefined,
  b: Json | undefined,
  sentA: Json | undefined,
  sentB: Json | undefined,
): boolean {
  return sameText(a, b) && sameText(sentA, sentB);
}

function sameText(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && writeJson(a) === writeJson(b));
}

/** The request as it is written, with `$answer` where the message at `index` is the answer. */
function withAnswer(
  { body, written }: SentRequest,
  index: number,
  answer: readonly Json[] | null,
): JsonObject {
  const message = messagesOf(body)?.[index];
  const messages = written["messages"];
  if (answer === null || !isArray(messages) || !isObject(message)) return written;
  const repeated = writeJson({ role: "assistant", content: answer });
  if (writeJson(message) !== repeated) return written;
  return {
    ...written,
    messages: messages.map((one, at) => (at === index ? { $answer: true } : one)),
  };
}
