import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commitAll, createPullRequest, git, write } from "../../repositories/scratch-repository.ts";
import { change, codes, demo, figures, github, main, onPullRequest, type Step } from "./step.ts";

describe("a pull request", () => {
  test("the first run writes the comment, the second brings it up to date, never a third", async () => {
    const pull = createPullRequest(main, change);
    await github({}, async (server) => {
      const first = await onPullRequest(pull, server, { isBuilt: true });
      expect(first.code).toBe(1);
      expect(first.outputs.get("verdict")).toBe("fail");
      expect(server.comments).toHaveLength(1);
      expect(server.comments[0]?.body).toContain("promptcost");
      expect(first.summary).toContain("promptcost");
      expect(first.stdout).toMatch(/^::error /m);
      const written = server.comments[0]?.body;
      write(pull.root, {
        "prompts/policy.md": `${readFileSync(join(demo, "change/prompts/policy.md"), "utf8")}\nOne more line.\n`,
      });
      git(pull.root, "checkout", "-q", "change");
      const head = commitAll(pull.root, "more");
      git(pull.root, "checkout", "-q", "--detach", "main");
      git(pull.root, "merge", "-q", "--no-ff", "-m", "merge", "change");
      const later = { ...pull, head, merge: git(pull.root, "rev-parse", "HEAD") };
      const second = await onPullRequest(later, server, { run: 2, isBuilt: true });
      expect(second.code).toBe(1);
      expect(server.comments).toHaveLength(1);
      expect(server.comments[0]?.body).not.toBe(written);
      const third = await onPullRequest(later, server, { run: 3 });
      expect(third.code).toBe(1);
      expect(server.comments).toHaveLength(1);
    });
  });

  test("the report, the outputs and the comment say one thing", async () => {
    const pull = createPullRequest(main, change);
    await github({}, async (server) => {
      const { report, outputs } = await onPullRequest(pull, server);
      expect(report).toMatchObject({
        verdict: "fail",
        comparison: "compared",
        base: { sha: pull.base, baseline: "current" },
      });
      expect(report.base?.why).toContain("first parent");
      expect(outputs.get("monthly-usd")).toBe(report.totals.monthlyUsd);
      expect(outputs.get("delta-usd")).toBe(report.totals.deltaUsd);
      expect(Number(report.totals.deltaUsd)).toBeGreaterThan(25);
    });
  });

  test("refused by 403, the comment is a warning that names the permission; the verdict is the same", async () => {
    const pull = createPullRequest(main, change);
    let written: Step | null = null;
    await github({}, async (server) => {
      written = await onPullRequest(pull, server);
    });
    await github({ without: ["comments"] }, async (server) => {
      const step = await onPullRequest(pull, server);
      if (written === null) throw new Error("no first run");
      expect(figures(step)).toEqual(figures(written));
      expect(codes(step)).toContain("comment-refused");
      expect(step.stdout).toContain("pull-requests: write");
      expect(step.summary).toContain("promptcost");
      expect(server.comments).toHaveLength(0);
    });
  });

  test("comment: off asks GitHub nothing", async () => {
    const pull = createPullRequest(main, change);
    await github({}, async (server) => {
      const step = await onPullRequest(pull, server, { inputs: { comment: "off" } });
      expect([step.code, server.calls.length]).toEqual([1, 0]);
    });
  });

  test("without a token it needs no network", async () => {
    const step = await onPullRequest(createPullRequest(main, change), null);
    expect([step.code, step.outputs.get("verdict")]).toEqual([1, "fail"]);
  });

  test("nothing that costs has changed: 0, and the comment says so", async () => {
    const pull = createPullRequest(main, { files: { "notes.md": "Nothing to see.\n" } });
    await github({}, async (server) => {
      const step = await onPullRequest(pull, server);
      expect([step.code, step.report.verdict, step.report.totals.deltaUsd]).toEqual([
        0,
        "pass",
        "0",
      ]);
      expect(server.comments[0]?.body).toMatch(/no change|unchanged|the same/i);
    });
  });
});
