import { loadTokenizer } from "../../src/io/vocabulary.ts";
import type { Json, JsonObject } from "../../src/json.ts";
import { createBlockTable, readPrompt } from "../../src/prompt/blocks.ts";
import type { Prompt } from "../../src/prompt/prompt.ts";
import type { Fill } from "../../src/fixture/fixture.ts";
import { createCounter } from "../../src/tokens/counter.ts";

const table = createBlockTable();

export const counter = createCounter(loadTokenizer);

export const promptOf = (body: JsonObject, options: { fills?: readonly Fill[]; betas?: readonly string[] } = {}): Prompt =>
  readPrompt({ request: { body, fills: options.fills ?? [], ties: [] }, betas: options.betas ?? [], table });

export const user = (content: Json): JsonObject => ({ role: "user", content });
export const assistant = (content: Json): JsonObject => ({ role: "assistant", content });

export const countBody = (body: JsonObject, betas: readonly string[] = []) => counter.count(promptOf(body, { betas }));

export const tokens = (text: string): number => loadTokenizer("v3").count(text);
export const tokensNewer = (text: string): number => loadTokenizer("v4.7").count(text);

/** The head of a PNG of a size; nothing after it is ever read. */
export const pngOf = (width: number, height: number): JsonObject => {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return { type: "image", source: { type: "base64", media_type: "image/png", data: Buffer.from(bytes).toString("base64") } };
};
