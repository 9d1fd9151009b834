import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { codesOf, readText } from "../cli.ts";
import { commandHere } from "../here.ts";
import {
  request,
  files,
  succeeds,
  startBatches,
  replay,
  recordedOf,
  journalOf,
} from "./three-questions.ts";

describe("replay --batch", () => {
  test("sends all in one batch, at half the price, and keeps what came back in any order", async () => {
    await using claude = await startBatches();
    const root = createRepository({ files });
    const { code, stdout, stderr } = await replay(root, claude.url, "--batch", "--max-usd", "1");
    expect(stdout + stderr + readText(root, "ask.jsonl")).not.toContain("canary");
    const report = JSON.parse(stdout);
    expect([code, report.answered, report.problems, claude.messages()]).toEqual([0, 3, [], []]);
    expect(
      claude.shipped.map(({ customId }) =>
        /^ask-ask-jsonl-\d-0-0-[0-9a-f]{24}$|^[A-Za-z0-9_-]{1,64}$/.test(customId),
      ),
    ).toEqual([true, true, true]);
    expect(new Set(claude.shipped.map(({ customId }) => customId)).size).toBe(3);
    // Sonnet 4.6, USD per million in a batch: input 1.5, 5m write 1.875, output 7.5. Three answers.
    expect(Number(report.spentUsd)).toBeCloseTo(
      3 * ((12 * 1.5 + 2700 * 1.875 + 40 * 7.5) / 1e6),
      9,
    );
    const recorded = recordedOf(root);
    expect(recorded.map(({ fast }) => fast)).toEqual([true, true, true]);
    expect(recorded.map(({ response }) => response.content[0].text)).toEqual(
      claude.shipped.map(({ customId }) => `Answer ${customId}`),
    );
    expect(existsSync(journalOf(root))).toBe(false);
    const again = await replay(root, claude.url, "--batch", "--max-usd", "1");
    expect([again.code, claude.shipped.length]).toEqual([0, 3]);
  });

  test("the dry run says half the worst, and expects hits by the scenario's share", async () => {
    const root = createRepository({ files });
    const [alone, batch] = await Promise.all(
      [[], ["--batch"]].map(async (more) =>
        JSON.parse((await commandHere(root, ["replay", "--dry-run", "--json", ...more])).stdout),
      ),
    );
    expect(Number(batch.worstUsd) * 2).toBeCloseTo(Number(alone.worstUsd), 9);
    expect(Number(batch.expectedUsd)).toBeLessThan(Number(alone.expectedUsd));
  });

  test("errored, expired and cancelled ones are named, not billed, and sent again by the next call", async () => {
    let bad = true;
    const outcomes = [
      {
        type: "errored",
        error: {
          type: "error",
          error: { type: "invalid_request_error", message: "max_tokens: too large for `one`" },
        },
      },
      { type: "expired" },
      { type: "canceled" },
    ];
    await using claude = await startBatches({
      item: (customId) =>
        bad
          ? (outcomes[Number(/-(\d)-0-0-/.exec(customId)?.[1] ?? "1") - 1] ?? {})
          : succeeds(customId, {}),
    });
    const root = createRepository({ files });
    const first = await replay(root, claude.url, "--batch", "--max-usd", "1");
    const report = JSON.parse(first.stdout);
    expect([first.code, report.spentUsd, report.answered]).toEqual([2, "0", 0]);
    expect(codesOf(first.stdout)).toEqual([
      "replay-batch-item",
      "replay-batch-item",
      "replay-batch-item",
    ]);
    expect(report.problems.map(({ line }: { line: number }) => line).sort()).toEqual([1, 2, 3]);
    expect(first.stdout).toContain("invalid_request_error: max_tokens: too large for `…`");
    bad = false;
    const second = await replay(root, claude.url, "--batch", "--max-usd", "1");
    expect([second.code, claude.shipped.length]).toEqual([0, 6]);
  });

  test("what does not fit the cap waits for what came back, and what never fits is named", async () => {
    await using claude = await startBatches();
    const root = createRepository({ files });
    // Bound of one: 2,740 tokens at 1.875 × 1.1 and 200 of answer at 7.5 × 1.1 USD per million:
    // $0.0073; an answer costs $0.0054.
    const { code, stdout } = await replay(root, claude.url, "--batch", "--max-usd", "0.0127");
    expect([code, claude.shipped.length, codesOf(stdout)]).toEqual([2, 2, ["replay-cap-reached"]]);
    expect(
      claude.calls.filter(({ path, body }) => path === "/v1/messages/batches" && body !== ""),
    ).toHaveLength(2);
    expect(Number(JSON.parse(stdout).spentUsd)).toBeLessThanOrEqual(0.0127);
  });

  test("what a batch refuses is named before anything is sent", async () => {
    await using claude = await startBatches();
    const runs = {
      exchanges: [
        { request: { ...request("one"), speed: "fast" } },
        {
          request: {
            messages: {
              $append: [
                { role: "assistant", content: [{ $answer: true }] },
                { role: "user", content: "and" },
              ],
            },
          },
        },
        { request: { ...request("three"), max_tokens: 0 } },
      ],
    };
    const root = createRepository({
      files: {
        ...files,
        "promptcost.yml": 'scenarios: { ask: { fixtures: "run.json" } }\n',
        "run.json": runs,
      },
    });
    const { code, stdout } = await replay(root, claude.url, "--batch", "--max-usd", "1");
    expect([code, claude.calls.length, new Set(codesOf(stdout))]).toEqual([
      2,
      0,
      new Set(["replay-batch-unfit"]),
    ]);
    expect(codesOf(stdout)).toHaveLength(3);
  });

  test.each([
    ["400", { status: 400, type: "invalid_request_error" }, "replay-batch-refused"],
    ["413", { status: 413, type: "request_too_large" }, "replay-batch-refused"],
    ["401", { status: 401, type: "authentication_error" }, "replay-denied"],
  ])(
    "a batch refused with %s: nothing is billed, and it can be sent again",
    async (_, refusal, code) => {
      let refuses = true;
      await using claude = await startBatches({ create: () => (refuses ? refusal : "take") });
      const root = createRepository({ files });
      const first = await replay(root, claude.url, "--batch", "--max-usd", "1");
      expect([first.code, codesOf(first.stdout), JSON.parse(first.stdout).spentUsd]).toEqual([
        2,
        [code],
        "0",
      ]);
      refuses = false;
      expect((await replay(root, claude.url, "--batch", "--max-usd", "1")).code).toBe(0);
    },
  );

  test("an overloaded API is asked again", async () => {
    await using claude = await startBatches({
      create: (before) => (before === 0 ? { status: 529, type: "overloaded_error" } : "take"),
    });
    const { code } = await replay(
      createRepository({ files }),
      claude.url,
      "--batch",
      "--max-usd",
      "1",
    );
    expect([code, claude.shipped.length]).toEqual([0, 3]);
  });
});
