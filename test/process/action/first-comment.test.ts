import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import {
  commitAll,
  createRepository,
  git,
  scratchFolder,
  write,
  type PullRequest,
} from "../../repositories/scratch-repository.ts";
import { promptcost, readText } from "../cli.ts";
import { github, onPullRequest, pushMain, type Call } from "./step.ts";

/**
 * From `git clone` of a project with tests to its first comment, as the README says it: `init`,
 * `record`, a pull request. Not a line is written by hand.
 */
const sample = join(import.meta.dirname, "../../../fixtures/sample-app");
const modules = join(import.meta.dirname, "../../../node_modules");

/** The application as it was before it had heard of promptcost, cloned. */
function cloneProject(): string {
  const origin = createRepository({
    folder: sample,
    files: {
      expected: null,
      fixtures: null,
      "promptcost.yml": null,
      ".gitignore": "node_modules\n.npm\n",
    },
  });
  const root = join(scratchFolder(), "clone");
  git(origin, "clone", "-q", origin, root);
  symlinkSync(modules, join(root, "node_modules"), "junction");
  return root;
}

/** A branch's commit, and the merge of it that GitHub checks out. */
function pullRequestOf(root: string, message: string): PullRequest {
  const base = git(root, "rev-parse", "main");
  const head = commitAll(root, message);
  git(root, "checkout", "-q", "--detach", "main");
  git(root, "merge", "-q", "--no-ff", "-m", "merge", head);
  return { root, base, head, merge: git(root, "rev-parse", "HEAD") };
}

/** Runs what a job of the written workflow runs before the action; gives the action's inputs. */
async function runStepsBefore(root: string, job: "check" | "update"): Promise<Partial<Call>> {
  const { steps } = parse(readText(root, ".github/workflows/promptcost.yml")).jobs[job];
  const [, words] = /^npx --yes promptcost (.*)$/.exec(steps.at(-2).run) ?? [];
  const recorded = await promptcost(root, (words ?? "").split(" "));
  expect(recorded.code).toBe(0);
  return { inputs: steps.at(-1).with, isBuilt: true };
}

test("from a clone to the first comment, and to the next one", { timeout: 120_000 }, async () => {
  const root = cloneProject();
  git(root, "checkout", "-q", "-b", "promptcost");
  expect((await promptcost(root, ["init"])).code).toBe(0);
  expect((await promptcost(root, ["record", "--stub", "--", "npm", "test"])).code).toBe(0);
  const first = pullRequestOf(root, "promptcost");
  await github({}, async (server) => {
    const step = await onPullRequest(first, server, await runStepsBefore(root, "check"));
    expect(step.code).toBe(0);
    expect(server.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("### promptcost: first run. 2 scenarios"),
    ]);
    expect(git(root, "status", "--porcelain")).toBe("");
  });
  // All of it was written by `init` and `record`.
  expect(git(root, "diff", "--name-only", "main", "HEAD").split("\n")).toEqual([
    ".github/workflows/promptcost.yml",
    "fixtures/recorded/labels/run-1.json",
    "fixtures/recorded/labels/run-2.json",
    "fixtures/recorded/policy/run-1.json",
    "fixtures/recorded/policy/run-2.json",
    "promptcost.yml",
  ]);

  // It is merged. The next pull request edits code, and nobody records: its workflow does.
  git(root, "checkout", "-q", "-B", "main");
  git(root, "checkout", "-q", "-b", "dated");
  const agent = readFileSync(join(root, "src/agent.ts"), "utf8");
  const dated = agent.replace(
    'return readPrompt("policy.md");',
    'return `${new Date().toISOString()}\\n${readPrompt("policy.md")}`;',
  );
  expect(dated).not.toBe(agent);
  write(root, { "src/agent.ts": dated });
  const second = pullRequestOf(root, "the day stands in the prompt");
  await github({}, async (server) => {
    const step = await onPullRequest(second, server, await runStepsBefore(root, "check"));
    expect([step.code, step.report.comparison]).toEqual([0, "compared"]);
    expect(server.comments[0]?.body).toMatch(
      /cache broken by .*fixtures\/recorded\/policy\/run-1\.json:\d+.*system_changed/,
    );
  });

  // And once that is merged, the push brings fixtures and baseline along, in one commit.
  git(root, "checkout", "-q", "--", ".");
  git(root, "checkout", "-q", "-B", "main");
  await github({}, async (server) => {
    const step = await pushMain(root, server, await runStepsBefore(root, "update"));
    expect(step.code).toBe(0);
    expect(server.commits.map(({ files }) => files.map(({ path }) => path))).toEqual([
      [
        ".promptcost/baseline.json",
        "fixtures/recorded/policy/run-1.json",
        "fixtures/recorded/policy/run-2.json",
      ],
    ]);
  });
});

test("a draft that somebody has edited is theirs: `record` says what to add, and writes no config", async () => {
  const root = cloneProject();
  await promptcost(root, ["init"]);
  const mine = `${readText(root, "promptcost.yml")}on-no-base: judge\n`;
  write(root, { "promptcost.yml": mine });
  const { code, stdout } = await promptcost(root, [
    "record",
    "--stub",
    "--once",
    "--",
    "npm",
    "test",
  ]);
  expect(code).toBe(0);
  expect(readText(root, "promptcost.yml")).toBe(mine);
  expect(readText(root, "fixtures/agent/first.json")).toContain("policy.md");
  expect(stdout).toContain("fixtures/recorded/policy/*.json");
});
