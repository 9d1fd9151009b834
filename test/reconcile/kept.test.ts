import { expect, test } from "vitest";
import { keptPath, readKept, writeKept } from "../../src/reconcile/kept.ts";
import { createMemoryTree } from "../repositories/memory-tree.ts";

const file = ".promptcost/reconcile.json";
const text = writeKept(
  { month: "2026-10", source: "console" },
  { usd: 1_040_000_000_000_000n, projectedUsd: 1_000_000_000_000_000n },
);
const read = (content: string) => readKept(createMemoryTree({ [file]: content }), file);

test("what is written is read, keys sorted, no number that is no text", () => {
  expect(text).toBe(
    `${JSON.stringify({ month: "2026-10", projectedUsd: "1000", ratio: "1.04", source: "console", usd: "1040", version: 1 }, null, 2)}\n`,
  );
  expect(read(text)).toMatchObject({ kept: { month: "2026-10", ratio: "1.04" }, problems: [] });
  expect(readKept(createMemoryTree({}), file)).toEqual({ kept: null, problems: [] });
  expect(keptPath("costs/base.json")).toBe("costs/reconcile.json");
});

test.each([
  ["no JSON", "<<<<<<< ours"],
  ["another version", text.replace('"version": 1', '"version": 2')],
  ["a number", text.replace('"1.04"', "1.04")],
  ["a month that is none", text.replace("2026-10", "![](https://example.com)")],
  ["another source", text.replace("console", "somebody")],
  ["an amount that is none", text.replace('"1040"', '"a lot"')],
  ["too large", `${text}${" ".repeat(20_000)}`],
  ["nothing", ""],
])("%s is a warning", (_, content) => {
  expect(read(content)).toMatchObject({
    kept: null,
    problems: [{ code: "reconcile-kept-unreadable", severity: "warning", file }],
  });
});
