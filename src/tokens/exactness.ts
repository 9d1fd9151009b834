import { isArray, isObject, type Json } from "../json.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Count } from "./count.ts";
import { declaredTokens } from "./framing/render-context.ts";

/**
 * Whether a request was counted exactly: its count has no interval, and all of its text was there,
 * or a witness spoke of the whole. Parts that are declared by their size are not counted.
 */
export function isCountedExactly(
  prompt: Prompt,
  { low, high, witness }: Pick<Count, "low" | "high" | "witness">,
): boolean {
  if (low !== high) return false;
  return witness === "recorded" || witness === "api" || !declaresTokens(prompt);
}

function declaresTokens({ blocks }: Prompt): boolean {
  return blocks.some(
    ({ content, placeholders }) =>
      holdsDeclared(content) ||
      placeholders.some(({ kind, tokens }) => kind === "text" && tokens !== null),
  );
}

function holdsDeclared(value: Json): boolean {
  if (isArray(value)) return value.some(holdsDeclared);
  if (!isObject(value)) return false;
  return declaredTokens(value) !== null || Object.values(value).some(holdsDeclared);
}
