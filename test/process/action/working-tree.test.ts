import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  createPullRequest,
  git,
  write,
  type Content,
  type PullRequest,
} from "../../repositories/scratch-repository.ts";
import { promptcost } from "../cli.ts";
import { policy } from "../policy.ts";
import {
  codes,
  createMain,
  github,
  onPullRequest,
  pullRequestEvent,
  pushMain,
  runAction,
  type Step,
} from "./step.ts";

/** `tree: working`: a step before the action recorded what the code of the checkout sends. */
const snapshot = "fixtures/recorded/ask/ask.json";

function ask(system: string) {
  return {
    request: {
      model: "claude-sonnet-5",
      max_tokens: 500,
      system: [{ type: "text", text: system, cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: "May I send this back?" }],
    },
    expect: { output_tokens: 50 },
  };
}

const yml = (budget: string): string =>
  `scenarios: { ask: { fixtures: "fixtures/recorded/ask/*.json", traffic: { runs: 1k/day }, budget: { monthly: ${budget} } } }\n`;

const main: Content = {
  files: { "promptcost.yml": yml("$70"), ".gitignore": "out/\n", [snapshot]: ask(policy) },
};

/** What came of the baseline and the recordings. */
function published(step: Step): readonly string[] {
  return codes(step).filter((code) => /^(?:baseline|recording)/.test(code));
}

/** A pull request that edits code alone. */
const codeOnly: Content = { files: { "src/agent.ts": "export const twice = true;\n" } };

/** What the step before leaves behind once the code sends the policy twice. */
const recorded = { [snapshot]: ask(policy + policy) };

function afterRecording(): PullRequest {
  const pull = createPullRequest(main, codeOnly);
  write(pull.root, recorded);
  return pull;
}

const working = { inputs: { tree: "working" } };

describe("a pull request with `tree: working`", () => {
  test("its head is what the step before recorded; without it, the commit, which has not changed", async () => {
    const pull = afterRecording();
    const commit = await onPullRequest(pull, null);
    expect([commit.code, commit.report.totals.deltaUsd]).toEqual([0, "0"]);
    const step = await onPullRequest(pull, null, working);
    expect(step.report).toMatchObject({ comparison: "compared", base: { sha: pull.base } });
    expect(Number(step.report.totals.deltaUsd)).toBeGreaterThan(1);
    expect(step.report.scenarios[0]?.causes.map(({ kind }) => kind)).toContain("system");
  });

  test("new files count, ignored ones do not", async () => {
    const pull = createPullRequest(main, codeOnly);
    write(pull.root, {
      "fixtures/recorded/ask/second.json": ask(policy + policy),
      "out/third.json": ask(policy),
      "promptcost.yml": yml("$70").replace('"fixtures/recorded/ask/*.json"', '"**/*.json"'),
    });
    const { report } = await onPullRequest(pull, null, working);
    expect(report.scenarios[0]?.adjustments.map(({ kind }) => kind)).toContain("runs");
  });

  test("a fork's rules are main's, and so is what its fixtures assert", async () => {
    const pull = afterRecording();
    write(pull.root, {
      "promptcost.yml": yml("$900000"),
      [snapshot]: { ...ask(policy + policy), weight: 9, expect: { output_tokens: 1 } },
    });
    const event = pullRequestEvent(pull, "mallory/shop");
    const forked = await onPullRequest(pull, null, { ...working, event });
    const own = await onPullRequest(pull, null, working);
    expect([own.code, own.report.verdict]).toEqual([0, "pass"]);
    expect([forked.code, forked.report.verdict]).toEqual([1, "fail"]);
    expect(Number(forked.report.totals.monthlyUsd)).toBeGreaterThan(
      Number(own.report.totals.monthlyUsd),
    );
  });

  test("where a fork's code may have run beside a token that writes, it is refused", async () => {
    const pull = afterRecording();
    const event = { ...pullRequestEvent(pull, "mallory/shop"), name: "pull_request_target" };
    const step = await onPullRequest(pull, null, { ...working, event });
    expect([step.code, codes(step)]).toEqual([2, ["working-tree-of-fork"]]);
  });
});

