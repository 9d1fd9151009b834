import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { codesOf } from "../cli.ts";
import { commandHere } from "../here.ts";
import { files, startBatches, replay, recordedOf, journalOf } from "./three-questions.ts";

describe("a batch whose end is not known", () => {
  test("a batch whose answer was lost is found in the list, and not sent again", async () => {
    await using claude = await startBatches({ create: () => "take-and-cut" });
    const root = createRepository({ files });
    const { code } = await replay(root, claude.url, "--batch", "--max-usd", "1");
    expect([code, claude.shipped.length]).toEqual([0, 3]);
    expect(recordedOf(root).every((recording) => recording !== undefined)).toBe(true);
  });

  /** As if the API had been sent its batches so many minutes earlier. */
  const age = (root: string, minutes: number): void => {
    const path = journalOf(root);
    const lines = readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const earlier = (time: string): string =>
      new Date(Date.parse(time) - minutes * 60_000).toISOString();
    const aged = lines.map((line) =>
      line.kind === "batch" ? { ...line, apiAt: earlier(line.apiAt) } : line,
    );
    writeFileSync(path, aged.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  };

  test("one that is found, but whose results cannot be had, is said to be open in the end", async () => {
    await using claude = await startBatches({
      create: () => "take-and-cut",
      gone: () => "results",
    });
    const { code, stdout } = await replay(
      createRepository({ files }),
      claude.url,
      "--batch",
      "--max-usd",
      "1",
    );
    expect([code, codesOf(stdout)]).toEqual([2, ["replay-batch-open"]]);
  }, 90_000);

  test(
    "a batch that never got there counts in full while it may still come; then nothing " +
      "was billed, and it is sent",
    async () => {
      await using claude = await startBatches({
        create: (before) => (before === 1 ? "cut" : "take"),
      });
      // Somebody else's, of the same size and about the same time.
      await replay(createRepository({ files }), claude.url, "--batch", "--max-usd", "1");
      const root = createRepository({ files });
      const first = await replay(root, claude.url, "--batch", "--max-usd", "1");
      expect([
        first.code,
        codesOf(first.stdout),
        Number(JSON.parse(first.stdout).spentUsd) > 0.02,
      ]).toEqual([2, ["replay-batch-open"], true]);
      const second = await replay(root, claude.url, "--batch", "--max-usd", "1");
      expect([second.code, codesOf(second.stdout), claude.shipped.length]).toEqual([
        2,
        ["replay-batch-open"],
        3,
      ]);
      // The list of another key proves nothing, however late.
      age(root, 30);
      const env = { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "another" };
      const other = await commandHere(root, ["replay", "--json", "--batch", "--max-usd", "1"], env);
      expect([other.code, codesOf(other.stdout), claude.shipped.length]).toEqual([
        2,
        ["replay-batch-open"],
        3,
      ]);
      const last = await replay(root, claude.url, "--batch", "--max-usd", "1");
      expect([last.code, claude.shipped.length]).toEqual([0, 6]);
    },
    40_000,
  );

  test(
    "a batch that cannot be asked after counts as spent in full; the next call goes on " +
      "with it, with or without --batch",
    async () => {
      let isDown = true;
      await using claude = await startBatches({ question: () => (isDown ? 403 : undefined) });
      const root = createRepository({ files });
      const first = await replay(root, claude.url, "--batch", "--max-usd", "1");
      expect([first.code, codesOf(first.stdout)]).toEqual([2, ["replay-batch-open"]]);
      expect(Number(JSON.parse(first.stdout).spentUsd)).toBeCloseTo(
        3 * ((2740 * 1.875 + 200 * 7.5) / 1e6) * 1.1,
        4,
      );
      expect(first.stdout).toContain("msgbatch_1");
      expect(readFileSync(journalOf(root), "utf8")).not.toMatch(/canary|You answer/);
      isDown = false;
      const second = await replay(root, claude.url, "--max-usd", "1");
      expect([second.code, claude.shipped.length, claude.messages().length]).toEqual([0, 3, 0]);
      expect(existsSync(journalOf(root))).toBe(false);
    },
  );
});
