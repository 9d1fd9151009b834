import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { limits } from "../../../src/limits.ts";
import { createCommitTree } from "../../../src/io/tree/commit.ts";
import { createWorkingTree } from "../../../src/io/tree/working.ts";
import {
  scratchFolder,
  git,
  write,
  createRepository,
} from "../../repositories/scratch-repository.ts";
import { working, commit, idOf } from "./open-trees.ts";

describe("a commit", () => {
  test("holds what it held, whatever stands there now", () => {
    const root = createRepository({ files: { "a.md": "one", "b/c.md": "two\n", "empty.md": "" } });
    symlinkSync("a.md", join(root, "link"));
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "link");
    write(root, { "a.md": "changed" });
    const tree = commit(root, "HEAD");
    tree.prefetch(["a.md", "b/c.md", "empty.md", "link", "no.md"]);
    expect(tree.paths()).toEqual(["a.md", "b/c.md", "empty.md", "link"]);
    expect(["a.md", "b/c.md", "empty.md"].map((path) => tree.text(path))).toEqual([
      "one",
      "two\n",
      "",
    ]);
    expect(tree.entry("link")).toMatchObject({ kind: "link" });
    expect(() => tree.read("link")).toThrow("is not a file");
    expect(tree.entry("a.md")?.id).toBe(idOf(root, "one"));
  });

  test("reads what is equal from the other tree", () => {
    const root = createRepository({ files: { "a.md": "one", "b.md": "two" } });
    write(root, { "b.md": "changed" });
    const head = working(root);
    const asked: string[] = [];
    const base = commit(root, "HEAD", {
      ...head,
      text: (path) => {
        asked.push(path);
        return head.text(path);
      },
    });
    expect([base.text("a.md"), base.text("b.md")]).toEqual(["one", "two"]);
    expect(asked).toEqual(["a.md"]);
  });

  test("failures are values", () => {
    const root = createRepository({ files: { "a.md": "one" } });
    const fail = (folder: string, name: string) =>
      createCommitTree({ root: folder, commit: name, label: name });
    expect(fail(root, "nothing")).toMatchObject({ failure: { kind: "unknown-commit" } });
    expect(fail(root, "0".repeat(40))).toMatchObject({ failure: { kind: "unknown-commit" } });
    expect(fail(root, "--output=x")).toMatchObject({ failure: { kind: "unknown-commit" } });
    expect(fail(scratchFolder(), "HEAD")).toMatchObject({ failure: { kind: "not-a-repository" } });
    expect(createWorkingTree({ root: scratchFolder() })).toMatchObject({
      failure: { kind: "not-a-repository" },
    });
  });

  test("does not read what is larger than any file that is read", () => {
    const root = createRepository({ files: { "a.md": "one" } });
    write(root, { "large.json": "x".repeat(1_001) });
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "large");
    const { most } = limits.file;
    // A file of the real size takes git seconds.
    const allow = (bytes: number) => Object.assign(limits.file, { most: bytes });
    onTestFinished(() => void allow(most));
    allow(1_000);
    const tree = commit(root, "HEAD");
    tree.prefetch(["a.md", "large.json"]);
    expect([tree.text("a.md"), tree.text("large.json")]).toEqual(["one", null]);
    expect(tree.fault("large.json")).toEqual({ kind: "too-large", name: "" });
    expect(() => tree.read("large.json")).toThrow("cannot give the content");
  });

  test("replacements that somebody keeps locally change nothing", () => {
    const root = createRepository({ files: { "a.md": "one" } });
    write(root, { "b.md": "two" });
    git(root, "add", "-A");
    git(root, "replace", idOf(root, "one"), git(root, "hash-object", "-w", "b.md"));
    expect(commit(root, "HEAD").text("a.md")).toBe("one");
  });
});
