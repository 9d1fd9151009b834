import { toolsOf } from "../../api/request.ts";
import { isArray, isObject, type Json } from "../../json.ts";
import type { Block, Prompt } from "../../prompt/prompt.ts";
import type { Item, Turn } from "./render-context.ts";

/**
 * The messages of a prompt as turns: those of one role in a row are one turn (framing-messages.md
 * §2).
 */
export function readTurns(prompt: Prompt): readonly Turn[] {
  const turns: { role: Turn["role"]; messages: Item[][] }[] = [];
  let message = -1;
  for (const [index, block] of prompt.blocks.entries()) {
    if (block.level !== "messages") continue;
    const role = block.role ?? "user";
    const last = turns.at(-1);
    if (last === undefined || last.role !== role)
      turns.push({ role, messages: [[{ index, block }]] });
    else if (block.message !== message) last.messages.push([{ index, block }]);
    else last.messages.at(-1)?.push({ index, block });
    message = block.message;
  }
  return turns;
}

/**
 * Index of the last user block that is no tool result; thinking before it belongs to earlier turns.
 */
export function lastUserText(prompt: Prompt): number {
  return prompt.blocks.findLastIndex(
    (block) => block.role === "user" && block.kind !== "tool_result",
  );
}

/** A system block that Claude Code clients send and the API leaves out (framing-tools.md §2). */
const billingHeader = "x-anthropic-billing-header:";

/** The blocks of a level, in order; system blocks that are not counted are left out. */
export function itemsOf(prompt: Prompt, level: "tools" | "system"): readonly Item[] {
  return prompt.blocks.flatMap((block, index): readonly Item[] => {
    if (block.level !== level) return [];
    return isBillingHeader(block) ? [] : [{ index, block }];
  });
}

/** Whether a system block is there that Claude Code clients send and the API leaves out. */
export function hasBillingHeader(prompt: Prompt): boolean {
  return prompt.blocks.some(isBillingHeader);
}

function isBillingHeader({ level, content }: Block): boolean {
  const text = isObject(content) ? content["text"] : null;
  return level === "system" && typeof text === "string" && text.startsWith(billingHeader);
}

/** Whether some message calls a tool of the client's. */
export function callsTools(prompt: Prompt): boolean {
  return prompt.blocks.some(({ kind }) => kind === "tool_use");
}

/**
 * Names of tools that are no longer said to be loaded later: system messages among the others have
 * added them, or, where the API searches for tools, a result has named them.
 */
export function addedTools(prompt: Prompt): ReadonlySet<string> {
  const searches = toolsOf(prompt.request.body).some((tool) => {
    const type = isObject(tool) ? tool["type"] : null;
    return typeof type === "string" && type.startsWith("tool_search_tool");
  });
  return new Set(
    prompt.blocks.flatMap(({ kind, content }) => {
      if (!isObject(content)) return [];
      if (kind === "tool_addition") return namesIn([content["tool"]]);
      return searches && kind.endsWith("tool_result") ? referencesIn(content["content"]) : [];
    }),
  );
}

function referencesIn(content: Json | undefined): readonly string[] {
  const found = isObject(content) ? content["tool_references"] : content;
  return isArray(found)
    ? namesIn(found.filter((part) => isObject(part) && part["type"] === "tool_reference"))
    : [];
}

function namesIn(tools: readonly (Json | undefined)[]): readonly string[] {
  return tools.flatMap((tool) => {
    const name = isObject(tool) ? (tool["name"] ?? tool["tool_name"]) : null;
    return typeof name === "string" ? [name] : [];
  });
}

/** Whether a tool list is sent at all, deferred tools included: then the tool prompt is there. */
export function hasTools(prompt: Prompt): boolean {
  return toolsOf(prompt.request.body).length > 0;
}
