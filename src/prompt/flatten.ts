import { messagesOf, toolsOf, type Level } from "../api/request.ts";
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import type { Block } from "./prompt.ts";

/** A block as it stands in the body, before it has numbers. */
export interface RawBlock {
  readonly level: Level;
  readonly path: string;
  readonly message: number;
  readonly role: Block["role"];
  readonly kind: string;
  /**
   * As sent; a text that stands as a string, or is declared in a string's place, is made one text
   * block.
   */
  readonly raw: Json;
}

/**
 * A tool the model is not shown until a `tool_reference` names it: outside the prefix
 * (caching-rules.md §2).
 */
export function isDeferred(tool: Json): boolean {
  return isObject(tool) && tool["defer_loading"] === true;
}

/**
 * A tool that the API renders as system text, behind all tools: switching web search or web fetch
 * keeps the tools' cache (caching-rules.md §2), and a marker on such a tool alone caches nothing of
 * it (three recordings of Sonnet 4).
 */
export function isSystemTool(kind: string): boolean {
  return /^web_(?:search|fetch)_\d/.test(kind);
}

/** A system message that is gone once a later user message exists (caching-rules.md §8). */
export function isTurnScoped(message: Json | undefined): boolean {
  return isObject(message) && typeof message["clear_at"] === "string";
}

type BlockPlace = Pick<RawBlock, "level" | "message" | "role">;

/**
 * The blocks of a body in render order: tools, system, messages. Left out is what is not rendered:
 * deferred tools, and turn-scoped messages whose turn is over.
 */
export function flatten(body: JsonObject): readonly RawBlock[] {
  const outside: BlockPlace = { level: "tools", message: -1, role: null };
  const toolBlocks = toolsOf(body).flatMap((raw, index): readonly RawBlock[] =>
    isDeferred(raw)
      ? []
      : [{ ...outside, path: `tools.${index}`, kind: kindOf(raw, "tools"), raw }],
  );
  const system =
    body["system"] === ""
      ? []
      : contentBlocks(body["system"], "system", { ...outside, level: "system" });
  return [...toolBlocks, ...system, ...messageBlocks(messagesOf(body) ?? [])];
}

function kindOf(raw: Json, level: Level): string {
  if (!isObject(raw)) return "unknown";
  const type = raw["type"];
  if (typeof type === "string") return type;
  if (level === "tools") return "custom";
  return isDeclared(raw) ? "text" : "unknown";
}

function isDeclared(value: Json | undefined): value is JsonObject {
  return isObject(value) && "$tokens" in value;
}

/**
 * The blocks of a `system` or a `content`: a string, or a text declared in its place, is one text
 * block.
 */
function contentBlocks(
  content: Json | undefined,
  path: string,
  where: BlockPlace,
): readonly RawBlock[] {
  if (typeof content === "string" || isDeclared(content)) {
    const raw = { type: "text", text: content };
    return [{ ...where, path, kind: "text", raw }];
  }
  if (!isArray(content)) return [];
  return content.map((raw, index) => ({
    ...where,
    path: `${path}.${index}`,
    kind: kindOf(raw, where.level),
    raw,
  }));
}

function messageBlocks(messages: readonly Json[]): readonly RawBlock[] {
  const lastUser = messages.findLastIndex(
    (message) => isObject(message) && roleOf(message) === "user",
  );
  return messages.flatMap((message, index) => {
    if (!isObject(message) || (isTurnScoped(message) && index < lastUser)) return [];
    return contentBlocks(message["content"], `messages.${index}.content`, {
      level: "messages",
      message: index,
      role: roleOf(message),
    });
  });
}

function roleOf(message: JsonObject): Block["role"] {
  const role = message["role"];
  return role === "assistant" || role === "system" ? role : "user";
}
