import type { FileLink, Placeholder } from "../../../src/fixture/fixture.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createBlockTable, type BlockTable } from "../../../src/prompt/block-table.ts";
import { readPrompt } from "../../../src/prompt/blocks.ts";
import { firstDifference } from "../../../src/prompt/difference/difference.ts";
import { textBlock, userTurn } from "../requests.ts";

export const model = "claude-opus-5";

export function tool(name: string, description = "d") {
  return {
    name,
    description,
    input_schema: { type: "object", properties: {} },
  };
}

export const base = {
  model,
  tools: [tool("a"), tool("b")],
  system: [textBlock("one"), textBlock("two")],
  messages: [userTurn(textBlock("hi"))],
};

interface Extra {
  readonly placeholders?: readonly Placeholder[];
  readonly links?: readonly FileLink[];
}

export function read(
  body: JsonObject,
  { placeholders = [], links = [] }: Extra,
  table: BlockTable,
) {
  return readPrompt({ request: { body, placeholders, links }, betas: [], table });
}

export function pairOf(
  before: JsonObject,
  after: JsonObject,
  extra: { before?: Extra; after?: Extra } = {},
) {
  const table = createBlockTable();
  return [read(before, extra.before ?? {}, table), read(after, extra.after ?? {}, table)] as const;
}

export function first(after: JsonObject, before: JsonObject = base) {
  return firstDifference(...pairOf(before, after));
}
