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
 * it was sent, in one encoding or another, and answers are written into files.
 */
function withoutKey({ apiKey, authToken }: Anthropic, text: string): string {
  return [apiKey, authToken].reduce<string>(
    (rest, key) =>
      key === null || key.length < shortestKey ? rest : rest.replaceAll(keyPattern(key), "***"),
    text,
  );
}

const keyPatterns = new Map<string, RegExp>();

function keyPattern(key: string): RegExp {
  const known = keyPatterns.get(key) ?? new RegExp(writtenForms(key.trim()).join("|"), "gi");
  keyPatterns.set(key, known);
  return known;
}

/**
 * A key as it may be written, each form as a pattern: as it is, with any of its characters escaped
 * as in JSON, HTML or an address; backwards; in base 16; in base 64, wherever it begins there.
 */
function writtenForms(key: string): readonly string[] {
  const bytes = Buffer.from(key);
  const escaped = bytes.toString("hex").replaceAll(/../g, (hex) => {
    const code = Number.parseInt(hex, 16);
    const plain = asPattern(String.fromCodePoint(code));
    return String.raw`(?:${plain}|\\+u00${hex}|&#x0*${hex};|&#0*${code};|%${hex})`;
  });
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      // What its neighbours have a part in is left out.
      .slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6)),
  );
  const backwards = key.split("").toReversed().join("");
  return [
    escaped,
    asPattern(backwards),
    bytes.toString("hex"),
    ...base64.map((text) => text.replaceAll("+", "[+-]").replaceAll("/", "[/_]")),
  ];
}

function asPattern(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_]/g, "\\$&");
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
