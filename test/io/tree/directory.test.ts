import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createDirectoryTree } from "../../../src/io/tree/directory.ts";
import { createRepository, scratchFolder } from "../../repositories/scratch-repository.ts";
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

test("what goes away while a folder is read is not there, and no crash", () => {
  const root = scratchFolder();
  for (const path of ["a", "a/b", "c"]) mkdirSync(join(root, path));
  writeFileSync(join(root, "a/b/x.md"), "x");
  writeFileSync(join(root, "c/y.md"), "y");
  const tree = createDirectoryTree(root);
  expect(tree.paths()).toEqual(["a/b/x.md", "c/y.md"]);
  rmSync(join(root, "a"), { recursive: true });
  expect(tree.entry("a/b/x.md")).toBeUndefined();
  expect(tree.fault("a/b/x.md")?.kind).toBe("missing");
  const late = createDirectoryTree(root);
  rmSync(root, { recursive: true });
  expect([late.paths(), late.entry("c/y.md")]).toEqual([[], undefined]);
});

test("nothing is listed to look at one file", () => {
  const root = scratchFolder();
  mkdirSync(join(root, "a"));
  writeFileSync(join(root, "a/x.md"), "x");
  symlinkSync("a", join(root, "link"));
  const tree = createDirectoryTree(root);
  expect(tree.entry("a/x.md")?.kind).toBe("file");
  expect([tree.entry("a"), tree.entry("link/x.md"), tree.entry("../x")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(tree.entry("link")?.kind).toBe("link");
});
