import { expect, test } from "vitest";
import type { Placeholder, FileLink } from "../../../src/fixture/fixture.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createBlockTable, type BlockTable } from "../../../src/prompt/block-table.ts";
import { readPrompt } from "../../../src/prompt/blocks.ts";
import { firstDifference } from "../../../src/prompt/difference/difference.ts";
import { placeholderAt, textBlock, userTurn } from "../requests.ts";

const model = "claude-opus-5";

function tool(name: string, description = "d") {
  return {
    name,
    description,
    input_schema: { type: "object", properties: {} },
  };
}

const base = {
  model,
  tools: [tool("a"), tool("b")],
  system: [textBlock("one"), textBlock("two")],
  messages: [userTurn(textBlock("hi"))],
};

interface Extra {
  readonly placeholders?: readonly Placeholder[];
  readonly links?: readonly FileLink[];
}

function read(body: JsonObject, { placeholders = [], links = [] }: Extra, table: BlockTable) {
  return readPrompt({ request: { body, placeholders, links }, betas: [], table });
}

function pairOf(
  before: JsonObject,
  after: JsonObject,
  extra: { before?: Extra; after?: Extra } = {},
) {
  const table = createBlockTable();
  return [read(before, extra.before ?? {}, table), read(after, extra.after ?? {}, table)] as const;
}

function first(after: JsonObject, before: JsonObject = base) {
  return firstDifference(...pairOf(before, after));
}

test("a text's change has offset and length in UTF-16 units", () => {
  const before = { ...base, system: [textBlock("one"), textBlock("The price 🙂 is 10 dollars.")] };
  const after = {
    ...base,
    system: [textBlock("one"), textBlock("The price 🙂 is 1,000 dollars.")],
  };
  expect(first(after, before)).toMatchObject({
    kind: "changed",
    breaks: "system_changed",
    block: "system.1",
    index: 1,
    offset: 17,
    length: 3,
    lengthBefore: 0,
  });
});

const policy: FileLink = {
  path: ["system", 0, "text"],
  kind: "$file",
  file: "prompts/policy.md",
  pointer: null,
};

const config: FileLink = { path: ["tools"], kind: "$json", file: "tools.json", pointer: "/tools" };

test("a place leads to the line of the file the text comes from", () => {
  const before = { ...base, system: [textBlock("a\nb\nc")] };
  const after = { ...base, system: [textBlock("a\nb\nd")] };
  const [first, second] = pairOf(before, after, {
    before: { links: [policy] },
    after: { links: [policy] },
  });
  expect(firstDifference(first, second)?.place).toEqual({
    file: "prompts/policy.md",
    line: 3,
    column: null,
    path: "system.0",
  });
  const [three, four] = pairOf(
    base,
    { ...base, tools: [tool("a")] },
    { before: { links: [config] }, after: { links: [config] } },
  );
  expect(firstDifference(three, four)?.place).toEqual({
    file: "tools.json",
    line: null,
    column: null,
    path: "tools.1",
  });
});

test("an undeclared variable put in front is named, with its own place", () => {
  const before = { ...base, system: [textBlock("{{company}} answers.")] };
  const after = { ...base, system: [textBlock("{{now}}\n{{company}} answers.")] };
  const at = (line: number) => ({ file: "prompts/policy.md", line, column: 1, path: null });
  const company = { name: "company", undeclared: true, place: at(2) };
  const path = ["system", 0, "text"];
  const [first, second] = pairOf(before, after, {
    before: { placeholders: [placeholderAt(path, company)], links: [policy] },
    after: {
      placeholders: [
        placeholderAt(path, { name: "now", undeclared: true, place: at(1) }),
        placeholderAt(path, { ...company, offset: 8 }),
      ],
      links: [policy],
    },
  });
  expect(firstDifference(first, second)).toMatchObject({
    kind: "changed",
    name: "now",
    place: { file: "prompts/policy.md", line: 1 },
  });
});

test("a declared size that changed is named by its variable", () => {
  const path = ["system", 0, "text"];
  const [first, second] = pairOf(base, base, {
    before: { placeholders: [placeholderAt(path, { name: "context", tokens: 10 })] },
    after: { placeholders: [placeholderAt(path, { name: "context", tokens: 20 })] },
  });
  expect(firstDifference(first, second)).toMatchObject({
    kind: "changed",
    block: "system.0",
    name: "context",
    length: 0,
  });
});
