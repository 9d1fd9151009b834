import { loadTokenizer } from "../../../src/io/context.ts";

/**
 * Frames of a single message: `v3` and `v4.7` are one text, `v5` is special tokens around it
 * (framing-messages.md §2, §3).
 */
export type MessageFamily = "v3" | "v4.7" | "v5";

/** Tokens of a request with one user message and nothing else: tokenizer.md §1. */
export function countMessage(family: MessageFamily, text: string): number {
  if (family === "v5") return 6 + loadTokenizer("v4.7").count(text.replace(/[ \t\n\v\f\r]+$/u, ""));
  // The frame's own space takes the place of a single leading one (§3.11).
  const content = /^ (?! )/u.test(text) ? text.slice(1) : text;
  return 1 + loadTokenizer(family).count(`\n\nHuman: ${content}\n\nAssistant:`);
}
