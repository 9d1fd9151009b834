import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createPullRequest, git } from "../../repositories/scratch-repository.ts";
import {
  change,
  codes,
  createMain,
  demo,
  github,
  main,
  onPullRequest,
  pushMain,
  runAction,
} from "./step.ts";

const path = ".promptcost/baseline.json";

test("update: pull-request: a push opens one pull request that commits the baseline", async () => {
  const root = createMain({ ...main, files: { ".promptcost": null } });
  await github({}, async (server) => {
    for (const run of [1, 2]) {
      const step = await pushMain(root, server, { run, inputs: { update: "pull-request" } });
      expect([step.code, codes(step).filter((code) => code.startsWith("baseline-not"))]).toEqual([
        0,
        [],
      ]);
    }
    expect([server.commits.length, server.opened.length]).toEqual([0, 1]);
    const proposed = server.branches.get("promptcost/baseline") ?? "";
    expect(server.files.get(`${proposed}:${path}`)).toBe(
      readFileSync(join(demo, "main", path), "utf8"),
    );
  });
});

describe("update: verify", () => {
  const inputs = { update: "verify", comment: "off" };

  test("a pull request whose baseline is not what its files say fails, and says what to do", async () => {
    const quiet = { files: { "notes.md": "Nothing to see.\n" } };
    const current = await onPullRequest(createPullRequest(main, quiet), null, { inputs });
    expect([current.code, current.outputs.get("verdict")]).toEqual([0, "pass"]);
    const stale = { files: { [path]: null } };
    const step = await onPullRequest(createPullRequest(main, stale), null, { inputs });
    expect([step.code, step.outputs.get("verdict")]).toEqual([1, "fail"]);
    expect(codes(step)).toContain("baseline-not-current");
    expect(step.stdout).toContain("Run `promptcost update`");
    expect(codes(await onPullRequest(createPullRequest(main, change), null, { inputs }))).toContain(
      "baseline-not-current",
    );
  });

  test("in the merge queue too", async () => {
    const pull = createPullRequest(main, { files: { [path]: null } });
    const payload = { merge_group: { head_sha: pull.merge, base_sha: pull.base } };
    const event = { name: "merge_group", payload };
    const step = await runAction({ root: pull.root, server: null, event, sha: pull.merge, inputs });
    expect([step.code, codes(step).includes("baseline-not-current")]).toEqual([1, true]);
  });

  test("on a push it is a warning, and nothing is committed", async () => {
    const root = createMain({ ...main, files: { ".promptcost": null } });
    await github({}, async (server) => {
      const step = await pushMain(root, server, { inputs });
      const found = step.report.problems.find(({ code }) => code === "baseline-not-current");
      expect([step.code, found?.severity, server.writes()]).toEqual([0, "warning", 0]);
      expect(git(root, "status", "--porcelain")).toBe("");
    });
  });
});
