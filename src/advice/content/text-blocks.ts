import { isObject, type Json } from "../../json.ts";
import type { Block } from "../../prompt/prompt.ts";
import type { BlockChanges } from "./changed-request.ts";

/** What becomes of the blocks of a prompt, by their keys. */
export function changesByKey(
  blocks: readonly Block[],
  changes: ReadonlyMap<number, Json | null>,
): BlockChanges {
  return new Map(
    blocks.flatMap(({ key, path }) => {
      const change = changes.get(key);
      return change === undefined ? [] : [[path, change] as const];
    }),
  );
}

/** The text of a text block; null where it is none, or only its size is known. */
export function textOf({ kind, content }: Block): string | null {
  const text = kind === "text" && isObject(content) ? content["text"] : null;
  return typeof text === "string" ? text : null;
}

/** The block with another text. */
export function withText({ content }: Block, text: string): Json {
  return isObject(content) ? { ...content, text } : { type: "text", text };
}
