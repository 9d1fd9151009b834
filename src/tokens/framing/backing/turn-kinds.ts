import { isArray, isObject, type Json } from "../../../json.ts";
import type { Item } from "../render-context.ts";
import { callsTools } from "../turns.ts";
import { kind, type ContentKind } from "./content-kind.ts";

/** What most requests are made of: turns, calls, tools, system prompt, text. */
export const turnKinds = {
  "system-message": kind("a system message among the others", "model", [1, 3], ({ turns }) =>
    turns.some(({ role }) => role === "system"),
  ),
  "undefined-calls": kind(
    "calls of tools that are not defined",
    "kind",
    [1, 3],
    ({ tools, prompt }) => !tools && callsTools(prompt),
  ),
  "thinking-tags": kind(
    "thinking tags in a text",
    "generation",
    [3, 5],
    ({ frame, turns }) =>
      frame.generation.early &&
      turns.some(
        ({ role, messages }) => role === "assistant" && messages.flat().some(opensThinking),
      ),
  ),
  "failed-result": kind("a tool result that failed", "kind", [2, 5], ({ blocks }) =>
    blocks.has("result:error"),
  ),
  "parallel-results": kind("several tool results together", "kind", [2, 5], ({ turns }) =>
    turns.some(({ messages }) => messages.flat().filter(isResult).length > 1),
  ),
  "text-with-results": kind("a text beside tool results", "kind", [2, 5], ({ turns }) =>
    turns.some(({ messages }) => {
      const items = messages.flat();
      return items.some(isResult) && !items.every(isResult);
    }),
  ),
  image: kind("a picture", "images", [1, 5], ({ blocks }) => blocks.has("user:image")),
  prefill: kind(
    "an answer that the request begins",
    "kind",
    [1, 3],
    ({ turns }) => turns.at(-1)?.role === "assistant",
  ),
  "assistant-first": kind(
    "an answer as the first message",
    "kind",
    [1, 9],
    ({ turns }) => turns[0]?.role === "assistant",
  ),
  "role-twice": kind("messages of one role in a row", "kind", [1, 2], ({ turns }) =>
    turns.some(({ messages }) => messages.length > 1),
  ),
  "tools-beyond-ascii": kind("tools beyond ASCII", "kind", [5, 40], ({ settings }) =>
    settings.tools.some(
      ({ defer_loading: deferred, name, description, input_schema: schema }) =>
        deferred !== true && isBeyondAscii([name ?? null, description ?? null, schema ?? null]),
    ),
  ),
  "tool-calls": kind(
    "calls of tools",
    "kind",
    [1, 5],
    ({ tools, blocks }) => tools && blocks.has("assistant:tool_use"),
  ),
  tools: {
    ...kind("the tool prompt", "generation", [2, 75], ({ tools }) => tools),
    published: "auto",
  },
  system: kind("a system prompt", "kind", [1, 2], ({ prompt }) =>
    prompt.blocks.some(({ level }) => level === "system"),
  ),
  text: kind("plain text", "kind", [1, 6], () => true),
} as const satisfies Readonly<Record<string, ContentKind>>;

/** Claude 3 Opus wrote its thinking so before calls; sent back it costs 3 less (2 recordings). */
function opensThinking({ block: { content } }: Item): boolean {
  return (
    isObject(content) && typeof content["text"] === "string" && /<thinking>/.test(content["text"])
  );
}

function isResult({ block }: Item): boolean {
  return block.kind === "tool_result";
}

function isBeyondAscii(value: Json): boolean {
  if (typeof value === "string") return beyondAscii.test(value);
  if (isArray(value)) return value.some(isBeyondAscii);
  return isObject(value) && Object.entries(value).flat().some(isBeyondAscii);
}

const beyondAscii = /[\u0080-\uffff]/;
