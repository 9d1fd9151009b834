import { describe, expect, test } from "vitest";
import { createPullRequest, git, put } from "../../repositories/scratch-repository.ts";
import { codes, github, onPullRequest, createMain, pushMain, runAction } from "./step.ts";
import { unrecorded, longer, answers, claudeThat, withKey, noCanary } from "./replayed.ts";

describe("mode: update", () => {
  test("fixtures and baseline are committed together, once; its own commit is not paid for again", async () => {
    const root = createMain(unrecorded);
    await using claude = await claudeThat(answers(40));
    await github({}, async (server) => {
      const first = await pushMain(root, server, withKey(claude));
      expect([first.code, server.commits.length]).toEqual([0, 1]);
      const files = server.commits[0]?.files ?? [];
      expect(files.map(({ path }) => path)).toEqual([".promptcost/baseline.json", "f/ask.json"]);
      expect(JSON.parse(files[1]?.content ?? "").recorded.response.usage.output_tokens).toBe(40);
      noCanary(first, server);
      // What it committed is current: the tree with it gives the same baseline.
      put(root, { files: Object.fromEntries(files.map(({ path, content }) => [path, content])) });
      git(root, "add", "-A");
      git(root, "commit", "-q", "-m", server.commits[0]?.headline ?? "");
      const sha = git(root, "rev-parse", "HEAD");
      for (const { path, content } of files) server.files.set(`${sha}:${path}`, content);
      const again = await pushMain(root, server, { ...withKey(claude, { replay: "all" }), run: 2 });
      expect([again.code, server.commits.length, claude.messages().length]).toEqual([0, 1, 1]);
      expect(again.stdout).toContain("own commit");
    });
  });

  test(
    "what could not be committed is not paid for: an event without a branch, a pull " +
      "request, a branch that has moved on",
    async () => {
      const root = createMain(unrecorded);
      const pull = createPullRequest(unrecorded, longer);
      await using claude = await claudeThat(answers(40));
      await github({}, async (server) => {
        const update = withKey(claude, { mode: "update" });
        const sha = git(root, "rev-parse", "HEAD");
        const steps = [
          await runAction({
            root,
            server,
            event: { name: "schedule", payload: { schedule: "0 4 * * *" } },
            sha,
            ...update,
          }),
          await onPullRequest(pull, server, update),
          await pushMain(root, server, { ...withKey(claude), sha: "f".repeat(40) }),
        ];
        for (const step of steps) expect(codes(step)).toContain("replay-skipped");
        expect([claude.calls, server.commits]).toEqual([[], []]);
      });
    },
  );

  test("with a token that may not write nothing is paid for", async () => {
    const root = createMain(unrecorded);
    await using claude = await claudeThat(answers(40));
    await github({}, async (server) => {
      const step = await pushMain(root, server, {
        ...withKey(claude),
        inputs: { ...withKey(claude).inputs, "github-token": "" },
      });
      expect([step.code, claude.calls.length]).toEqual([0, 0]);
      expect(codes(step)).toContain("replay-skipped");
    });
  });
});
