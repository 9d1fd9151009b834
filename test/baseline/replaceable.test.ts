import { describe, expect, test } from "vitest";
import { writeBaseline } from "../../src/baseline/baseline.ts";
import { findForeignBaseline, isReplaceable } from "../../src/baseline/replaceable.ts";
import { createMemoryTree, type MemoryFiles } from "../repositories/memory-tree.ts";
import { plainEntry } from "./entries.ts";

const ours = writeBaseline(new Map([["a", plainEntry]]));

const words = {
  other: "a file that is no baseline of promptcost",
  link: "which is a link or a submodule",
  behind: "and what stands there in place of a folder is a file or a link",
  folder: "which is a folder",
  spelling: "and a file stands there whose name differs only in spelling",
};

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

  test("what begins like a paragraph of ours and is none is another's", () => {
    for (const text of [
      '{ "name": "x", "scenario:a": {\n} ]',
      '{\n  "scenario:a": { "x": 1 },\n]',
      '{\n  x"scenario:a": {\n]',
    ])
      expect(isReplaceable("costs.json", text)).toBe(false);
    for (const text of ['{\n"scenario:a": {\n', '{\n\t\t"scenario:": {\n'])
      expect(isReplaceable("costs.json", text)).toBe(true);
  });

  test.for<[string, MemoryFiles, keyof typeof words | null]>([
    ["costs.json", {}, null],
    ["costs.json", { "costs.json": ours }, null],
    ["costs.json", { "other.json": "[]", "costs.json.txt": "", "src/costs.json": "[]" }, null],
    ["Stra\u00dfe.json", { "strasse.json": ours }, null],
    ["package.json", { "package.json": '{"name":"shop"}' }, "other"],
    ["PACKAGE.json", { "package.json": '{"name":"shop"}' }, "spelling"],
    ["caf\u00e9.json", { "cafe\u0301.json": ours }, "spelling"],
    ["costs.json", { "costs.json": { link: true } }, "link"],
    ["costs.json", { "costs.json": { submodule: true } }, "link"],
    ["costs/a.json", { costs: { link: true } }, "behind"],
    ["a/costs/b/c.json", { "a/costs": { link: true } }, "behind"],
    [".promptcost/baseline.json", { ".promptcost": { link: true } }, "behind"],
    [".promptcost/baseline.json", { ".PROMPTCOST/baseline.json": "" }, null],
    [".github/labels.json", { ".github/labels.json": "[]" }, "other"],
    ["src.json", { "src.json/a.ts": "" }, "folder"],
    ["src/x.ts/b.json", { "src/x.ts": "" }, "behind"],
  ])("%s among %o: %s", ([baseline, files, why]) => {
    const found = findForeignBaseline(createMemoryTree(files), {
      baseline,
      file: "promptcost.yml",
    });
    expect(found.map(({ file, path, message }) => [file, path, message])).toEqual(
      why === null
        ? []
        : [
            [
              "promptcost.yml",
              "baseline",
              `\`baseline\` names \`${baseline}\`, ${words[why]}. It was left as it is.`,
            ],
          ],
    );
    expect(found.every(({ severity }) => severity === "error")).toBe(true);
  });

  test("nothing keeps it from writing where there is no config", () => {
    expect(findForeignBaseline(createMemoryTree({ "a.json": "[]" }), null)).toEqual([]);
  });
});
