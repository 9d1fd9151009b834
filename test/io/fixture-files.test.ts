import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixturesBelow, removeDrafts } from "../../src/io/fixture-files.ts";
import { createRepository, git } from "../repositories/scratch-repository.ts";

/** No process has this number. */
const gone = "999999999";

test("drafts of processes that are gone go away, and nothing else does", () => {
  const root = createRepository({
    files: { "f/a.json": "{}", "f/b.json": "{}", [`f/b.json.${gone}.tmp`]: "tracked" },
  });
  const leave = [
    // Of a process that is at work.
    `f/a.json.${String(process.ppid)}.tmp`,
    // Nobody's fixture, no number, no draft's name.
    `f/notes.${gone}.tmp`,
    "f/a.json.tmp",
    "f/a.json.01.tmp",
    `f/a.json.${gone}.tmp.bak`,
    `f/a.json.${gone}`,
    // Tracked by git.
    `f/b.json.${gone}.tmp`,
  ];
  for (const path of leave)
    if (!existsSync(join(root, path))) writeFileSync(join(root, path), "mine");
  mkdirSync(join(root, "f/a.json.999999998.tmp"));
  const go = [`f/a.json.${gone}.tmp`, `f/a.json.${String(process.pid)}.tmp`];
  for (const path of go) writeFileSync(join(root, path), "half");
  removeDrafts(root, ["f/a.json", "f/b.json", "gone/c.json"]);
  expect(readdirSync(join(root, "f")).sort()).toEqual(
    ["a.json", "b.json", "a.json.999999998.tmp", ...leave.map((path) => path.slice(2))].sort(),
  );
  expect(git(root, "status", "--porcelain", "--untracked-files=no")).toBe("");
});

test("what cannot be replaced is known before", () => {
  const root = createRepository({ files: { "f/a.json": "{}" } });
  const { obstacle } = fixturesBelow(root);
  expect(obstacle?.("f/a.json")).toBeNull();
  expect(readdirSync(join(root, "f"))).toEqual(["a.json"]);
  expect(obstacle?.("f/b.json")).toBe("missing");
});
