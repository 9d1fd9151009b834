import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createDirectoryTree } from "../../../src/io/tree/directory.ts";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { commit } from "./open-trees.ts";

test("a folder without git is a tree with the ids git would give", () => {
  const root = createRepository({ files: { "b.md": "x\n", "a/c.md": "y" } });
  const tree = createDirectoryTree(root, "example");
  expect(tree.label).toBe("example");
  expect(tree.paths()).toEqual(["a/c.md", "b.md"]);
  symlinkSync("b.md", join(root, "link"));
  for (const path of tree.paths())
    expect(tree.entry(path)).toEqual(commit(root, "HEAD").entry(path));
  expect(createDirectoryTree(root).entry("link")?.kind).toBe("link");
});
