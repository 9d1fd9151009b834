import { messagesOf } from "../api/request.ts";
import { contentOf, isCutOff, thinkingTokens } from "../api/response.ts";
import { isObject, type JsonObject } from "../json.ts";
import { contentItems, invokeText, tagPrefix } from "./framing/blocks/calls.ts";
import { citedText } from "./framing/blocks/citations.ts";
import { isNewer, type Frame } from "./framing/frame.ts";
import type { CountText } from "./text-run.ts";

/**
 * What stands before an answer on the older family; the space after it merges with a word, not with
 * a line's end.
 */
const opening = "Assistant:";

/** The kinds of answer blocks whose output tokens follow from what is recorded of them. */
const countable = new Set(["text", "tool_use", "thinking", "redacted_thinking"]);

/**
 * Output tokens of a recorded answer as this model would count the same text (framing-messages.md
 * §8): the text, the calls, the marks of what is cited, the end, and thinking as the usage gives
 * it. Null where the content is not there or holds what cannot be counted.
 */
export function countAnswer(
  frame: Frame,
  answer: { readonly request: JsonObject; readonly response: JsonObject },
  count: CountText,
): number | null {
  const { request, response } = answer;
  const content = contentOf(response) ?? [];
  if (content.length === 0) return null;
  const blocks = content.filter(isObject);
  if (
    blocks.length < content.length ||
    blocks.some((block) => !countable.has(textAt(block, "type")))
  )
    return null;
  if ("elided" in response) return null;
  const text = blocks
    .filter((block) => block["type"] === "text")
    .map(citedText)
    .join("");
  const calls = blocks.filter(isCall);
  const thought = blocks
    .filter((block) => block["type"] === "thinking")
    .map((block) => textAt(block, "thinking"))
    .join("");
  const hidden = blocks.some((block) => block["type"] === "redacted_thinking");
  const reported = thinkingTokens(response);
  const thinks = thought !== "" || hidden || blocks.some((block) => block["type"] === "thinking");
  const newer = isNewer(frame);
  if (thinks && reported === null && (hidden || thought === "" || newer)) return null;
  const end = isCutOff(response) ? 0 : endOf(frame);
  const textTokens =
    text === "" && calls.length > 0 ? 0 : countAnswerText(frame, { text, request }, count);
  const thinking =
    reported ?? (thought === "" ? 0 : count(`${thought}\n</${tagPrefix}thinking>\n\n`));
  if (calls.length === 0) return thinking + textTokens + end;
  const callTokens = count(callsText(calls, newer ? "" : tagPrefix));
  // Without a text before them the calls begin with a hidden newline.
  return thinking + textTokens + callTokens + (newer ? 2 : 1);
}

/**
 * Tokens that end an answer (framing-messages.md §8); on Opus 4.7, an older text in the newer
 * vocabulary, one more (recorded: 6 of 6, two sources).
 */
function endOf(frame: Frame): number {
  if (isNewer(frame)) return 2;
  return frame.tokenizer === "v3" ? 3 : 4;
}

function textAt(block: JsonObject, key: string): string {
  const value = block[key];
  return typeof value === "string" ? value : "";
}

function isCall(block: JsonObject): boolean {
  return block["type"] === "tool_use";
}

/**
 * Tokens of an answer's text where it stands (framing-messages.md §8). On the older family that is
 * after "Assistant: ", after what the request made the assistant say, or right after a tool's
 * result.
 */
function countAnswerText(
  frame: Frame,
  answer: { readonly text: string; readonly request: JsonObject },
  count: CountText,
): number {
  const { text, request } = answer;
  if (isNewer(frame)) return count(text);
  const last = messagesOf(request)?.at(-1);
  const content = contentItems(isObject(last) ? last["content"] : undefined).filter(isObject);
  if (content.some((block) => block["type"] === "tool_result"))
    return count(text) + (frame.generation.early ? 1 : 0);
  const prefilled =
    isObject(last) && last["role"] === "assistant" ? textAt(content.at(-1) ?? {}, "text") : "";
  if (prefilled !== "") return count(`${prefilled}${text}`) - count(prefilled);
  return count(`${opening}${text.startsWith("\n") ? "" : " "}${text}`) - count(opening);
}

/** The text of calls: on the older family with the tags' prefix (framing-messages.md §8). */
function callsText(calls: readonly JsonObject[], prefix: string): string {
  if (calls.length === 0) return "";
  const invokes = calls.map((call) => `${invokeText(call, { prefix, ascii: false })}\n`);
  return `<${prefix}function_calls>\n${invokes.join("")}</${prefix}function_calls>`;
}
