import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BaseEvent } from "../../src/baseline/base-commit.ts";
import { findBase, type BaseRemote } from "../../src/baseline/find-base.ts";
import type { FetchAccess } from "../../src/io/git/fetch.ts";
import { openRepository } from "../../src/io/git/repository.ts";
import type { Problem } from "../../src/problem.ts";
import type { Tree } from "../../src/tree.ts";
import { git } from "../repositories/scratch-repository.ts";

type FoundBase = Exclude<Awaited<ReturnType<typeof findBase>>, Problem>;

const folder = mkdtempSync(join(tmpdir(), "base-"));
const origin = join(folder, "origin");
const access = { token: "ghs_secret", server: "http://127.0.0.1:9" };

function commit(root: string, name: string): string {
  writeFileSync(join(root, name), name);
  git(root, "add", name);
  git(root, "commit", "-qm", name);
  return git(root, "rev-parse", "HEAD");
}

let clones = 0;
function clone(...args: readonly string[]): string {
  clones += 1;
  const root = join(folder, `clone${clones}`);
  git(folder, "clone", "-q", ...args, pathToFileURL(origin).href, root);
  return root;
}

const ids = { fork: "", tip: "", head: "", merge: "" };

beforeAll(() => {
  git(folder, "init", "-q", "-b", "main", origin);
  commit(origin, "first");
  ids.fork = commit(origin, "fork");
  git(origin, "checkout", "-qb", "change");
  ids.head = commit(origin, "change");
  git(origin, "checkout", "-q", "main");
  ids.tip = commit(origin, "later");
  git(origin, "checkout", "-q", "--detach");
  git(origin, "merge", "-q", "--no-ff", "-m", "merge", "change");
  ids.merge = git(origin, "rev-parse", "HEAD");
  git(origin, "branch", "merged");
  git(origin, "checkout", "-q", "main");
  git(origin, "config", "uploadpack.allowAnySHA1InWant", "true");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pullRequest(): Extract<BaseEvent, { kind: "pull-request" }> {
  return {
    kind: "pull-request",
    name: "pull_request",
    head: ids.head,
    branch: "main",
    base: ids.fork,
  };
}
function find(
  root: string,
  {
    access = null,
    ...over
  }: Partial<Parameters<typeof findBase>[0]> & { readonly access?: FetchAccess | null } = {},
): Promise<FoundBase | Problem> {
  const repository = openRepository(root, { access, headIsCommit: true });
  return findBase({ repository, event: null, asked: null, remote: null, ...over });
}
function codeOf(found: FoundBase | Problem): string | null {
  return "code" in found ? found.code : null;
}
function shaAndWhy(found: FoundBase | Problem): unknown {
  return "code" in found ? found : found.commit;
}

describe("a pull request", () => {
  test("its merge at depth 1: the first parent, fetched with the token", async () => {
    const root = clone("--depth=1", "--branch=merged");
    expect(codeOf(await find(root, { event: pullRequest() }))).toBe("base-commit-missing");
    const found = await find(root, { event: pullRequest(), access });
    expect(shaAndWhy(found)).toEqual({ sha: ids.tip, why: "the first parent of this merge" });
    expect(git(root, "cat-file", "-t", `${ids.tip}:later`)).toBe("blob");
    expect(git(root, "config", "--list")).not.toContain("extraheader");
  });

  test("what a whole clone lacks is fetched, and it stays whole", async () => {
    const root = clone("--single-branch", "--branch=main");
    const event: BaseEvent = { kind: "push", before: ids.head };
    const found = await find(root, { event, access });
    expect(shaAndWhy(found)).toEqual({ sha: ids.head, why: "the commit before this push" });
    expect(git(root, "rev-parse", "--is-shallow-repository")).toBe("false");
    expect(git(root, "rev-list", "--count", ids.head)).toBe("3");
  });

  test("its merge at depth 2 asks nobody", async () => {
    const root = clone("--depth=2", "--branch=merged");
    expect(shaAndWhy(await find(root, { event: pullRequest() }))).toEqual({
      sha: ids.tip,
      why: "the first parent of this merge",
    });
  });

  test("its head with history: merged into the branch's tip, though the event's base lags", async () => {
    const root = clone("--branch=change");
    const lagging: BaseEvent = {
      kind: "pull-request",
      name: "pull_request",
      head: ids.head,
      branch: "main",
      base: git(origin, "rev-parse", "main~2"),
    };
    const found = await find(root, { event: lagging });
    expect(shaAndWhy(found)).toEqual({
      sha: ids.tip,
      why: "the tip of main, this head merged into it",
    });
    expect(found).toMatchObject({ merged: git(origin, "rev-parse", "merged^{tree}"), same: null });
  });

  test("its head at depth 1: the service says which, one fetch brings it", async () => {
    const root = clone("--depth=1", "--branch=change");
    const asked: string[] = [];
    const remote: BaseRemote = {
      mergeBase: (base, head) => {
        asked.push(`${base}...${head}`);
        return Promise.resolve(ids.fork);
      },
      fetchTree: () => Promise.resolve(null),
    };
    expect(shaAndWhy(await find(root, { event: pullRequest(), access, remote }))).toEqual({
      sha: ids.fork,
      why: "merge base with main: this clone is too shallow to merge this head into it",
    });
    expect(asked).toEqual([`main...${ids.head}`]);
  });

  test("its head, in a clone deep enough, is merged as in a whole one", async () => {
    const root = clone("--depth=2", "--no-single-branch", "--branch=change");
    expect(git(root, "rev-parse", "--is-shallow-repository")).toBe("true");
    const found = await find(root, { event: pullRequest() });
    expect(found).toMatchObject({
      commit: { sha: ids.tip, why: "the tip of main, this head merged into it" },
      merged: git(origin, "rev-parse", "merged^{tree}"),
    });
  });

  test("its head, in a clone that lacks main: the event's tip lags, the service is asked", async () => {
    const root = clone("--single-branch", "--branch=change");
    const lagging: BaseEvent = { ...pullRequest(), base: git(origin, "rev-parse", "main~2") };
    const remote: BaseRemote = {
      mergeBase: () => Promise.resolve(ids.fork),
      fetchTree: () => Promise.resolve(null),
    };
    expect(shaAndWhy(await find(root, { event: lagging, remote }))).toMatchObject({
      sha: ids.fork,
    });
  });

  test("its head at depth 1 and nobody to ask is a problem, never a branch tip", async () => {
    const root = clone("--depth=1", "--branch=change");
    const found = await find(root, { event: pullRequest(), access });
    expect(codeOf(found)).toBe("base-unrelated");
    expect("fix" in found ? found.fix : "").toContain("fetch-depth: 0");
  });

  test("what git cannot fetch is taken as an archive", async () => {
    const root = clone("--depth=1", "--branch=merged");
    git(root, "remote", "set-url", "origin", join(folder, "nowhere"));
    const archive: Tree = {
      label: "",
      paths: () => [],
      entry: () => undefined,
      read: () => new Uint8Array(),
      text: () => null,
      fault: () => null,
      prefetch: () => {},
    };
    const remote: BaseRemote = {
      mergeBase: () => Promise.resolve(null),
      fetchTree: (sha) => Promise.resolve(sha === ids.tip ? archive : null),
    };
    const found = await find(root, { event: pullRequest(), access, remote });
    expect("archive" in found ? found.archive : null).toBe(archive);
  });

  test("what cannot be had at all says what to change", async () => {
    const root = clone("--depth=1", "--branch=merged");
    git(root, "remote", "set-url", "origin", join(folder, "nowhere"));
    const found = await find(root, { event: pullRequest(), access });
    expect(codeOf(found)).toBe("base-commit-missing");
    expect("message" in found ? found.message : "").not.toContain("ghs_secret");
    expect("fix" in found ? found.fix : "").toContain("contents: read");
  });

  test("another checkout is a problem", async () => {
    expect(codeOf(await find(clone(), { event: pullRequest() }))).toBe("checkout-is-not-the-head");
  });
});

describe("outside of CI", () => {
  test("the merge base with what origin/HEAD stands for", async () => {
    expect(shaAndWhy(await find(clone("--branch=change")))).toEqual({
      sha: ids.fork,
      why: "merge base with main",
    });
  });

  test("without a remote: main, else master", async () => {
    const root = clone();
    git(root, "checkout", "-qb", "change", "origin/change");
    git(root, "remote", "remove", "origin");
    expect(shaAndWhy(await find(root))).toEqual({ sha: ids.fork, why: "merge base with main" });
    git(root, "branch", "-qm", "main", "master");
    expect(shaAndWhy(await find(root))).toEqual({ sha: ids.fork, why: "merge base with master" });
    git(root, "branch", "-qm", "master", "trunk");
    expect(codeOf(await find(root))).toBe("base-branch-unknown");
    expect(shaAndWhy(await find(root, { asked: "trunk" }))).toEqual({
      sha: ids.fork,
      why: "merge base with trunk",
    });
    expect(shaAndWhy(await find(root, { asked: ids.tip }))).toEqual({
      sha: ids.tip,
      why: "named by `--base`",
    });
    expect(codeOf(await find(root, { asked: "--upload-pack=touch" }))).toBe("base-branch-unknown");
  });

  test("branches with nothing in common", async () => {
    const root = clone();
    git(root, "checkout", "-q", "--orphan", "alone");
    commit(root, "alone");
    expect(codeOf(await find(root))).toBe("base-unrelated");
  });

  test("no repository, or none with a commit", async () => {
    expect(codeOf(await find(folder))).toBe("base-git-failed");
    const empty = join(folder, "empty");
    git(folder, "init", "-q", empty);
    expect(codeOf(await find(empty))).toBe("base-git-failed");
  });
});

describe("the token", () => {
  const headers: (string | undefined)[] = [];
  let server: Server;
  beforeAll(async () => {
    server = createServer((request, response) => {
      headers.push(request.headers.authorization);
      response.writeHead(403).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => server.close());

  test("goes to the server once, in place of what a checkout left, and into no message", async () => {
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
    const root = clone("--depth=1", "--branch=merged");
    git(root, "remote", "set-url", "origin", `${url}/a/b`);
    git(root, "config", `http.${url}/.extraheader`, "AUTHORIZATION: basic left");
    const found = await find(root, {
      event: pullRequest(),
      access: { token: "ghs_secret", server: url },
    });
    const expected = `basic ${Buffer.from("x-access-token:ghs_secret").toString("base64")}`;
    expect(headers.length).toBeGreaterThan(0);
    expect(new Set(headers)).toEqual(new Set([expected]));
    expect(codeOf(found)).toBe("base-commit-missing");
    expect(JSON.stringify(found)).not.toContain("ghs_secret");
    expect(JSON.stringify(found)).not.toContain(expected.slice(6));
  });
});
