import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { isBase64, readBase64 } from "../../../base64.ts";
import { grids, imageGrid } from "../../media/grid.ts";
import { readImageSize } from "../../media/image-size.ts";
import { pictures } from "../measured/sections.ts";
import { assume, type Item, type RenderContext } from "../render-context.ts";

/**
 * Tokens of a picture with its frame (framing-messages.md §4); says so where its size had to be
 * assumed.
 */
export function imageTokens(context: RenderContext, item: Item, content: Json): number {
  const source = sourceOf(content);
  const rule = context.frame.images;
  const most = pictures.frame.tokens + rule.maxTokens;
  if (isElsewhere(source)) {
    const tokens = Math.min(most, 1000);
    assume(context, item, {
      code: "content-elsewhere",
      details: { kind: "image", tokens },
      below: tokens - 6,
      above: most - tokens,
    });
    return tokens;
  }
  const data = dataOf(source);
  const size = isBase64(data) ? readImageSize(readBase64(data)) : null;
  if (size === null) {
    const tokens = pictures.frame.tokens + Math.round(rule.maxTokens / 2);
    assume(context, item, {
      code: "image-unreadable",
      details: { tokens },
      below: tokens - 3,
      above: most - tokens,
    });
    return tokens;
  }
  const grid = imageGrid(size, rule);
  if (context.frame.assumesImages && grid.scaled)
    context.writer.doubt(0, Math.max(0, grids.high.maxTokens - grid.tokens));
  // No recording has a picture big enough to be scaled down.
  if (grid.scaled)
    context.writer.doubt(
      Math.ceil(grid.tokens / 25),
      Math.max(0, Math.min(Math.ceil(grid.tokens / 25), rule.maxTokens - grid.tokens)),
    );
  return pictures.frame.tokens + grid.tokens;
}

/** The `source` of a picture or document; empty where there is none. */
export function sourceOf(content: Json): JsonObject {
  const source = isObject(content) ? content["source"] : null;
  return isObject(source) ? source : {};
}

/** Whether the request only points to a picture or document: its size cannot be known. */
export function isElsewhere(source: JsonObject): boolean {
  return source["type"] === "url" || source["type"] === "file";
}

/** The base64 text of a source; empty where there is none. */
export function dataOf(source: JsonObject): string {
  return typeof source["data"] === "string" ? source["data"] : "";
}
