import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  scratchFolder,
  git,
  write,
  createRepository,
} from "../../repositories/scratch-repository.ts";
import { working, commit, idOf } from "./open-trees.ts";

describe("the working tree", () => {
  test("what git tracks and does not ignore, as it is now", () => {
    const root = createRepository({
      files: {
        "same.md": "same",
        "changed.md": "old",
        "gone.md": "x",
        "staged.md": "one",
        ".gitignore": "secret*\n",
        "ünï code.md": "u",
      },
    });
    write(root, {
      "changed.md": "new text",
      "new.md": "n",
      "secret.md": "no",
      "staged.md": "two",
      "folder/new.md": "f",
    });
    git(root, "add", "staged.md");
    rmSync(join(root, "gone.md"));
    const tree = working(root);
    expect(tree.paths()).toEqual([
      ".gitignore",
      "changed.md",
      "folder/new.md",
      "new.md",
      "same.md",
      "staged.md",
      "ünï code.md",
    ]);
    for (const [path, text] of Object.entries({
      "same.md": "same",
      "changed.md": "new text",
      "new.md": "n",
      "staged.md": "two",
      "folder/new.md": "f",
      "ünï code.md": "u",
    })) {
      expect(tree.entry(path), path).toEqual({ id: idOf(root, text), kind: "file" });
      expect(tree.text(path)).toBe(text);
    }
    expect(tree.entry("gone.md")).toBeUndefined();
    expect(tree.entry("secret.md")).toBeUndefined();
    expect(tree.entry("folder")).toBeUndefined();
    expect(() => tree.read("secret.md")).toThrow("is not a file");
  });

  test("links and submodules are marked, and never followed", () => {
    const root = createRepository({ files: { "a.md": "a", "folder/b.md": "b" } });
    const outside = scratchFolder();
    write(outside, { "c.md": "secret", "b.md": "secret" });
    symlinkSync(join(outside, "c.md"), join(root, "link.md"));
    git(root, "add", "-A");
    symlinkSync(outside, join(root, "new-link"));
    // A folder that git tracks files of, replaced by a link to another one with the same names.
    rmSync(join(root, "folder"), { recursive: true });
    symlinkSync(outside, join(root, "folder"));
    const tree = working(root);
    expect(tree.entry("link.md")?.kind).toBe("link");
    expect(tree.entry("new-link")?.kind).toBe("link");
    expect(tree.entry("new-link/c.md")).toBeUndefined();
    expect(() => tree.text("link.md")).toThrow("is not a file");
    expect(tree.entry("folder")?.kind).toBe("link");
    expect(tree.entry("folder/b.md")?.kind === "file" ? tree.text("folder/b.md") : null).toBeNull();
  });

  test("a repository inside is not ours", () => {
    const root = createRepository({ files: { "a.md": "a" } });
    mkdirSync(join(root, "inner"));
    git(join(root, "inner"), "init", "-q");
    write(root, { "inner/x.md": "x" });
    expect(working(root).paths()).toEqual(["a.md"]);
  });

  test("text that is not UTF-8 is no text; a byte order mark is dropped", () => {
    const root = createRepository({ files: { "bom.md": "\uFEFFx" } });
    writeFileSync(join(root, "bytes.md"), new Uint8Array([0xff, 0x41]));
    writeFileSync(join(root, "large.md"), "é".repeat(300_000));
    const tree = working(root);
    expect(tree.text("bom.md")).toBe("x");
    expect(tree.text("bytes.md")).toBeNull();
    expect(tree.read("bytes.md")).toEqual(Buffer.from([0xff, 0x41]));
    expect(tree.text("large.md")).toBe("é".repeat(300_000));
  });

  test("line endings are git's business: a checkout with CRLF is unchanged", () => {
    const root = createRepository({
      files: { ".gitattributes": "*.md text eol=crlf\n", "a.md": "one\ntwo\n" },
    });
    rmSync(join(root, "a.md"));
    git(root, "checkout", "-q", "--", "a.md");
    const tree = working(root);
    expect(Buffer.from(tree.read("a.md")).toString()).toBe("one\r\ntwo\r\n");
    expect(tree.entry("a.md")?.id).toBe(commit(root, "HEAD").entry("a.md")?.id);
    write(root, { "a.md": "one\r\ntwo\r\nthree\r\n" });
    expect(working(root).entry("a.md")?.id).toBe(idOf(root, "one\ntwo\nthree\n"));
  });

  test("in conflict, a file is what stands there", () => {
    const root = createRepository({ files: { "a.md": "base" } });
    git(root, "checkout", "-q", "-b", "other");
    write(root, { "a.md": "other" });
    git(root, "commit", "-q", "-am", "other");
    git(root, "checkout", "-q", "main");
    write(root, { "a.md": "main" });
    git(root, "commit", "-q", "-am", "main");
    expect(() => git(root, "merge", "other")).toThrow();
    const tree = working(root);
    expect(tree.paths()).toEqual(["a.md"]);
    expect(tree.text("a.md")).toContain("<<<<<<<");
  });
});

describe("a sparse checkout", () => {
  const sparse = (): string => {
    const root = createRepository({
      files: { "runs/a.json": "a", "runs/b.json": "b", "prompts/p.md": "You help.\r\n" },
    });
    git(root, "sparse-checkout", "set", "--no-cone", "/runs/a.json");
    return root;
  };

  test("what it leaves out is there as HEAD has it", () => {
    const root = sparse();
    const tree = working(root);
    expect(tree.paths()).toEqual(["prompts/p.md", "runs/a.json", "runs/b.json"]);
    expect(tree.paths().map((path) => tree.text(path))).toEqual(["You help.\r\n", "a", "b"]);
    expect(tree.entry("prompts/p.md")).toEqual(commit(root, "HEAD").entry("prompts/p.md"));
    expect(tree.fault("prompts/p.md")).toBeNull();
  });

  test("a file that lies there all the same counts as it is", () => {
    const root = sparse();
    write(root, { "runs/b.json": "changed" });
    const tree = working(root);
    expect(tree.text("runs/b.json")).toBe("changed");
    expect(tree.entry("runs/b.json")?.id).not.toBe(commit(root, "HEAD").entry("runs/b.json")?.id);
  });

  test("what HEAD does not have is a fault that says so", () => {
    const root = sparse();
    write(root, { "prompts/p.md": "New." });
    git(root, "add", "--sparse", "prompts/p.md");
    git(root, "update-index", "--skip-worktree", "prompts/p.md");
    rmSync(join(root, "prompts/p.md"));
    const tree = working(root);
    expect(tree.text("prompts/p.md")).toBeNull();
    expect(tree.fault("prompts/p.md")).toEqual({ kind: "missing", name: "" });
  });
});
