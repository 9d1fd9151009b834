import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixturesBelow, removeDrafts } from "../../src/io/fixture-files.ts";
import { createRepository, git } from "../repositories/scratch-repository.ts";

/** A file's new text, whatever the old one was. */
function* saying(text: string): Generator<string, boolean> {
  yield text;
  return true;
}

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

test("what was written is brought to the disk, and what is gone holds nothing up", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `f/${String(index)}.json`);
  const root = createRepository({ files: Object.fromEntries(names.map((name) => [name, "{}"])) });
  const { rewrite, settle, read } = fixturesBelow(root);
  expect(names.map((name) => rewrite(name, () => saying("[]")))).toEqual(names.map(() => true));
  rmSync(join(root, "f/3.json"));
  expect(await settle?.()).toBe(true);
  expect(read("f/4.json")).toBe("[]");
  // A folder in its place cannot be brought to the disk that way.
  rmSync(join(root, "f/5.json"));
  mkdirSync(join(root, "f/5.json"));
  expect(await settle?.()).toBe(false);
});

test.skipIf(process.platform === "win32")(
  "a file that became read-only meanwhile is left alone",
  () => {
    const root = createRepository({ files: { "f/a.json": "{}" } });
    const { rewrite, read } = fixturesBelow(root);
    chmodSync(join(root, "f/a.json"), 0o444);
    expect([rewrite("f/a.json", () => saying("[]")), read("f/a.json")]).toEqual([false, "{}"]);
  },
);
