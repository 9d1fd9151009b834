import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { createArchiveTree } from "../../../src/io/tree/archive.ts";
import { startGitHub } from "../../servers/github.ts";
import { connect } from "../../publish/connection.ts";

const long = `prompts/${"very-".repeat(40)}long/${"name-".repeat(20)}é.md`;

/** A commit's archive as git packs it, which is how GitHub does, and git's own ids of its files. */
function archive(): { bytes: Uint8Array; ids: ReadonlyMap<string, string> } {
  const root = mkdtempSync(join(tmpdir(), "promptcost-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const git = (...args: string[]): Buffer =>
    execFileSync(
      "git",
      [
        "-C",
        root,
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@t",
        "-c",
        "core.autocrlf=false",
        ...args,
      ],
      {
        maxBuffer: 2 ** 26,
      },
    );
  git("init", "-q");
  mkdirSync(join(root, long, ".."), { recursive: true });
  writeFileSync(join(root, long), "long\n");
  writeFileSync(join(root, "promptcost.yml"), "scenarios: {}\r\n");
  writeFileSync(join(root, "empty"), "");
  writeFileSync(join(root, "binary"), Buffer.from([0, 255, 0, 1]));
  symlinkSync("promptcost.yml", join(root, "link"));
  git("add", "-A");
  git("commit", "-qm", "one");
  const ids = new Map(
    git("ls-tree", "-rz", "HEAD")
      .toString("utf8")
      .split("\0")
      .filter((line) => line !== "")
      .map((line) => [line.split("\t")[1] ?? "", line.split(/[ \t]/)[2] ?? ""]),
  );
  return {
    bytes: gzipSync(git("archive", "--format=tar", "--prefix=acme-shop-abc/", "HEAD")),
    ids,
  };
}

test("an archive is the commit's tree, ids and all", async () => {
  await using github = await startGitHub();
  const { bytes, ids } = archive();
  const sha = "a".repeat(40);
  github.archives.set(sha, bytes);
  const tree = await connect(github).base.fetchTree(sha);
  if (tree === null) throw new Error("no tree");
  expect(tree.label).toBe("aaaaaaa");
  expect(tree.paths()).toEqual([...ids.keys()].sort());
  for (const path of tree.paths()) {
    if (path === "link") expect(tree.entry(path)?.kind).toBe("link");
    else expect(tree.entry(path)).toEqual({ id: ids.get(path), kind: "file" });
  }
  expect(tree.text(long)).toBe("long\n");
  expect(tree.text("promptcost.yml")).toBe("scenarios: {}\r\n");
  expect(tree.text("binary")).toBeNull();
  expect(tree.entry("nowhere")).toBeUndefined();
  expect(() => tree.read("link")).toThrow("link is not a file");
});

test("what is cut short, no archive at all, or cannot be had, is no tree", async () => {
  await using github = await startGitHub();
  const { bytes } = archive();
  expect(createArchiveTree(bytes.subarray(0, bytes.length / 2), "x")).toBeNull();
  expect(createArchiveTree(gzipSync(Buffer.alloc(2000, 65)), "x")).toBeNull();
  expect(createArchiveTree(gzipSync(Buffer.alloc(100)), "x")).toBeNull();
  expect(await connect(github).base.fetchTree("b".repeat(40))).toBeNull();
});
