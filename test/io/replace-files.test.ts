import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findWriteObstacle, replaceFiles } from "../../src/io/replace-files.ts";
import { scratchFolder } from "../repositories/scratch-repository.ts";

function open(): { readonly root: string; readonly drafts: string } {
  const root = scratchFolder();
  return { root, drafts: join(root, ".promptcost", "drafts") };
}

test("files are made, changed and removed together, and no draft stays", () => {
  const { root, drafts } = open();
  writeFileSync(join(root, "old.json"), "old");
  writeFileSync(join(root, "gone.json"), "gone");
  mkdirSync(drafts, { recursive: true });
  writeFileSync(join(drafts, "0"), "left by a process that was killed");
  const changes = [
    { path: "old.json", text: "new" },
    { path: "gone.json", text: null },
    { path: "a/b/made.json", text: "made" },
  ];
  expect(replaceFiles(root, changes, drafts)).toBeNull();
  expect(readFileSync(join(root, "old.json"), "utf8")).toBe("new");
  expect(existsSync(join(root, "gone.json"))).toBe(false);
  expect(readFileSync(join(root, "a/b/made.json"), "utf8")).toBe("made");
  expect(readdirSync(join(root, ".promptcost"))).toEqual([]);
});

test("where one cannot be replaced, those before it get back what they had", () => {
  const { root, drafts } = open();
  writeFileSync(join(root, "first.json"), "before");
  mkdirSync(join(root, "second.json", "full"), { recursive: true });
  const changes = [
    { path: "first.json", text: "after" },
    { path: "made.json", text: "made" },
    { path: "second.json", text: "after" },
  ];
  expect(replaceFiles(root, changes, drafts)).toMatchObject({ path: "second.json", why: "EISDIR" });
  expect(readFileSync(join(root, "first.json"), "utf8")).toBe("before");
  expect(existsSync(join(root, "made.json"))).toBe(false);
});

test("where a draft finds no room, no file is touched", () => {
  const { root } = open();
  writeFileSync(join(root, "first.json"), "before");
  writeFileSync(join(root, "no-folder"), "");
  const failure = replaceFiles(
    root,
    [{ path: "first.json", text: "after" }],
    join(root, "no-folder", "drafts"),
  );
  expect(failure).toMatchObject({ path: "first.json", why: "ENOTDIR" });
  expect(readFileSync(join(root, "first.json"), "utf8")).toBe("before");
});

test("nothing is written through a link", () => {
  const { root, drafts } = open();
  const elsewhere = scratchFolder();
  symlinkSync(elsewhere, join(root, "linked"));
  const changes = [{ path: "linked/out.json", text: "out" }];
  expect(replaceFiles(root, changes, drafts)).toEqual({ path: "linked/out.json", why: "link" });
  expect(readdirSync(elsewhere)).toEqual([]);
  expect(findWriteObstacle(root, "linked")).toEqual({ path: "linked", why: "link" });
});

test("whether a folder can be written into is found out without leaving anything", () => {
  const { root } = open();
  expect(findWriteObstacle(root, "fixtures/recorded")).toBeNull();
  expect(readdirSync(root)).toEqual([]);
  writeFileSync(join(root, "fixtures"), "");
  expect(findWriteObstacle(root, "fixtures/recorded")?.why).toMatch(/ENOTDIR|EEXIST/);
});
