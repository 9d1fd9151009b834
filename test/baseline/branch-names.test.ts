import { describe, expect, test } from "vitest";
import type { BaseEvent } from "../../src/baseline/base-commit.ts";
import { findBase } from "../../src/baseline/find-base.ts";
import { findDefaultBranch } from "../../src/io/git/default-branch.ts";
import { openRepository } from "../../src/io/git/repository.ts";
import { commitAll, createRepository, git, write } from "../repositories/scratch-repository.ts";

/** The commit that is compared with. */
async function baseOf(root: string, event: BaseEvent | null = null): Promise<string> {
  const repository = openRepository(root, { access: null, headIsCommit: event !== null });
  const found = await findBase({ repository, event, asked: null, remote: null });
  return "code" in found ? found.code : found.commit.sha;
}

/** A branch of two commits on main. */
function createBranch() {
  const root = createRepository({ files: { "a.md": "1" } });
  const main = git(root, "rev-parse", "HEAD");
  git(root, "checkout", "-q", "-b", "change");
  write(root, { "a.md": "2" });
  const middle = commitAll(root, "two");
  write(root, { "a.md": "3" });
  return { root, main, middle, head: commitAll(root, "three") };
}

describe("what is called as main is, and is not main", () => {
  test("a tag", async () => {
    const { root, main, head } = createBranch();
    git(root, "tag", "main", head);
    expect(await baseOf(root)).toBe(main);
  });

  test.each(["refs/tags/origin/main", "refs/heads/origin/main"])("%s", async (name) => {
    const { root, main, head } = createBranch();
    git(root, "update-ref", "refs/remotes/origin/main", main);
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    git(root, "update-ref", name, head);
    const pull = { kind: "pull-request", name: "pull_request", head, branch: "main", base: main };
    expect(await baseOf(root)).toBe(main);
    expect(await baseOf(root, { ...pull, kind: "pull-request" })).toBe(main);
    expect(findDefaultBranch(root)).toBe("main");
  });

  test("a parent that only a graft names", async () => {
    const { root, main, middle, head } = createBranch();
    git(root, "branch", "-f", "main", middle);
    write(root, { ".git/info/grafts": `${head} ${main}\n` });
    expect(await baseOf(root)).toBe(middle);
  });
});

test("a remote called upstream goes before a stale local main, after origin", async () => {
  const { root, main, middle } = createBranch();
  git(root, "update-ref", "refs/remotes/upstream/main", middle);
  expect(await baseOf(root)).toBe(middle);
  git(root, "update-ref", "refs/remotes/origin/main", main);
  expect(await baseOf(root)).toBe(main);
});
