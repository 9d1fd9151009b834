import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { startClaude } from "../../servers/claude.ts";
import {
  createRepository,
  plainEnvironment,
  runProcess,
} from "../../repositories/scratch-repository.ts";
import { promptcost, readText } from "../cli.ts";
import { commandHere } from "../here.ts";
import { key, files, wroteThen, replay, journalOf } from "./chat-and-questions.ts";

describe.skipIf(process.platform === "win32")("Ctrl-C", () => {
  const interrupt = async (signals: number) => {
    let signal: (name: NodeJS.Signals) => void = () => undefined;
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (body) => {
        for (let index = 0; index < signals; index += 1)
          setTimeout(() => signal("SIGINT"), 100 * index);
        return { ...wroteThen(body), delayMs: 400 };
      },
    );
    const root = createRepository({ files });
    const env = {
      ...plainEnvironment(root),
      ANTHROPIC_BASE_URL: claude.url,
      ANTHROPIC_API_KEY: key,
    };
    const words = [
      join(import.meta.dirname, "../../../dist/cli.js"),
      "replay",
      "--max-usd",
      "1",
      "--concurrency",
      "1",
      "--json",
    ];
    const outcome = await runProcess(process.execPath, words, {
      folder: root,
      env,
      onStart: (send) => (signal = send),
    });
    return { ...outcome, root, sent: claude.messages().length };
  };

  test("once: nothing more is sent, what is under way is kept", async () => {
    const { code, stdout, stderr, root, sent } = await interrupt(1);
    expect([code, sent, JSON.parse(stdout).answered]).toEqual([2, 1, 1]);
    expect(stderr).toContain("Nothing more is sent");
    expect(parse(readText(root, "chat.yaml")).exchanges[0].recorded).toBeDefined();
  });

  test("twice: it ends at once, and the journal knows what was sent", async () => {
    const { code, stdout, root } = await interrupt(2);
    expect([code, stdout]).toEqual([130, ""]);
    expect(readFileSync(journalOf(root), "utf8")).toMatch(/^\{"kind":"sent"[^\n]*\n$/);
  });
});

describe("after a kill", () => {
  test("no answer is lost, no answered request is sent again", async () => {
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (body) => ({ ...wroteThen(body), delayMs: 60 }),
    );
    for (const ms of [300, 450, 600]) {
      const root = createRepository({ files });
      const before = claude.messages().length;
      await promptcost(
        root,
        ["replay", "--max-usd", "1", "--concurrency", "2"],
        { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: key },
        ms,
      );
      for (const name of ["chat.yaml", "other.jsonl"]) expect(readText(root, name)).not.toBe("");
      const answered = new Set(
        (existsSync(journalOf(root)) ? readText(root, ".promptcost/replay/journal.jsonl") : "")
          .split("\n")
          .filter((line) => line.includes('"answered"') && line.endsWith("}"))
          .map((line) => JSON.stringify(JSON.parse(line).key)),
      );
      const sent = claude.messages().slice(before);
      const second = await replay(root, claude.url, "--max-usd", "1", "--resend-unknown");
      expect(second.code).toBe(0);
      const all = claude.messages().slice(before);
      // Four requests in all; those that were under way when it died were sent twice, and no other.
      expect(all.length - 4).toBeLessThanOrEqual(2);
      expect(all.length).toBeLessThanOrEqual(sent.length + 4 - answered.size);
      const count = JSON.parse(
        (await commandHere(root, ["count", "chat.yaml", "other.jsonl", "--json"])).stdout,
      );
      expect(
        count.exchanges.every(({ witness }: { witness: string }) => witness === "recorded"),
      ).toBe(true);
      expect(existsSync(join(root, ".promptcost/replay"))).toBe(false);
    }
  }, 60_000);
});
