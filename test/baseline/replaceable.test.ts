import { describe, expect, test } from "vitest";
import { writeBaseline } from "../../src/baseline/baseline.ts";
import { findForeignBaseline, isReplaceable } from "../../src/baseline/replaceable.ts";
import { createMemoryTree, type MemoryFiles } from "../repositories/memory-tree.ts";
import { plainEntry } from "./entries.ts";

const ours = writeBaseline(new Map([["a", plainEntry]]));

describe("what an update may write", () => {
  test("ours, what is left of ours, and what is new", () => {
    const conflict = `<<<<<<< HEAD\n${ours}=======\n>>>>>>> x\n`;
    for (const text of [null, "", " \n", ours, conflict, '{"version": 99, "x": 1}'])
      expect(isReplaceable("costs.json", text)).toBe(true);
    for (const text of ['{"name":"shop","version":"1.0.0"}', "{}", "[]", "null", "hello", "\0"])
      expect(isReplaceable("costs.json", text)).toBe(false);
    for (const path of [".promptcost/baseline.json", "apps/a/.promptcost/baseline.json"])
      expect(isReplaceable(path, "broken")).toBe(true);
  });

  test.for<[string, MemoryFiles, number]>([
    ["costs.json", {}, 0],
    ["costs.json", { "costs.json": ours }, 0],
    ["package.json", { "package.json": '{"name":"shop"}' }, 1],
    ["PACKAGE.json", { "package.json": '{"name":"shop"}' }, 1],
    ["caf\u00e9.json", { "cafe\u0301.json": ours }, 1],
    ["costs.json", { "costs.json": { link: true } }, 1],
    ["costs.json", { "costs.json": { submodule: true } }, 1],
    ["costs/a.json", { costs: { link: true } }, 1],
    [".promptcost/baseline.json", { ".promptcost": { link: true } }, 1],
    [".github/labels.json", { ".github/labels.json": "[]" }, 1],
    ["src.json", { "src.json/a.ts": "" }, 1],
    ["src/x.ts/b.json", { "src/x.ts": "" }, 1],
  ])("%s among %o: %i problems", ([baseline, files, count]) => {
    const found = findForeignBaseline(createMemoryTree(files), {
      baseline,
      file: "promptcost.yml",
    });
    expect(found.map(({ code, severity }) => [code, severity])).toEqual(
      Array.from({ length: count }, () => ["baseline-foreign", "error"]),
    );
  });
});
