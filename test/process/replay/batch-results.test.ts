import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { codesOf } from "../cli.ts";
import { files, journalOf, recordedOf, replay, startBatches } from "./three-questions.ts";

function countRecorded(root: string): number {
  return recordedOf(root).filter((recording) => recording !== undefined).length;
}

function isOver(root: string): boolean {
  return countRecorded(root) === 3 && !existsSync(dirname(journalOf(root)));
}

const batch = ["--batch", "--max-usd", "1"];

describe("lines of a batch's results that say nothing", () => {
  const other = (customId: string, more: object): string =>
    JSON.stringify({ custom_id: customId, ...more });
  const canceled = { result: { type: "canceled" } };
  const idOf = (line = ""): string => JSON.parse(line).custom_id;

  test.each<readonly [string, (lines: readonly string[]) => string]>([
    ["blank ones, and breaks of Windows", (lines) => `\r\n\n  \r\n${lines.join("\r\n\r\n")}`],
    ["a byte order mark", (lines) => `\uFEFF${lines.join("\n")}\n`],
    ["malformed ones", (lines) => `{"custom_id":\nnull\n[]\n7\n"x"\n${lines.join("\n}\n")}\n`],
    [
      "those of other requests, and of none",
      (lines) =>
        [
          ...Array.from({ length: 300 }, (_, index) => other(`other-${String(index)}`, canceled)),
          JSON.stringify(canceled),
          JSON.stringify({ custom_id: 7, ...canceled }),
          ...lines,
        ].join("\n"),
    ],
    ["each line twice", (lines) => [...lines, ...lines].join("\n")],
    [
      "our own without a result or a message, and right ones after them",
      (lines) =>
        [
          other(idOf(lines[0]), {}),
          other(idOf(lines[0]), { result: null }),
          other(idOf(lines[1]), { result: { type: "succeeded" } }),
          other(idOf(lines[2]), { result: { type: "succeeded", message: { content: [] } } }),
          ...lines,
        ].join("\n"),
    ],
    [
      "our own cancelled, and answered after that",
      (lines) => [...lines.map((line) => other(idOf(line), canceled)), ...lines].join("\n"),
    ],
    [
      "our own answered, and cancelled after that",
      (lines) => [...lines, ...lines.map((line) => other(idOf(line), canceled))].join("\n"),
    ],
  ])("hold up none after them: %s", async (_, resultsBody) => {
    await using claude = await startBatches({ resultsBody });
    const root = createRepository({ files });
    const { code, stdout } = await replay(root, claude.url, ...batch);
    expect([code, codesOf(stdout), claude.shipped.length]).toEqual([0, [], 3]);
    expect(isOver(root)).toBe(true);
  });

  test.each<readonly [string, (lines: readonly string[]) => string]>([
    [
      "is cut off, and one has no result",
      ([one, two, three]) => [other(idOf(two), {}), three, one].join("\n").slice(0, -40),
    ],
    [
      "is missing, and one has no message",
      ([, two, three]) => [three, other(idOf(two), { result: { type: "succeeded" } })].join("\n"),
    ],
    [
      "is of a kind nobody knows, and one is said to be cancelled but has no message",
      ([one, two, three]) =>
        [
          other(idOf(one), { result: { type: "postponed" } }),
          other(idOf(two), canceled),
          three,
          other(idOf(two), { result: { type: "succeeded" } }),
        ].join("\n"),
    ],
  ])(
    "leave an unknown outcome that counts in full where one of ours %s; it is taken once it is there",
    async (_, resultsBody) => {
      let isRight = false;
      await using claude = await startBatches({
        resultsBody: (lines) => (isRight ? lines.join("\n") : resultsBody(lines)),
      });
      const root = createRepository({ files });
      const first = await replay(root, claude.url, ...batch);
      const report = JSON.parse(first.stdout);
      expect([first.code, codesOf(first.stdout), report.answered]).toEqual([
        2,
        ["replay-maybe-paid", "replay-maybe-paid"],
        1,
      ]);
      expect(report.problems[0].line).toBeGreaterThan(0);
      // One answer, and the bounds of the others.
      expect(Number(report.spentUsd)).toBeCloseTo(
        (12 * 1.5 + 2700 * 1.875 + 40 * 7.5) / 1e6 + 2 * ((2740 * 1.875 + 200 * 7.5) / 1e6) * 1.1,
        4,
      );
      isRight = true;
      const second = await replay(root, claude.url, ...batch);
      expect([second.code, codesOf(second.stdout), claude.shipped.length]).toEqual([0, [], 3]);
      expect(isOver(root)).toBe(true);
    },
  );
});

test("results whose line is cut are read on: nothing that was read is lost, and nothing is sent again", async () => {
  await using claude = await startBatches({ cutResults: (before) => before < 2 });
  const root = createRepository({ files });
  const { code, stdout } = await replay(root, claude.url, ...batch);
  expect([code, codesOf(stdout), claude.shipped.length, isOver(root)]).toEqual([0, [], 3, true]);
});

describe("results that are gone", () => {
  test.each(["archived", "results", "batch"] as const)(
    "are said to be, and are sent again with --resend-unknown only: %s",
    async (gone) => {
      await using claude = await startBatches({
        gone: (id) => (id === "msgbatch_1" ? gone : undefined),
      });
      const root = createRepository({ files });
      const { code, stdout } = await replay(root, claude.url, ...batch);
      expect([code, codesOf(stdout), claude.shipped.length]).toEqual([2, ["replay-batch-gone"], 3]);
      expect(stdout).toContain("--resend-unknown");
      expect(JSON.parse(stdout).problems[0].file).toBe("ask.jsonl");
      // With or without a batch nothing is sent by itself.
      const again = await replay(root, claude.url, "--max-usd", "1");
      expect([codesOf(again.stdout), claude.shipped.length, claude.messages().length]).toEqual([
        ["replay-batch-gone"],
        3,
        0,
      ]);
      const resent = await replay(root, claude.url, ...batch, "--resend-unknown");
      expect([resent.code, codesOf(resent.stdout), claude.shipped.length]).toEqual([0, [], 6]);
      expect(isOver(root)).toBe(true);
    },
  );

  test("are not of a batch that cannot be asked after now: it is not sent again, whatever is asked for", async () => {
    let isDown = true;
    await using claude = await startBatches({
      question: (before) => (isDown && before > 0 ? 403 : undefined),
    });
    const root = createRepository({ files });
    await replay(root, claude.url, ...batch);
    const { code, stdout } = await replay(root, claude.url, ...batch, "--resend-unknown");
    expect([code, codesOf(stdout), claude.shipped.length]).toEqual([2, ["replay-batch-open"], 3]);
    isDown = false;
    const next = await replay(root, claude.url, ...batch, "--resend-unknown");
    expect([next.code, claude.shipped.length, isOver(root)]).toEqual([0, 3, true]);
  });
});
