import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { createLoadCache } from "../../../src/fixture/load-cache.ts";
import { loadScenarios } from "../../../src/fixture/load.ts";
import { createDirectoryTree } from "../../../src/io/tree/directory.ts";
import { createCommitTree } from "../../../src/io/tree/commit.ts";
import { callGit } from "../../../src/io/git/call.ts";
import { digest } from "../../../src/io/hash.ts";
import { createWorkingTree } from "../../../src/io/tree/working.ts";
import type { Tree } from "../../../src/tree.ts";
import { fixture, request } from "../../fixture/load-text.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "promptcost-")));
  folders.push(folder);
  return folder;
}

function git(root: string, ...args: readonly string[]): string {
  const settings = [
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.org",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "core.autocrlf=false",
  ];
  const result = spawnSync("git", ["-C", root, ...settings, ...args], { encoding: "utf8" });
  if (result.status !== 0) throw new Error(result.stderr);
  return result.stdout.trim();
}

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function makeRepository(files: Readonly<Record<string, string>>): string {
  const root = makeFolder();
  git(root, "init", "-q", "-b", "main");
  write(root, files);
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "first");
  return root;
}

function working(root: string): Tree {
  const made = createWorkingTree({ root });
  if ("failure" in made) throw new Error(made.failure.kind);
  return made.tree;
}

function commit(root: string, name: string, other?: Tree): Tree {
  const made = createCommitTree({
    root,
    commit: name,
    label: name,
    ...(other === undefined ? {} : { other }),
  });
  if ("failure" in made) throw new Error(made.failure.kind);
  return made.tree;
}

function idOf(root: string, text: string): string {
  const result = spawnSync("git", ["-C", root, "hash-object", "--stdin"], {
    input: text,
    encoding: "utf8",
  });
  return result.stdout.trim();
}

