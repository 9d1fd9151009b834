import { loadTokenizer } from "../../src/io/context.ts";
import type { Json, JsonObject } from "../../src/json.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { readPrompt } from "../../src/prompt/blocks.ts";
import type { Prompt } from "../../src/prompt/prompt.ts";
import type { Placeholder } from "../../src/fixture/fixture.ts";
import { createCounter } from "../../src/tokens/counter.ts";

const table = createBlockTable();

export const counter = createCounter(loadTokenizer);

export function promptOf(
  body: JsonObject,
  options: { placeholders?: readonly Placeholder[]; betas?: readonly string[] } = {},
): Prompt {
  return readPrompt({
    request: { body, placeholders: options.placeholders ?? [], links: [] },
    betas: options.betas ?? [],
    table,
  });
}

export function user(content: Json): JsonObject {
  return { role: "user", content };
}
export function assistant(content: Json): JsonObject {
  return { role: "assistant", content };
}

export function countBody(body: JsonObject, betas: readonly string[] = []) {
  return counter.count(promptOf(body, { betas }));
}

export function tokens(text: string): number {
  return loadTokenizer("v3").count(text);
}
export function tokensNewer(text: string): number {
  return loadTokenizer("v4.7").count(text);
}

/** The head of a PNG of a size; nothing after it is ever read. */
export function pngOf(width: number, height: number): JsonObject {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return {
    type: "image",
    source: {
      type: "base64",
      media_type: "image/png",
      data: Buffer.from(bytes).toString("base64"),
    },
  };
}
