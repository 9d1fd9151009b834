import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { callGit } from "../../../src/io/git/call.ts";
import { commitAll, createRepository, git, write } from "../../repositories/scratch-repository.ts";
import { commit, working } from "../tree/open-trees.ts";

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

test("what only we were given is not handed to programs that git starts", () => {
  const root = createRepository({ files: { ".gitattributes": "*.md filter=spy\n" } });
  git(root, "config", "filter.spy.smudge", "env");
  write(root, { "a.md": "one" });
  commitAll(root, "one");
  for (const name of ["ANTHROPIC_API_KEY", "INPUT_GITHUB-TOKEN", "ACTIONS_RUNTIME_TOKEN"])
    vi.stubEnv(name, "CANARY");
  vi.stubEnv("KEPT", "kept");
  const text = commit(root, "HEAD").text("a.md") ?? "";
  vi.unstubAllEnvs();
  expect(text).toContain("KEPT=kept");
  expect(text).not.toContain("CANARY");
});
