import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createPullRequest } from "../../repositories/scratch-repository.ts";
import { change, codes, demo, github, main, onPullRequest } from "./step.ts";

describe("bad input", () => {
  test("inputs that are wrong: exit 2, all of them named, the token never printed", async () => {
    const pull = createPullRequest(main, change);
    const step = await onPullRequest(pull, null, {
      inputs: { mode: "chekc", dry: "perhaps", "github-token": "ghs_canary" },
      isBuilt: true,
    });
    expect(step.code).toBe(2);
    expect(codes(step)).toEqual(["input-invalid", "input-invalid"]);
    expect(step.report.verdict).toBe("error");
    expect(
      step.stdout.replace("::add-mask::ghs_canary", "") + step.stderr + step.summary,
    ).not.toContain("ghs_canary");
  });

  test("a working directory that is nowhere is no way to the config above it", async () => {
    const inputs = { "working-directory": "apps/shpo" };
    const step = await onPullRequest(createPullRequest(main, change), null, { inputs });
    expect([step.code, codes(step)]).toEqual([2, ["input-invalid"]]);
    expect(step.stdout).toContain("working-directory");
    // A sparse checkout leaves folders out that the commit has.
    const pull = createPullRequest(main, { ...change, files: { "apps/shop/a.txt": "a\n" } });
    rmSync(join(pull.root, "apps"), { recursive: true });
    const sparse = await onPullRequest(pull, null, {
      inputs: { "working-directory": "apps/shop" },
    });
    expect(sparse.code).toBe(1);
  });

  test("an input nobody declares is named, and does nothing", async () => {
    const step = await onPullRequest(createPullRequest(main, change), null, {
      inputs: { comments: "off" },
    });
    expect(step.code).toBe(1);
    expect(step.report.problems.find((problem) => problem.code === "input-unknown")).toMatchObject({
      severity: "warning",
      fix: "Did you mean `comment`?",
    });
  });

  test("a config broken in several places: exit 2, every place at once", async () => {
    const yml =
      "scenarios:\n  support:\n    fixtures: [runs/*.json]\n    trafic: {}\n    budget: { monthly: lots }\n";
    const pull = createPullRequest(main, { files: { "promptcost.yml": yml } });
    const step = await onPullRequest(pull, null);
    expect(step.code).toBe(2);
    expect(
      step.report.problems.filter((problem) => problem.severity === "error").length,
    ).toBeGreaterThanOrEqual(2);
    expect(step.report.totals.deltaUsd).toBeNull();
    expect(step.stdout).toMatch(/^::error file=promptcost\.yml,line=4/m);
  });

  test("no prompt text anywhere, whatever happens to it", async () => {
    const canary = "CANARY-7f3a";
    const policy =
      `${readFileSync(join(demo, "change/prompts/policy.md"), "utf8")}\n${canary} ` +
      `{{unheard_of}} ${canary}\n`;
    const pull = createPullRequest(main, { ...change, files: { "prompts/policy.md": policy } });
    await github({}, async (server) => {
      const step = await onPullRequest(pull, server, { isBuilt: true });
      const said = [
        step.stdout,
        step.stderr,
        step.summary,
        JSON.stringify(step.report),
        ...step.outputs.values(),
      ].join("\n");
      expect(said).not.toContain(canary);
      expect(server.comments.map(({ body }) => body).join("\n")).not.toContain(canary);
      expect(said).toContain("unheard_of");
      expect(existsSync(step.outputs.get("report") ?? "")).toBe(true);
    });
  });
});