describe("the working tree", () => {
  test("what git tracks and does not ignore, as it is now", () => {
    const root = makeRepository({
      "same.md": "same",
      "changed.md": "old",
      "gone.md": "x",
      "staged.md": "one",
      ".gitignore": "secret*\n",
      "ünï code.md": "u",
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
    const root = makeRepository({ "a.md": "a", "folder/b.md": "b" });
    const outside = makeFolder();
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
    const root = makeRepository({ "a.md": "a" });
    mkdirSync(join(root, "inner"));
    git(join(root, "inner"), "init", "-q");
    write(root, { "inner/x.md": "x" });
    expect(working(root).paths()).toEqual(["a.md"]);
  });

  test("text that is not UTF-8 is no text; a byte order mark is dropped", () => {
    const root = makeRepository({ "bom.md": "\uFEFFx" });
    writeFileSync(join(root, "bytes.md"), new Uint8Array([0xff, 0x41]));
    writeFileSync(join(root, "large.md"), "é".repeat(300_000));
    const tree = working(root);
    expect(tree.text("bom.md")).toBe("x");
    expect(tree.text("bytes.md")).toBeNull();
    expect(tree.read("bytes.md")).toEqual(Buffer.from([0xff, 0x41]));
    expect(tree.text("large.md")).toBe("é".repeat(300_000));
  });

  test("line endings are git's business: a checkout with CRLF is unchanged", () => {
    const root = makeRepository({ ".gitattributes": "*.md text eol=crlf\n", "a.md": "one\ntwo\n" });
    rmSync(join(root, "a.md"));
    git(root, "checkout", "-q", "--", "a.md");
    const tree = working(root);
    expect(Buffer.from(tree.read("a.md")).toString()).toBe("one\r\ntwo\r\n");
    expect(tree.entry("a.md")?.id).toBe(commit(root, "HEAD").entry("a.md")?.id);
    write(root, { "a.md": "one\r\ntwo\r\nthree\r\n" });
    expect(working(root).entry("a.md")?.id).toBe(idOf(root, "one\ntwo\nthree\n"));
  });

  test("in conflict, a file is what stands there", () => {
    const root = makeRepository({ "a.md": "base" });
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

describe("a commit", () => {
  test("holds what it held, whatever stands there now", () => {
    const root = makeRepository({ "a.md": "one", "b/c.md": "two\n", "empty.md": "" });
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
    const root = makeRepository({ "a.md": "one", "b.md": "two" });
    write(root, { "b.md": "changed" });
    const head = working(root);
    const asked: string[] = [];
    const base = commit(root, "HEAD", {
      ...head,
      read: (path) => {
        asked.push(path);
        return head.read(path);
      },
    });
    expect([base.text("a.md"), base.text("b.md")]).toEqual(["one", "two"]);
    expect(asked).toEqual(["a.md"]);
  });

  test("failures are values", () => {
    const root = makeRepository({ "a.md": "one" });
    const fail = (folder: string, name: string) =>
      createCommitTree({ root: folder, commit: name, label: name });
    expect(fail(root, "nothing")).toMatchObject({ failure: { kind: "unknown-commit" } });
    expect(fail(root, "0".repeat(40))).toMatchObject({ failure: { kind: "unknown-commit" } });
    expect(fail(root, "--output=x")).toMatchObject({ failure: { kind: "unknown-commit" } });
    expect(fail(makeFolder(), "HEAD")).toMatchObject({ failure: { kind: "not-a-repository" } });
    expect(createWorkingTree({ root: makeFolder() })).toMatchObject({
      failure: { kind: "not-a-repository" },
    });
  });

  test("replacements that somebody keeps locally change nothing", () => {
    const root = makeRepository({ "a.md": "one" });
    write(root, { "b.md": "two" });
    git(root, "add", "-A");
    git(root, "replace", idOf(root, "one"), git(root, "hash-object", "-w", "b.md"));
    expect(commit(root, "HEAD").text("a.md")).toBe("one");
  });
});

test("git is not led elsewhere by the environment", () => {
  const root = makeRepository({ "a.md": "one" });
  const other = makeRepository({ "b.md": "two" });
  const before = process.env["GIT_DIR"];
  process.env["GIT_DIR"] = join(other, ".git");
  try {
    expect(working(root).paths()).toEqual(["a.md"]);
  } finally {
    if (before === undefined) delete process.env["GIT_DIR"];
    else process.env["GIT_DIR"] = before;
  }
  expect(callGit(root, ["no-such-command"])).toMatchObject({ failure: { kind: "failed" } });
});

test("a folder without git is a tree with the ids git would give", () => {
  const root = makeRepository({ "b.md": "x\n", "a/c.md": "y" });
  const tree = createDirectoryTree(root, "example");
  symlinkSync("b.md", join(root, "link"));
  expect(tree.label).toBe("example");
  expect(tree.paths()).toEqual(["a/c.md", "b.md"]);
  for (const path of tree.paths())
    expect(tree.entry(path)).toEqual(commit(root, "HEAD").entry(path));
  expect(createDirectoryTree(root).entry("link")?.kind).toBe("link");
});

test("head and base of a real repository: only what changed is read twice", () => {
  const root = makeRepository({
    "promptcost.yml": 'scenarios: { a: { fixtures: "f/*.json" } }',
    "policy.md": "Be kind.",
    "f/x.json": fixture({ request: request({ system: { $file: "../policy.md" } }) }),
    "f/y.json": fixture({ request: request() }),
  });
  write(root, { "policy.md": "Be kind, and brief.", "f/z.json": fixture({ request: request() }) });
  const trace = join(makeFolder(), "trace");
  process.env["GIT_TRACE"] = trace;
  const head = working(root);
  const base = commit(root, "HEAD", head);
  const { config } = parseConfig({
    file: "promptcost.yml",
    text: head.text("promptcost.yml") ?? "",
  });
  const cache = createLoadCache();
  const [one, two] = [head, base].map(
    (tree) => loadScenarios({ tree, config: config!, digest, cache }).scenarios[0]!,
  );
  delete process.env["GIT_TRACE"];
  expect(readFileSync(trace, "utf8").match(/built-in: git \S+/g)).toEqual(
    ["ls-files", "ls-tree", "hash-object", "cat-file"].map((name) => `built-in: git ${name}`),
  );
  expect(one!.runs.map(({ id }) => id)).toEqual(["f/x", "f/y", "f/z"]);
  expect(two!.runs.map(({ id }) => id)).toEqual(["f/x", "f/y"]);
  expect(two!.runs[1]).toBe(one!.runs[1]);
  expect([one!, two!].map(({ runs }) => runs[0]!.exchanges[0]!.request.body["system"])).toEqual([
    "Be kind, and brief.",
    "Be kind.",
  ]);
});
