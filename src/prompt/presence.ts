import { isArray, isObject, type Json, type JsonObject } from "../json.ts";

/** What a block's presence anywhere says about the whole request (caching-rules.md §2). */
export interface Presence {
  readonly hasImage: boolean;
  readonly hasCitations: boolean;
}

/**
 * Whether a block, or one inside a tool result or a document, shows an image or asks for citations.
 */
export function readPresence(raw: Json): Presence {
  if (!isObject(raw)) return { hasImage: false, hasCitations: false };
  const inner = isArray(raw["content"]) ? raw["content"].filter(isObject) : [];
  const source =
    isObject(raw["source"]) && isArray(raw["source"]["content"])
      ? raw["source"]["content"].filter(isObject)
      : [];
  const blocks = [raw, ...inner, ...source];
  return {
    hasImage: blocks.some(({ type }) => type === "image"),
    hasCitations: blocks.some(citationsOn),
  };
}

/** What several blocks say together. */
export function joinPresence(blocks: readonly Presence[]): Presence {
  return {
    hasImage: blocks.some(({ hasImage }) => hasImage),
    hasCitations: blocks.some(({ hasCitations }) => hasCitations),
  };
}

function citationsOn(block: JsonObject): boolean {
  return isObject(block["citations"]) && block["citations"]["enabled"] === true;
}