describe("a push with `tree: working`", () => {
  const gone = "fixtures/recorded/ask/old.json";
  const before: Content = { files: { ...main.files, [gone]: ask(policy), "notes.md": "a\n" } };

  test("commits fixtures and baseline in one commit, those that are gone too, and nothing else", async () => {
    const root = createMain(before);
    rmSync(join(root, gone));
    write(root, { ...recorded, "notes.md": "changed by a test\n", "left.json": ask(policy) });
    await github({}, async (server) => {
      const sha = git(root, "rev-parse", "HEAD");
      server.files.set(`${sha}:${gone}`, "{}");
      const step = await pushMain(root, server, working);
      expect([step.code, published(step)]).toEqual([0, []]);
      expect(server.commits).toMatchObject([
        { headline: "Update the promptcost recordings and baseline", deleted: [gone] },
      ]);
      const [made] = server.commits;
      expect(made?.files.map(({ path }) => path)).toEqual([".promptcost/baseline.json", snapshot]);
      // The baseline is that of the commit that was made.
      git(root, "checkout", "-q", "--", "notes.md");
      rmSync(join(root, "left.json"));
      for (const { path, content } of made?.files ?? []) write(root, { [path]: content });
      expect(await promptcost(root, ["update", "--check"])).toMatchObject({ code: 0 });
      // The run that this commit starts changes nothing, whatever its own recording says.
      git(root, "add", "-A");
      git(root, "commit", "-q", "-m", made?.headline ?? "");
      write(root, { [snapshot]: ask(`${policy}other`) });
      const own = git(root, "rev-parse", "HEAD");
      for (const { path, content } of made?.files ?? [])
        server.files.set(`${own}:${path}`, content);
      const again = await pushMain(root, server, { ...working, run: 2 });
      expect([again.code, server.commits.length]).toEqual([0, 1]);
    });
  });

  test("a branch that has moved on is left to its own run", async () => {
    const root = createMain(before);
    write(root, recorded);
    await github({}, async (server) => {
      const step = await pushMain(root, server, { ...working, sha: "f".repeat(40) });
      expect([step.code, published(step), server.commits.length]).toEqual([
        0,
        ["baseline-moved-on"],
        0,
      ]);
    });
  });

  test("a refused push is a warning, exit 0", async () => {
    const root = createMain(before);
    write(root, recorded);
    await github({ rule: "Changes must be made through a pull request." }, async (server) => {
      const step = await pushMain(root, server, working);
      expect([step.code, published(step)]).toEqual([0, ["baseline-refused"]]);
    });
  });

  test("what is no text is named and stays out; more than a commit takes is named, and none of it goes", async () => {
    const root = createMain(before);
    write(root, { ...recorded, "fixtures/recorded/ask/picture.png": "a\0b" });
    await github({}, async (server) => {
      const step = await pushMain(root, server, working);
      expect([step.code, published(step)]).toEqual([0, ["recording-not-text"]]);
      expect(server.commits[0]?.files.map(({ path }) => path)).toEqual([
        ".promptcost/baseline.json",
        snapshot,
      ]);
    });
    write(
      root,
      Object.fromEntries(
        Array.from({ length: 1001 }, (_, at) => [`fixtures/recorded/many/${at}.json`, "{}"]),
      ),
    );
    await github({}, async (server) => {
      const step = await pushMain(root, server, working);
      expect([step.code, published(step)]).toEqual([0, ["recordings-too-large"]]);
      expect(server.commits[0]?.files.map(({ path }) => path)).toEqual([
        ".promptcost/baseline.json",
      ]);
    });
  });
});

test("a folder that git does not read is an error, not an empty head", async () => {
  const pull = afterRecording();
  write(pull.root, { ".git/HEAD": "ref: refs/heads/nothing\n" });
  const step = await runAction({
    root: pull.root,
    server: null,
    event: pullRequestEvent(pull),
    sha: pull.merge,
    ...working,
  });
  expect([step.code, step.report.verdict]).toEqual([2, "error"]);
});

test("`check --tree commit` looks at what is committed, `working` and no word at the folder", async () => {
  const { root } = afterRecording();
  const monthly = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await promptcost(root, ["check", "--json", "-", ...words]);
    return JSON.parse(stdout).totals.monthlyUsd;
  };
  const [commit, plain] = [await monthly("--tree", "commit"), await monthly()];
  expect(plain).toBe(await monthly("--tree", "working"));
  expect(Number(plain)).toBeGreaterThan(Number(commit));
  const update = await promptcost(root, ["update", "--tree", "commit"]);
  expect(update.code).toBe(0);
  expect((await promptcost(root, ["update", "--check"])).code).toBe(1);
  expect((await promptcost(root, ["check", "--tree", "head"])).stderr).toContain(
    "`--tree` is working or commit",
  );
  write(root, { ".git": null });
  const outside = await promptcost(root, ["check", "--tree", "commit"]);
  expect([outside.code, outside.stderr]).toEqual([
    2,
    expect.stringContaining("this is no git repository"),
  ]);
});
