import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Behaviour } from "../../servers/claude.ts";
import {
  createPullRequest,
  createRepository,
  git,
  plainEnvironment,
  runProcess,
  type Content,
} from "../../repositories/scratch-repository.ts";
import { codes, github, onPullRequest, pullRequestEvent, type Step } from "./step.ts";
import { unrecorded, answers, claudeThat, withKey, noCanary, longer } from "./replayed.ts";

let recorded: Promise<Content> | null = null;

/** main with recordings that hold, and a pull request that edits the prompt. */
function recordedMain(): Promise<Content> {
  recorded ??= recordMain();
  return recorded;
}

async function recordMain(): Promise<Content> {
  await using claude = await claudeThat(answers(40));
  const root = createRepository(unrecorded);
  const cli = join(import.meta.dirname, "../../../dist/cli.js");
  const env = { ...plainEnvironment(root), ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: claude.url };
  await runProcess(process.execPath, [cli, "replay", "--max-usd", "1"], { folder: root, env });
  await runProcess(process.execPath, [cli, "update"], { folder: root, env });
  return {
    files: {
      ...unrecorded.files,
      "f/ask.json": readFileSync(join(root, "f/ask.json"), "utf8"),
      ".promptcost/baseline.json": readFileSync(join(root, ".promptcost/baseline.json"), "utf8"),
    },
  };
}

/** What is said of the replay, not of what the figures rest on anyway. */
function replayCodes(step: Step): readonly string[] {
  return codes(step).filter((code) => code.startsWith("replay"));
}

describe("replay: stale on a pull request", () => {
  test("with a key: what the prompt's edit made stale is sent, and the report rests on the answers", async () => {
    const pull = createPullRequest(await recordedMain(), longer);
    await using claude = await claudeThat(answers(60, 3190));
    await github({}, async (server) => {
      const step = await onPullRequest(pull, server, withKey(claude));
      expect([step.code, claude.messages().length, replayCodes(step)]).toEqual([
        0,
        1,
        ["replay-used"],
      ]);
      expect(step.report.comparison).toBe("compared");
      expect(step.stdout).toMatch(/replay {2}1 of 1 request answered/);
      expect(step.report.problems.find(({ code }) => code === "replay-used")?.message).toMatch(
        /1 of 1 request was sent again: \$0\.\d+ of \$1 spent/,
      );
      expect(server.comments[0]?.body).toContain("sent again");
      expect([server.commits.length, git(pull.root, "status", "--porcelain")]).toEqual([0, ""]);
      noCanary(step, server);
    });
  });

  test("nothing is stale: nothing is sent", async () => {
    const pull = createPullRequest(await recordedMain(), { files: { "notes.md": "x\n" } });
    await using claude = await claudeThat(answers(60));
    const step = await onPullRequest(pull, null, withKey(claude));
    expect([
      step.code,
      claude.calls.length,
      replayCodes(step),
      step.report.totals.deltaUsd,
    ]).toEqual([0, 0, [], "0"]);
  });

  test("without a key, and on a fork's event: it says so, and the verdict is the one without replay", async () => {
    const pull = createPullRequest(await recordedMain(), longer);
    await using claude = await claudeThat(answers(60));
    const plain = await onPullRequest(pull, null);
    const keyless = await onPullRequest(pull, null, {
      inputs: { replay: "stale", "max-usd": "1" },
      env: { ANTHROPIC_BASE_URL: claude.url },
    });
    const forked = await onPullRequest(pull, null, {
      ...withKey(claude),
      event: pullRequestEvent(pull, "mallory/shop"),
    });
    for (const step of [keyless, forked]) {
      expect([step.code, step.report.verdict, step.outputs.get("delta-usd")]).toEqual([
        plain.code,
        plain.report.verdict,
        plain.outputs.get("delta-usd"),
      ]);
      expect(codes(step)).toContain("replay-skipped");
      expect(step.report.problems.find(({ code }) => code === "replay-skipped")?.severity).toBe(
        "warning",
      );
      noCanary(step, null);
    }
    expect(claude.calls).toEqual([]);
  });

  test("on an event whose code may be a fork's nothing is sent", async () => {
    const pull = createPullRequest(await recordedMain(), longer);
    await using claude = await claudeThat(answers(60));
    for (const name of ["workflow_run", "issue_comment"]) {
      const event = {
        name,
        payload: { ref: "refs/heads/main", repository: { default_branch: "main" } },
      };
      const step = await onPullRequest(pull, null, { ...withKey(claude), event });
      expect([
        name,
        codes(step).includes("replay-skipped") || step.code === 2,
        claude.calls.length,
      ]).toEqual([name, true, 0]);
    }
  });

  test("a budget that the real answers exceed fails the check", async () => {
    const pull = createPullRequest(await recordedMain(), longer);
    await using claude = await claudeThat(answers(480, 3190));
    const step = await onPullRequest(pull, null, withKey(claude));
    expect([step.code, step.report.verdict]).toEqual([1, "fail"]);
  });

  test.each<[string, Behaviour, string]>([
    ["a refusal", { kind: "status", status: 400, type: "invalid_request_error" }, "replay-refused"],
    ["a wrong key", { kind: "status", status: 401, type: "authentication_error" }, "replay-denied"],
    ["a cut", { kind: "cut" }, "replay-maybe-paid"],
  ])("%s is a warning, and recordings and counts decide", async (_, behaviour, code) => {
    const pull = createPullRequest(await recordedMain(), longer);
    await using claude = await claudeThat(() => behaviour);
    const plain = await onPullRequest(pull, null);
    const step = await onPullRequest(pull, null, withKey(claude));
    expect([step.code, step.outputs.get("delta-usd")]).toEqual([
      plain.code,
      plain.outputs.get("delta-usd"),
    ]);
    expect(step.report.problems.find((problem) => problem.code === code)?.severity).toBe("warning");
    noCanary(step, null);
  });

  test("a cap too small for the first request sends nothing and says what it needs", async () => {
    const pull = createPullRequest(await recordedMain(), longer);
    await using claude = await claudeThat(answers(60));
    const step = await onPullRequest(pull, null, withKey(claude, { "max-usd": "0.001" }));
    expect([step.code, claude.messages().length]).toEqual([0, 0]);
    expect(step.report.problems.find(({ code }) => code === "replay-cap-reached")?.message).toMatch(
      /up to \$0\.0\d+/,
    );
  });

  test("no cap, a wrong cap, a wrong word, `dry` with it: exit 2, and nothing is sent", async () => {
    const pull = createPullRequest(await recordedMain(), longer);
    await using claude = await claudeThat(answers(60));
    const none = await onPullRequest(pull, null, withKey(claude, { "max-usd": "" }));
    expect([none.code, codes(none)]).toEqual([2, ["replay-needs-cap"]]);
    const wrong = await onPullRequest(
      pull,
      null,
      withKey(claude, { replay: "always", "max-usd": "-1" }),
    );
    expect([wrong.code, codes(wrong)]).toEqual([2, ["input-invalid", "input-invalid"]]);
    const dry = await onPullRequest(pull, null, withKey(claude, { dry: "true" }));
    expect([dry.code, codes(dry)]).toEqual([2, ["input-invalid"]]);
    expect(claude.calls).toEqual([]);
  });
});
