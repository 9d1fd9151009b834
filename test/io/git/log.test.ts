import { expect, test } from "vitest";
import { readFileLog } from "../../../src/io/git/log.ts";
import {
  commitAll,
  createRepository,
  git,
  scratchFolder,
  write,
} from "../../repositories/scratch-repository.ts";
import { run } from "../../cli/typed.ts";

const all = { most: 100, since: null };

test("the commits that changed a file, with what they left there", () => {
  const root = createRepository({ files: { "a.json": "1", other: "x" } });
  write(root, { other: "y" });
  commitAll(root, "another file");
  write(root, { "a.json": "2" });
  const second = commitAll(root, `Update\n\nComputed at ${"c".repeat(40)}.`);
  write(root, { "a.json": null });
  commitAll(root, "gone");
  const log = readFileLog(root, "a.json", all);
  expect(log?.shallow).toBe(false);
  expect(log?.commits.map(({ content }) => content)).toEqual([
    { kind: "gone" },
    { kind: "text", text: "2" },
    { kind: "text", text: "1" },
  ]);
  expect(log?.commits[1]).toMatchObject({ sha: second, computedAt: "c".repeat(40) });
  expect(readFileLog(root, "a.json", { most: 1, since: null })?.commits).toHaveLength(1);
  expect(readFileLog(root, "a.json", { most: 9, since: "2099-01-01" })?.commits).toEqual([]);
  expect(readFileLog(root, "none.json", all)?.commits).toEqual([]);
});

test("a merge is one step of the branch it went into", () => {
  const root = createRepository({ files: { "a.json": "1" } });
  git(root, "checkout", "-q", "-b", "change");
  for (const text of ["2", "3"]) {
    write(root, { "a.json": text });
    commitAll(root, text);
  }
  git(root, "checkout", "-q", "main");
  git(root, "merge", "-q", "--no-ff", "-m", "merge", "change");
  expect(readFileLog(root, "a.json", all)?.commits.map(({ content }) => content)).toEqual([
    { kind: "text", text: "3" },
    { kind: "text", text: "1" },
  ]);
});

test("a shallow clone says so, and no repository has no log", () => {
  const root = createRepository({ files: { "a.json": "1" } });
  write(root, { "a.json": "2" });
  commitAll(root, "second");
  const clone = `${scratchFolder()}/clone`;
  git(root, "clone", "-q", "--depth=1", `file://${root}`, clone);
  expect(readFileLog(clone, "a.json", all)).toMatchObject({ shallow: true });
  expect(readFileLog(scratchFolder(), "a.json", all)).toBeNull();
});

test("the command shows what is committed, and what is wrong", async () => {
  const folder = scratchFolder();
  expect((await run(folder, "history")).code).toBe(2);
  const root = createRepository({ folder: "fixtures/demo/main" });
  const shown = await run(root, "history");
  expect(shown).toMatchObject({ code: 0, err: "" });
  expect(shown.out).toMatch(/baseline\.json: 1 commit/);
  const json: unknown = JSON.parse((await run(root, "history", "--json")).out);
  expect(json).toMatchObject({ schemaVersion: 1, commits: [{ state: "read" }], problems: [] });
  expect((await run(root, "history", "--svg", "-")).out).toMatch(/^<svg/);
  expect(await run(root, "history", "nobody")).toMatchObject({ code: 2 });
});
