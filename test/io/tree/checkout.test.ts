import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { createCommitTree } from "../../../src/io/tree/commit.ts";
import { createArchiveTree } from "../../../src/io/tree/archive.ts";
import { withContentsOf } from "../../../src/io/tree/overlay.ts";
import {
  commitAll,
  createRepository,
  git,
  scratchFolder,
  write,
} from "../../repositories/scratch-repository.ts";
import { archiveOf, commit, working } from "./open-trees.ts";

const rot13 = "tr A-Za-z N-ZA-Mn-za-m";

/** A repository whose attributes and settings are there before its files are stored. */
function repository(attributes: string, settings: Readonly<Record<string, string>> = {}): string {
  const root = createRepository({ files: { ".gitattributes": `${attributes}\n` } });
  for (const [name, value] of Object.entries(settings)) git(root, "config", name, value);
  return root;
}

function rotated(): string {
  return repository("*.md filter=rot13", {
    "filter.rot13.smudge": rot13,
    "filter.rot13.clean": rot13,
  });
}

/** A pointer as Git LFS writes it, and its object put into the clone's own store. */
function storeObject(root: string, text: string): string {
  const id = createHash("sha256").update(text).digest("hex");
  const folder = join(root, ".git/lfs/objects", id.slice(0, 2), id.slice(2, 4));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, id), text);
  return pointer(id, Buffer.byteLength(text));
}

