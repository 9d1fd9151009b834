import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { workflowText } from "../../../src/commands/init/files/workflow.ts";

const npm = {
  words: "npm test",
  setup: ["uses: actions/setup-node@v6\nwith: { node-version: lts/* }", "run: npm ci"],
};

test("the manual's workflow is the one that is written", () => {
  const manual = readFileSync(join(import.meta.dirname, "../../../docs/workflows.md"), "utf8");
  const [, shown] = /```yaml\n([\s\S]*?)```/.exec(manual) ?? [];
  expect(shown).toBe(
    workflowText({ branch: "main", recording: { test: npm, folder: "" }, folder: "" }),
  );
});

test("a branch and a folder whatever their names, and permissions that are the least there is", () => {
  const branch = "release/[a]: {b}'\"";
  const folder = "apps/my shop";
  const workflow = parse(workflowText({ branch, recording: { test: npm, folder }, folder }));
  expect(workflow.on.push.branches).toEqual([branch]);
  expect(workflow.permissions).toEqual({});
  expect(workflow.jobs.check.permissions).toEqual({ contents: "read", "pull-requests": "write" });
  expect(workflow.jobs.update.permissions).toEqual({ contents: "write" });
  for (const { steps } of [workflow.jobs.check, workflow.jobs.update]) {
    expect(steps[0].with).toEqual({ "persist-credentials": false });
    expect(steps.slice(2)).toEqual([
      { run: "npm ci", "working-directory": folder },
      { run: "npx --yes promptcost record --stub -- npm test", "working-directory": folder },
      {
        uses: "promptcost/promptcost@v0",
        with: { tree: "working", "working-directory": folder },
      },
    ]);
  }
});
