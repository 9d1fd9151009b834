import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  commitAll,
  createPullRequest,
  createRepository,
  git,
  put,
  scratchFolder,
  write,
} from "../../repositories/scratch-repository.ts";
import {
  change,
  codes,
  demo,
  figures,
  github,
  main,
  onPullRequest,
  pullRequestEvent,
  runAction,
} from "./step.ts";

const comment = { body: "hello" };
const repository = { full_name: "acme/shop", default_branch: "main" };

describe("a base that has all of the head", () => {
  test("checked out by `ref: head.sha`, run again after the merge", async () => {
    const pull = createPullRequest(main, change);
    git(pull.root, "update-ref", "refs/remotes/origin/main", pull.merge);
    git(pull.root, "checkout", "-q", "--detach", pull.head);
    const step = await onPullRequest(pull, null);
    expect(step.report).toMatchObject({ comparison: "same-as-base", base: { sha: pull.head } });
    expect(step.outputs.get("comparison")).toBe("same-as-base");
    expect(step.outputs.get("delta-usd")).toBe("");
    for (const text of [step.stdout, step.summary]) {
      expect(text).toMatch(/nothing compared/i);
      expect(text).not.toContain("unchanged");
    }
    // What it costs is judged all the same.
    expect([step.code, step.report.verdict]).toEqual([1, "fail"]);
  });

  test.each([
    ["schedule", { repository, schedule: "0 5 * * 1" }],
    ["workflow_dispatch", { repository, ref: "refs/heads/main", inputs: null }],
    ["issue_comment", { repository, action: "created", issue: { number: 3 }, comment }],
    ["issue_comment", { repository, action: "created", comment }],
  ])("%s on main", async (name, payload) => {
    const root = createRepository(main);
    const sha = git(root, "rev-parse", "HEAD");
    git(root, "update-ref", "refs/remotes/origin/main", sha);
    const step = await runAction({ root, server: null, event: { name, payload }, sha });
    expect(step).toMatchObject({
      code: 0,
      report: { comparison: "same-as-base", verdict: "pass" },
    });
  });
});

test("a review is compared as its pull request is", async () => {
  const pull = createPullRequest(main, change);
  const { payload } = pullRequestEvent(pull);
  const event = { name: "pull_request_review", payload: { ...Object(payload), review: {} } };
  const usual = await onPullRequest(pull, null);
  expect(figures(await onPullRequest(pull, null, { event }))).toEqual(figures(usual));
});

describe("a partial clone", () => {
  async function clonedPartially() {
    const pull = createPullRequest(main, change);
    git(pull.root, "branch", "merged", pull.merge);
    git(pull.root, "config", "uploadpack.allowFilter", "true");
    git(pull.root, "config", "uploadpack.allowAnySHA1InWant", "true");
    const usual = await onPullRequest(pull, null);
    const root = join(scratchFolder(), "clone");
    git(
      pull.root,
      "clone",
      "-q",
      "--filter=blob:none",
      `file://${pull.root}`,
      root,
      "-b",
      "merged",
    );
    git(root, "checkout", "-q", "--detach");
    return { pull, usual, root };
  }

  test("has the base's blobs fetched", async () => {
    const { pull, usual, root } = await clonedPartially();
    await github({}, async (server) => {
      const step = await onPullRequest({ ...pull, root }, server);
      expect(figures(step)).toEqual(figures(usual));
      expect(server.calls.some(({ path }) => path.includes("tarball"))).toBe(false);
    });
  });

  test("whose remote refuses takes the archive, else says so: never broken on main", async () => {
    const { pull, usual, root } = await clonedPartially();
    git(root, "remote", "set-url", "origin", join(root, "nowhere"));
    await github({}, async (server) => {
      const lost = await onPullRequest({ ...pull, root }, server);
      expect(lost).toMatchObject({
        code: 2,
        report: { verdict: "error", comparison: "not-compared" },
      });
      expect(codes(lost)).toContain("base-blobs-missing");
      expect(codes(lost)).not.toContain("base-not-projected");
      expect(lost.stdout).toMatch(
        /Not compared: blobs of [0-9a-f]{7} are missing from this partial clone and could not be fetched/,
      );
      const packed = join(scratchFolder(), "main.tgz");
      git(pull.root, "archive", "--format=tar.gz", "--prefix=shop/", "-o", packed, pull.base);
      server.archives.set(pull.base, readFileSync(packed));
      expect(figures(await onPullRequest({ ...pull, root }, server))).toEqual(figures(usual));
    });
  });
});

