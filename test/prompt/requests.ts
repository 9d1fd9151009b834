import type { Placeholder, Request } from "../../src/fixture/fixture.ts";
import type { JsonObject } from "../../src/json.ts";
import { nowhere } from "../../src/problem.ts";
import { createBlockTable, type BlockTable } from "../../src/prompt/block-table.ts";
import { readPrompt } from "../../src/prompt/blocks.ts";
import type { Prompt } from "../../src/prompt/prompt.ts";

export function requestOf(body: JsonObject, placeholders: readonly Placeholder[] = []): Request {
  return { body, placeholders, links: [] };
}

export function placeholderAt(
  path: Placeholder["path"],
  over: Partial<Placeholder> = {},
): Placeholder {
  return {
    path,
    name: "now",
    changes: "request",
    tokens: null,
    undeclared: false,
    kind: "text",
    offset: 0,
    inherited: false,
    place: nowhere,
    ...over,
  };
}

export function promptOf(
  body: JsonObject,
  table: BlockTable = createBlockTable(),
  placeholders: readonly Placeholder[] = [],
): Prompt {
  return readPrompt({ request: requestOf(body, placeholders), betas: [], table });
}

export const ephemeral = { type: "ephemeral" } as const;
export const hour = { type: "ephemeral", ttl: "1h" } as const;
export function textBlock(text: string, more: JsonObject = {}): JsonObject {
  return {
    type: "text",
    text,
    ...more,
  };
}
export function userTurn(...content: readonly JsonObject[]): JsonObject {
  return {
    role: "user",
    content,
  };
}
