import type { Fill, Request } from "../../src/fixture/fixture.ts";
import type { JsonObject } from "../../src/json.ts";
import { nowhere } from "../../src/problem.ts";
import { createBlockTable, readPrompt } from "../../src/prompt/blocks.ts";
import type { BlockTable } from "../../src/prompt/blocks.ts";
import type { Prompt } from "../../src/prompt/prompt.ts";

export const requestOf = (body: JsonObject, fills: readonly Fill[] = []): Request => ({ body, fills, ties: [] });

export const fillAt = (path: Fill["path"], over: Partial<Fill> = {}): Fill => ({
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
});

export const promptOf = (body: JsonObject, table: BlockTable = createBlockTable(), fills: readonly Fill[] = []): Prompt =>
  readPrompt({ request: requestOf(body, fills), betas: [], table });

export const ephemeral = { type: "ephemeral" } as const;
export const hour = { type: "ephemeral", ttl: "1h" } as const;
export const textBlock = (text: string, more: JsonObject = {}): JsonObject => ({ type: "text", text, ...more });
export const userTurn = (...content: readonly JsonObject[]): JsonObject => ({ role: "user", content });