describe("a fork", () => {
  const yml = readFileSync(join(demo, "main/promptcost.yml"), "utf8");
  const lax = yml.replaceAll("$1200", "$999999").replace("percent: 10", "percent: 900");

  test("is not judged by its own config where main's has errors", async () => {
    const pull = createPullRequest(
      { ...main, files: { "promptcost.yml": `${yml}oops: 1\n` } },
      { ...change, files: { "promptcost.yml": lax } },
    );
    const step = await onPullRequest(pull, null, { event: pullRequestEvent(pull, "mallory/shop") });
    expect(step).toMatchObject({ code: 2, report: { verdict: "error" } });
    expect(codes(step)).toContain("fork-without-rules");
  });

  test("that brings a config nearer by is judged by main's", async () => {
    const own = "scenarios: { free: { fixtures: none.json } }\n";
    const pull = createPullRequest(main, { ...change, files: { "apps/shop/promptcost.yml": own } });
    const usual = await onPullRequest(pull, null);
    const step = await onPullRequest(pull, null, {
      event: pullRequestEvent(pull, "mallory/shop"),
      inputs: { "working-directory": "apps/shop" },
    });
    expect([step.code, step.report.config]).toEqual([usual.code, "promptcost.yml"]);
  });

  test("that adopts is told that its budgets are its own", async () => {
    const pull = createPullRequest({ files: { "README.md": "shop\n" } }, main);
    const step = await onPullRequest(pull, null, { event: pullRequestEvent(pull, "mallory/shop") });
    expect(step.report.comparison).toBe("first-run");
    expect(codes(step)).toContain("fork-own-rules");
  });

  test("has no filter of git's settings run on its files, whatever the tree", async () => {
    const files = { ".gitattributes": "*.md filter=spy\n*.yml ident\n" };
    const pull = createPullRequest(main, { ...change, files });
    const marks = scratchFolder();
    const spy = (name: string) => `sh -c 'touch ${join(marks, name)}; cat'`;
    git(pull.root, "config", "filter.spy.clean", spy("clean"));
    git(pull.root, "config", "filter.spy.smudge", spy("smudge"));
    git(pull.root, "config", "merge.spy.driver", spy("merge"));
    write(pull.root, { "prompts/policy.md": "changed since\n" });
    for (const tree of ["commit", "working"]) {
      const event = pullRequestEvent(pull, "mallory/shop");
      await onPullRequest(pull, null, { event, inputs: { tree } });
    }
    for (const name of ["clean", "smudge", "merge"])
      expect(existsSync(join(marks, name))).toBe(false);
  });
});

test.each(["--upload-pack=touch pwned", "HEAD", "refs/heads/main"])(
  "an event whose base is %j: exit 2, named",
  async (base) => {
    const pull = createPullRequest(main, change);
    const step = await onPullRequest(pull, null, { event: pullRequestEvent({ ...pull, base }) });
    expect(step.code).toBe(2);
    expect(codes(step)).toEqual(["event-id-invalid"]);
    expect(existsSync(join(pull.root, "pwned"))).toBe(false);
  },
);

test("a branch on a branch that was squashed pays for itself only", async () => {
  const root = createRepository({ folder: join(demo, "main") });
  git(root, "checkout", "-q", "-b", "parent");
  put(root, { folder: join(demo, "change") });
  commitAll(root, "parent");
  git(root, "checkout", "-q", "-b", "child");
  const head = commitAll(root, "a child that costs nothing");
  write(root, { "notes.md": "nothing\n" });
  const child = commitAll(root, "notes");
  git(root, "checkout", "-q", "main");
  git(root, "merge", "-q", "--squash", "parent");
  const tip = commitAll(root, "squashed");
  git(root, "update-ref", "refs/remotes/origin/main", tip);
  git(root, "checkout", "-q", "--detach", child);
  const pull = { root, base: tip, head: child, merge: head };
  const step = await onPullRequest(pull, null);
  expect(step.report.totals.deltaUsd).toBe("0");
  expect(step.report.base).toMatchObject({
    sha: tip,
    why: "the tip of main, this head merged into it",
  });
});
