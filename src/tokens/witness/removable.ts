/** What the API may take away from a body before it is answered. */
import { contextEdits } from "../../api/completed-input.ts";
import { contentOf, usageMember } from "../../api/response.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";
import type { Block, Prompt } from "../../prompt/prompt.ts";
import type { Count } from "../count.ts";

/**
 * Tokens of a body that its answer may not have been billed for: what its own `context_management`
 * clears, what a compaction stands for, thinking that the answer says was dropped (caching-rules.md
 * §8, "Compaction / context editing", "Thinking"). At most; an edit whose trigger the body does not
 * reach takes nothing.
 */
export function removableTokens(prompt: Prompt, count: Count, response: JsonObject): number {
  const rules = removalsOf(prompt, count, response);
  if (rules.length === 0) return 0;
  let tokens = 0;
  for (const [index, block] of prompt.blocks.entries())
    if (block.level === "messages" && rules.some((removes) => removes(block, index)))
      tokens += count.blocks[index] ?? 0;
  return tokens;
}

/** Whether a block of the messages may be gone. */
type Removes = (block: Block, index: number) => boolean;

function removalsOf(prompt: Prompt, count: Count, response: JsonObject): readonly Removes[] {
  const summary = prompt.blocks.findLastIndex(({ kind }) => kind === "compaction");
  return [
    ...contextEdits(prompt.request.body).flatMap((edit) =>
      isReached(edit["trigger"], prompt, count) ? removalOf(edit, response) : [],
    ),
    // Messages start over from the summary of what was before it.
    ...(summary < 0 ? [] : [(_: Block, index: number) => index < summary]),
    ...("input_transformations" in response ? [isThinking] : []),
  ];
}

function removalOf(edit: JsonObject, response: JsonObject): readonly Removes[] {
  const type = typeof edit["type"] === "string" ? edit["type"] : "";
  if (type.startsWith("clear_tool_uses")) {
    const inputs = edit["clear_tool_inputs"];
    const isAll = inputs === true || (isArray(inputs) && inputs.length > 0);
    return [({ kind }) => kind === "tool_result" || (isAll && kind === "tool_use")];
  }
  if (type.startsWith("clear_thinking")) return edit["keep"] === "all" ? [] : [isThinking];
  return type.startsWith("compact") && isCompacted(response) ? [() => true] : [];
}

function isThinking({ kind }: Block): boolean {
  return kind === "thinking" || kind === "redacted_thinking";
}

/**
 * Whether a body may be so large that an edit is made: `{ type: "input_tokens" | "tool_uses", value
 * }`. One that is not stated is taken to be reached.
 */
function isReached(trigger: Json | undefined, { blocks }: Prompt, { high }: Count): boolean {
  const value = isObject(trigger) ? trigger["value"] : undefined;
  if (!isObject(trigger) || typeof value !== "number") return true;
  if (trigger["type"] === "input_tokens") return high >= value;
  const uses = blocks.filter(({ kind }) => kind === "tool_use").length;
  return trigger["type"] !== "tool_uses" || uses >= value;
}

/**
 * Whether an answer shows that it was given after a compaction: by its block, or by the summary's
 * own entry in `usage.iterations` (@anthropic-ai/sdk 1.13.0, BetaIterationsUsage).
 */
function isCompacted(response: JsonObject): boolean {
  const iterations = usageMember(response, "iterations");
  return [...(contentOf(response) ?? []), ...(isArray(iterations) ? iterations : [])].some(
    (each) => isObject(each) && each["type"] === "compaction",
  );
}