function pointer(id: string, size: number): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${id}\nsize ${size}\n`;
}

const lost = pointer("0".repeat(64), 100);

test("attributes that only the repository's own settings name, in a linked worktree", () => {
  const root = createRepository({ files: { "a.md": "Be kind.\n" } });
  for (const name of ["smudge", "clean"]) git(root, "config", `filter.rot13.${name}`, rot13);
  write(root, { ".git/info/attributes": "*.md filter=rot13\n" });
  const linked = join(scratchFolder(), "linked");
  git(root, "worktree", "add", "-q", "--detach", linked);
  for (const folder of [root, linked]) {
    expect(commit(folder, "HEAD").text("a.md")).toBe("Or xvaq.\n");
    expect(working(linked).text("a.md")).toBe("Or xvaq.\n");
  }
});

test("a filter: both sides have the text that a checkout has", () => {
  const root = rotated();
  write(root, { "a.md": "Be kind.\n", "b.md": "Be brief.\n", "c d.md": "" });
  commitAll(root, "one");
  expect(git(root, "cat-file", "blob", "HEAD:a.md")).toBe("Or xvaq.");
  const before = git(root, "rev-parse", "HEAD");
  write(root, { "a.md": "Be kind, always.\n" });
  const [head, base] = [working(root), commit(root, before)];
  expect([head.text("a.md"), head.text("b.md")]).toEqual(["Be kind, always.\n", "Be brief.\n"]);
  base.prefetch(["a.md", "b.md", "c d.md"]);
  expect(["a.md", "b.md", "c d.md"].map((path) => base.text(path))).toEqual([
    "Be kind.\n",
    "Be brief.\n",
    "",
  ]);
  expect(base.fault("a.md")).toBeNull();
  // The head as the action sees it: the commit, whatever stands in the folder.
  expect(commit(root, "HEAD").text("a.md")).toBe("Be kind.\n");
});

test("a commit's own attributes decide: those that came later change nothing of what was before", () => {
  const root = createRepository({ files: { "a.md": "Be kind.\n" } });
  const before = git(root, "rev-parse", "HEAD");
  git(root, "config", "filter.rot13.smudge", rot13);
  git(root, "config", "filter.rot13.clean", rot13);
  write(root, { ".gitattributes": "*.md filter=rot13\n", "a.md": "Be brief.\n" });
  commitAll(root, "filtered");
  expect(commit(root, before).text("a.md")).toBe("Be kind.\n");
  expect(commit(root, "HEAD").text("a.md")).toBe("Be brief.\n");
});

test("a filter that fails leaves no text, required or not, and spoils no other file's", () => {
  for (const required of ["true", "false"]) {
    const root = rotated();
    write(root, { "a.md": "Be kind.\n", "b.txt": "plain", "c.md": "Be brief.\n" });
    commitAll(root, "one");
    git(root, "config", "filter.rot13.smudge", "no-such-program");
    git(root, "config", "filter.rot13.required", required);
    const tree = commit(root, "HEAD");
    tree.prefetch(["a.md", "b.txt", "c.md"]);
    expect(["a.md", "b.txt", "c.md"].map((path) => tree.text(path))).toEqual([null, "plain", null]);
    expect(tree.fault("a.md")).toEqual({ kind: "filter-failed", name: "rot13" });
  }
});

test("a filter that nobody set up here: the text as it stands, and said so on both sides", () => {
  const root = rotated();
  write(root, { "a.md": "Be kind.\n" });
  commitAll(root, "one");
  git(root, "config", "--remove-section", "filter.rot13");
  write(root, { "a.md": "Or xvaq.\n" });
  for (const tree of [commit(root, "HEAD"), working(root)]) {
    expect(tree.text("a.md")).toBe("Or xvaq.\n");
    expect(tree.fault("a.md")).toEqual({ kind: "filter-unknown", name: "rot13" });
  }
});

test("Git LFS: the object of the clone's own store, whole, or no text", () => {
  const root = repository("*.md filter=lfs");
  const text = "Always answer politely.\n".repeat(200);
  write(root, { "here.md": storeObject(root, text), "lost.md": lost, "plain.md": "never moved" });
  commitAll(root, "one");
  for (const tree of [commit(root, "HEAD"), working(root)]) {
    expect([tree.text("here.md"), tree.text("plain.md")]).toEqual([text, "never moved"]);
    expect([tree.fault("here.md"), tree.fault("plain.md")]).toEqual([null, null]);
    expect(tree.text("lost.md")).toBeNull();
    expect(tree.fault("lost.md")).toMatchObject({ kind: "lfs-pointer" });
  }
  const id = createHash("sha256").update(text).digest("hex");
  writeFileSync(join(root, ".git/lfs/objects", id.slice(0, 2), id.slice(2, 4), id), "cut short");
  expect(commit(root, "HEAD").fault("here.md")).toMatchObject({ kind: "lfs-pointer" });
});

test("what shows by its content that it is no text, whatever the attributes say", () => {
  const root = createRepository({
    files: {
      "lfs.md": lost,
      "lines.md": lost.replaceAll("\n", "\r\n"),
      "annex.md": "/annex/objects/SHA256E-s5--abc.md\n",
      "about.md": `A pointer begins like this:\n${lost}`,
    },
  });
  writeFileSync(join(root, "crypt.md"), Buffer.from("\0GITCRYPT\0\x01\xff\xfe", "latin1"));
  commitAll(root, "two");
  const archive = createArchiveTree(archiveOf(root), "archive");
  for (const tree of [commit(root, "HEAD"), working(root), archive]) {
    const kinds = ["lfs.md", "lines.md", "annex.md", "crypt.md"].map(
      (path) => tree?.fault(path)?.kind,
    );
    expect(kinds).toEqual(["lfs-pointer", "lfs-pointer", "annex-pointer", "git-crypt"]);
    expect(tree?.text("about.md")).toContain("A pointer");
  }
});

test("`$Id$` is written out on both sides, as a checkout does it", () => {
  const root = repository("*.md ident");
  write(root, { "a.md": "$Id$ Be kind.\n" });
  commitAll(root, "one");
  const blob = git(root, "rev-parse", "HEAD:a.md");
  rmSync(join(root, "a.md"));
  git(root, "checkout", "-q", "--", "a.md");
  for (const tree of [commit(root, "HEAD"), working(root)])
    expect(tree.text("a.md")).toBe(`$Id: ${blob} $ Be kind.\n`);
});

test.each([
  ["UTF-16", "utf16le", "\uFEFF"],
  ["UTF-16LE", "utf16le", ""],
  ["utf-16le-bom", "utf16le", "\uFEFF"],
  ["ISO-8859-1", "latin1", ""],
] as const)("a text in %s is the same text on both sides", (name, encoding, mark) => {
  const root = repository(`*.md working-tree-encoding=${name} text`);
  const text = "Grüße, höflich und knapp.\n";
  writeFileSync(join(root, "a.md"), Buffer.from(mark + text, encoding));
  commitAll(root, "one");
  for (const tree of [working(root), commit(root, "HEAD")]) {
    expect(tree.text("a.md")).toBe(text);
    expect(tree.fault("a.md")).toBeNull();
  }
});

test("a text that is not in the encoding it is said to have is none", () => {
  const root = repository("*.md working-tree-encoding=UTF-16");
  writeFileSync(join(root, "a.md"), "plain UTF-8");
  expect(working(root).fault("a.md")).toEqual({ kind: "encoding-unknown", name: "UTF-16" });
});

test("an archive holds what is stored: equal files read as the head's checkout has them", () => {
  const root = rotated();
  write(root, { "a.md": "Be kind.\n" });
  commitAll(root, "one");
  const archive = createArchiveTree(archiveOf(root, "-c", "filter.rot13.smudge=cat"), "archive");
  if (archive === null) throw new Error("no archive");
  expect(archive.text("a.md")).toBe("Or xvaq.\n");
  expect(withContentsOf(archive, working(root)).text("a.md")).toBe("Be kind.\n");
});

test("a file that goes away after it was listed is missing, not a crash", () => {
  const root = createRepository({ files: { "a.md": "a", "b.md": "b" } });
  write(root, { "a.md": "changed" });
  const tree = working(root);
  rmSync(join(root, "a.md"));
  rmSync(join(root, "b.md"));
  expect(tree.entry("a.md")).toBeUndefined();
  expect([tree.text("b.md"), tree.fault("b.md")?.kind]).toEqual([null, "missing"]);
});

test("with a token the base's objects of Git LFS are fetched: from the server it is for, no other", () => {
  const root = repository("*.md filter=lfs");
  write(root, {
    ".lfsconfig": "[lfs]\n\turl = https://evil.example/lfs\n",
    "a.md": storeObject(root, "Be kind.\n"),
    "b.md": lost,
  });
  commitAll(root, "one");
  git(root, "remote", "add", "origin", "https://github.example/acme/shop");
  const kept = join(scratchFolder(), "kept");
  renameSync(join(root, ".git/lfs"), kept);
  // Plays Git LFS: notes how it was called, and has the objects after.
  const programs = scratchFolder();
  const log = join(programs, "log");
  const script = `#!/bin/sh\necho "$@" > ${log}\ngit config lfs.url >> ${log}\ncp -r ${kept} ${root}/.git/lfs\n`;
  writeFileSync(join(programs, "git-lfs"), script, { mode: 0o755 });
  const access = { token: "ghs_secret", server: "https://github.example" };
  const open = (given: typeof access | null) => {
    const made = createCommitTree({ root, commit: "HEAD", label: "base", access: given });
    if ("failure" in made) throw new Error(made.failure.kind);
    return made.tree;
  };
  vi.stubEnv("PATH", `${programs}:${process.env["PATH"] ?? ""}`);
  const without = open(null);
  expect(without.text("a.md")).toBeNull();
  expect(existsSync(log)).toBe(false);
  const tree = open(access);
  tree.prefetch(["a.md", "b.md"]);
  vi.unstubAllEnvs();
  expect([tree.text("a.md"), tree.text("b.md")]).toEqual(["Be kind.\n", null]);
  expect(readFileSync(log, "utf8")).toBe(
    "fetch origin HEAD --include=a.md,b.md\nhttps://github.example/acme/shop.git/info/lfs\n",
  );
});
