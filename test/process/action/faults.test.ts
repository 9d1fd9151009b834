import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  commitAll,
  createPullRequest,
  git,
  scratchFolder,
  write,
} from "../../repositories/scratch-repository.ts";
import {
  change,
  createMain,
  github,
  main,
  pullRequestEvent,
  runAction,
  startAction,
  type BareStep,
  type Call,
} from "./step.ts";

function onPull(over: Partial<Call>): Promise<BareStep> {
  const pull = createPullRequest(main, change);
  const event = pullRequestEvent(pull);
  return startAction({ root: pull.root, server: null, event, sha: pull.merge, ...over });
}

/** A path that nothing can be written to, for root too: its folder is a file. */
function nowhereToWrite(name: string): string {
  return join(import.meta.filename, name);
}

describe("what cannot be written is told, and the verdict stands", () => {
  for (const [what, name, path] of [
    ["job summary", "GITHUB_STEP_SUMMARY", nowhereToWrite("summary")],
    ["job summary", "GITHUB_STEP_SUMMARY", ""],
    ["step's outputs", "GITHUB_OUTPUT", nowhereToWrite("output")],
    ["step's outputs", "GITHUB_OUTPUT", ""],
    ["step's outputs", "GITHUB_OUTPUT", "/dev/full"],
    ["JSON report", "RUNNER_TEMP", nowhereToWrite("temporary")],
    ["JSON report", "RUNNER_TEMP", ""],
  ] as const)
    test(`${name}=${path === "" ? "" : path.startsWith("/dev") ? path : "‹no folder›"}`, async () => {
      const step = await onPull({ env: { [name]: path } });
      expect(step.code).toBe(1);
      expect(step.stdout).toContain(`The ${what} could not be written: `);
      expect(step.stdout).toContain("The verdict stands");
      expect(step.stdout).toMatch(/^::error /m);
    });

  test("all of them at once", async () => {
    const step = await onPull({
      env: { GITHUB_STEP_SUMMARY: "/nowhere/s", GITHUB_OUTPUT: "/nowhere/o", RUNNER_TEMP: "" },
    });
    expect(step.code).toBe(1);
    expect(step.stdout.match(/^::warning [^\n]*could not be written/gm)).toHaveLength(3);
  });

  test("a summary that is full is told; one that is nearly full gets what fits", async () => {
    const folder = scratchFolder();
    const path = join(folder, "summary");
    writeFileSync(path, "x".repeat(1024 * 1024 - 100));
    const full = await onPull({ env: { GITHUB_STEP_SUMMARY: path } });
    expect([full.code, full.stdout.includes("left no room")]).toEqual([1, true]);
    writeFileSync(path, "x".repeat(1024 * 1024 - 1500));
    const nearly = await onPull({ env: { GITHUB_STEP_SUMMARY: path } });
    expect([nearly.code, nearly.stdout.includes("could not be written")]).toEqual([1, false]);
  });
});

describe("an event that cannot be read", () => {
  for (const payload of ["", "{}", "null", "[]", "<html>", '{"pull_request":{"number":7}}'])
    test(`a pull request without a base is named: ${payload}`, async () => {
      const event = { name: "pull_request", payload };
      // What is no JSON could stop a library where it is loaded.
      const step = await onPull({ event, isBuilt: payload === "<html>" });
      expect(step.code).toBe(2);
      expect(step.stdout).toContain("event cannot be read");
      expect(step.stdout).not.toContain("nobody foresaw");
    });

  for (const payload of ["", "{}", "null"])
    test(`a push goes on with what the runner says: ${payload}`, async () => {
      const root = createMain(main);
      const sha = git(root, "rev-parse", "HEAD");
      const step = await runAction({
        root,
        server: null,
        event: { name: "push", payload },
        sha,
        env: { GITHUB_REF: "refs/heads/main" },
      });
      expect(step.code).toBe(0);
      expect(step.report.problems.map(({ code }) => code)).toContain("event-incomplete");
    });
});

test.for(["check", "auto", "update"] as const)(
  "a push over budget is told and does not fail, mode %s, whatever the branch",
  async (mode) => {
    const root = createMain(main);
    write(root, {
      "promptcost.yml":
        "scenarios:\n  a: { fixtures: runs/*.json, traffic: { runs: 900k/month }, budget: { monthly: $1 } }\n",
    });
    write(root, {
      "runs/a.json": JSON.stringify({
        request: {
          model: "claude-sonnet-4-5",
          max_tokens: 9,
          messages: [{ role: "user", content: "Hello there" }],
        },
      }),
    });
    const sha = commitAll(root, "over");
    for (const branch of ["main", "feature/x"]) {
      const payload = {
        ref: `refs/heads/${branch}`,
        before: git(root, "rev-parse", "HEAD^"),
        after: sha,
        repository: { default_branch: "main" },
      };
      const step = await runAction({
        root,
        server: null,
        event: { name: "push", payload },
        sha,
        inputs: { mode },
      });
      expect([step.code, step.outputs.get("verdict")]).toEqual([0, "fail"]);
    }
  },
);

describe("a crash", () => {
  test("out of memory ends with 2, and leaves a report", async () => {
    const step = await onPull({
      env: { NODE_OPTIONS: "--max-old-space-size=14" },
      isBuilt: true,
    });
    expect(step.code).toBe(2);
    expect(step.stdout + step.stderr).toMatch(/The system ended the run|heap/);
  });

  test("a folder that is gone, or no repository, is named", async () => {
    const root = scratchFolder();
    mkdirSync(join(root, "empty"));
    const step = await onPull({ root: join(root, "empty") });
    expect([step.code, existsSync(join(step.temporary, "promptcost-report.json"))]).toEqual([
      2,
      true,
    ]);
  });
});

test("a job that is cancelled says so, and writes no comment", async () => {
  const pull = createPullRequest(main, change);
  await github({}, async (server) => {
    let stop: ((name: NodeJS.Signals) => void) | null = null;
    // It is stopped in the middle of a call, which gets no answer any more.
    server.before("GET", /comments$/, () => {
      stop?.("SIGTERM");
      return new Promise(() => undefined);
    });
    const { code, stdout } = await startAction({
      root: pull.root,
      server,
      event: pullRequestEvent(pull),
      sha: pull.merge,
      onStart: (signal) => {
        stop = signal;
      },
    });
    expect([code, server.comments]).toEqual([2, []]);
    expect(stdout).toContain("The run was stopped before it was done (SIGTERM)");
  });
});
