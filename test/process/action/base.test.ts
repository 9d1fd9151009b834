import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createPullRequest, git, scratchFolder } from "../../repositories/scratch-repository.ts";
import { change, codes, demo, figures, main, onPullRequest, pullRequestEvent } from "./step.ts";

describe("however the base is come by", () => {
  const corrupt = "{ this was merged by hand\n";
  const stale = readFileSync(join(demo, "main/.promptcost/baseline.json"), "utf8").replaceAll(
    / counter": ".*"/g,
    ' counter": "older/1"',
  );
  test.each([
    ["missing", { ".promptcost": null }, "missing", undefined],
    ["corrupt", { ".promptcost/baseline.json": corrupt }, "corrupt", "baseline-corrupt"],
    ["empty", { ".promptcost/baseline.json": "" }, "corrupt", "baseline-corrupt"],
    ["stale", { ".promptcost/baseline.json": stale }, "stale", "baseline-stale"],
  ])("baseline %s: the same delta and verdict", async (_, files, state, code) => {
    const current = await onPullRequest(createPullRequest(main, change), null);
    const step = await onPullRequest(createPullRequest({ ...main, files }, change), null);
    expect(figures(step)).toEqual(figures(current));
    expect(step.report.base?.baseline).toBe(state);
    if (code !== undefined) expect(codes(step)).toContain(code);
  });

  test("a fork: the same delta, judged by main's rules", async () => {
    const current = await onPullRequest(createPullRequest(main, change), null);
    const lax = readFileSync(join(demo, "main/promptcost.yml"), "utf8")
      .replaceAll("$1200", "$999999")
      .replace("percent: 10", "percent: 900");
    const pull = createPullRequest(main, { ...change, files: { "promptcost.yml": lax } });
    const step = await onPullRequest(pull, null, { event: pullRequestEvent(pull, "mallory/shop") });
    expect(figures(step)).toEqual(figures(current));
  });

  test("no config on main: a first run, everything new, absolute budgets judged", async () => {
    const pull = createPullRequest(
      { files: { "README.md": "shop\n" } },
      { folder: join(demo, "main") },
    );
    const step = await onPullRequest(pull, null);
    expect(step.report).toMatchObject({ comparison: "first-run", verdict: "pass" });
    expect(step.report.totals.deltaUsd).toBeNull();
    expect(Number(step.outputs.get("monthly-usd"))).toBeGreaterThan(0);
    expect(step.outputs.get("delta-usd")).toBe("");
    const yml = readFileSync(join(demo, "main/promptcost.yml"), "utf8").replace("$1500", "$15");
    const tight = createPullRequest(
      { files: { "README.md": "shop\n" } },
      { folder: join(demo, "main"), files: { "promptcost.yml": yml } },
    );
    expect(await onPullRequest(tight, null)).toMatchObject({
      code: 1,
      report: { comparison: "first-run", verdict: "fail" },
    });
  });

  test(
    "depth 1, and nobody gives the base commit: exit 2, what to change in the workflow, " +
      "no figure compared",
    async () => {
      const pull = createPullRequest(main, change);
      const root = scratchFolder();
      git(root, "clone", "-q", "--depth=1", `file://${pull.root}`, "clone");
      const clone = join(root, "clone");
      git(clone, "fetch", "-q", "--depth=1", "origin", pull.merge);
      git(clone, "checkout", "-q", "--detach", "FETCH_HEAD");
      const step = await onPullRequest({ ...pull, root: clone }, null);
      expect(step.code).toBe(2);
      expect(step.report).toMatchObject({ verdict: "error", comparison: "not-compared" });
      expect(step.report.totals.deltaUsd).toBeNull();
      expect(step.outputs.get("delta-usd")).toBe("");
      expect(step.stdout).toContain("fetch-depth");
    },
  );

  test("a checkout of something else is not compared", async () => {
    const pull = createPullRequest(main, change);
    git(pull.root, "checkout", "-q", "--detach", "main");
    const step = await onPullRequest(pull, null, {
      event: pullRequestEvent({ ...pull, head: "f".repeat(40) }),
    });
    expect(step.code).toBe(2);
    expect(codes(step)).toContain("checkout-is-not-the-head");
  });
});
