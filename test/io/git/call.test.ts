import { join } from "node:path";
import { expect, test } from "vitest";
import { callGit } from "../../../src/io/git/call.ts";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { working } from "../tree/open-trees.ts";

test("git is not led elsewhere by the environment", () => {
  const root = createRepository({ files: { "a.md": "one" } });
  const other = createRepository({ files: { "b.md": "two" } });
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
