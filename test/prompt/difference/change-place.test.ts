import { expect, test } from "vitest";
import type { FileLink } from "../../../src/fixture/fixture.ts";
import { firstDifference } from "../../../src/prompt/difference/difference.ts";
import { placeholderAt, textBlock } from "../requests.ts";
import { tool, base, pairOf, first } from "./prompt-pairs.ts";

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
  const company = { name: "company", width: 11, undeclared: true, place: at(2) };
  const path = ["system", 0, "text"];
  const [first, second] = pairOf(before, after, {
    before: { placeholders: [placeholderAt(path, company)], links: [policy] },
    after: {
      placeholders: [
        placeholderAt(path, { name: "now", width: 7, undeclared: true, place: at(1) }),
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
