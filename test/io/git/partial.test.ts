import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { findBase } from "../../../src/baseline/find-base.ts";
import { openRepository } from "../../../src/io/git/repository.ts";
import { createCommitTree } from "../../../src/io/tree/commit.ts";
import {
  commitAll,
  createRepository,
  git,
  scratchFolder,
  write,
} from "../../repositories/scratch-repository.ts";

/** The remote is a folder: the token goes nowhere. */
const access = { token: "ghs_secret", server: "http://127.0.0.1:9" };
const names = Array.from({ length: 20 }, (_, index) => `prompts/${index}.md`);

/** A remote whose main has other texts than the branch `change`, and what it was asked for. */
function createRemote() {
  const texts = (word: string) =>
    Object.fromEntries(names.map((name) => [name, `${word} ${name}\n`]));
  const root = createRepository({ files: { ...texts("old"), "other.md": "1\n" } });
  git(root, "checkout", "-q", "-b", "change");
  write(root, texts("new"));
  const head = commitAll(root, "change");
  git(root, "checkout", "-q", "main");
  write(root, { "other.md": "2\n" });
  const tip = commitAll(root, "main goes on");
  git(root, "config", "uploadpack.allowFilter", "true");
  git(root, "config", "uploadpack.allowAnySHA1InWant", "true");
  return { root, head, tip };
}

function clone(remote: string, ...options: readonly string[]): string {
  const root = join(scratchFolder(), "clone");
  git(remote, "clone", "-q", ...options, "--branch=change", pathToFileURL(remote).href, root);
  return root;
}

function open(root: string, commit: string, given: typeof access | null) {
  const opened = createCommitTree({ root, commit, label: "base", access: given });
  if ("failure" in opened) throw new Error(opened.failure.kind);
  return opened;
}

function packs(root: string): number {
  return Number(/packs: (\d+)/.exec(git(root, "count-objects", "-v"))?.[1]);
}

describe.each([
  ["blobs", ["--filter=blob:none"]],
  ["blobs, sparse", ["--filter=blob:none", "--sparse"]],
  ["trees", ["--filter=tree:0"]],
])("a clone without %s", (_, options) => {
  test("brings all that is missing by one fetch", () => {
    const remote = createRemote();
    const root = clone(remote.root, ...options);
    const { tree, lost } = open(root, remote.tip, access);
    const before = packs(root);
    tree.prefetch(names);
    expect(names.map((name) => tree.text(name))).toEqual(names.map((name) => `old ${name}\n`));
    expect(lost()).toBeNull();
    expect(packs(root) - before).toBeLessThanOrEqual(1);
    expect(git(root, "config", "--get", "remote.origin.partialclonefilter")).toBe(
      options[0]?.slice("--filter=".length),
    );
  });

  test("that nobody fills says what is missing and why, and asks nobody", () => {
    const remote = createRemote();
    const root = clone(remote.root, ...options);
    const opened = createCommitTree({ root, commit: remote.tip, label: "base", access: null });
    // Without its trees a commit cannot even be listed.
    if ("failure" in opened) return expect(options).toEqual(["--filter=tree:0"]);
    const [first = ""] = names;
    expect(opened.tree.text(first)).toBeNull();
    expect(opened.tree.fault(first)).toEqual({
      kind: "missing",
      name: "there is no token to fetch them with",
    });
    expect(opened.lost()).toBe("there is no token to fetch them with");
  });

  test("is merged into the tip all the same", async () => {
    const remote = createRemote();
    const root = clone(remote.root, ...options);
    const repository = openRepository(root, { access, headIsCommit: true });
    const event = {
      kind: "pull-request",
      name: "pull_request",
      head: remote.head,
      branch: "main",
      base: remote.tip,
    } as const;
    const found = await findBase({ repository, event, asked: null, remote: null });
    expect(found).toMatchObject({ commit: { sha: remote.tip }, current: true });
    const { tree } = open(root, "merged" in found ? (found.merged ?? "") : "", access);
    expect([tree.text("other.md"), tree.text(names[0] ?? "")]).toEqual([
      "2\n",
      `new ${names[0]}\n`,
    ]);
  });
});

test("a remote that refuses: why, and nothing of the token", () => {
  const remote = createRemote();
  const root = clone(remote.root, "--filter=blob:none");
  git(root, "remote", "set-url", "origin", join(root, "nowhere"));
  const { tree, lost } = open(root, remote.tip, access);
  expect(tree.text(names[1] ?? "")).toBeNull();
  expect(lost()).toMatch(/does not appear to be a git repository|does not exist|could not read/i);
  expect(lost()).not.toContain("secret");
});
