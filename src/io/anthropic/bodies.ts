/** Bodies and answers of the Claude API, as the SDK takes and gives them. */
import type Anthropic from "@anthropic-ai/sdk";
import { isDocument, type JsonObject } from "../../json.ts";

type Sendable = Parameters<Anthropic["messages"]["stream"]>[0] &
  Parameters<Anthropic["beta"]["messages"]["stream"]>[0];

/** Whether a body has what a request to answer must have, as far as the SDK asks. */
export function isSendable(value: unknown): value is Sendable {
  return isCountable(value) && "max_tokens" in value;
}

type Countable = Anthropic.MessageCountTokensParams & Anthropic.Beta.MessageCountTokensParams;

/** Whether a body has what `count_tokens` must be given: a model and messages. */
export function isCountable(value: unknown): value is Countable {
  return (
    typeof value === "object" &&
    value !== null &&
    "model" in value &&
    typeof value.model === "string" &&
    "messages" in value &&
    Array.isArray(value.messages)
  );
}

/** A request of 32 MB, which is the largest there is, has fewer. */
const mostTokens = 100_000_000;

/** The number `count_tokens` answers with; null where no request can have so many, or so few. */
export function countOf(answer: unknown): number | null {
  if (typeof answer !== "object" || answer === null || !("input_tokens" in answer)) return null;
  const { input_tokens: tokens } = answer;
  const isCount = typeof tokens === "number" && Number.isInteger(tokens);
  return isCount && tokens >= 1 && tokens <= mostTokens ? tokens : null;
}

/** Shorter ones are words that stand in answers: a server of a test takes any key. */
const shortestKey = 8;

/**
 * A text without the key that requests are sent with: who answers in the API's place may repeat what
 * it was sent, and answers are written into files.
 */
export function withoutKey(client: Anthropic, text: string): string {
  return [client.apiKey, client.authToken].reduce<string>(
    (rest, key) =>
      key === null || key.length < shortestKey
        ? rest
        : rest.replaceAll(new RegExp(key.replaceAll(/[^A-Za-z0-9_]/g, "\\$&"), "gi"), "***"),
    text,
  );
}

/** What the API answers, without the key. */
export function cleanAnswer(client: Anthropic, answer: unknown): unknown {
  return answer === undefined ? null : JSON.parse(withoutKey(client, JSON.stringify(answer)));
}

/** The same as plain JSON; null where it is no object. */
export function copyAnswer(client: Anthropic, answer: object): JsonObject | null {
  return copyDocument(cleanAnswer(client, answer));
}

/** An object of the SDK as plain JSON; null where it is none. */
export function copyDocument(value: unknown): JsonObject | null {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  return isDocument(plain) ? plain : null;
}
