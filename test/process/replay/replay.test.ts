import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { startClaude } from "../../servers/claude.ts";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { promptcost, readText } from "../cli.ts";
import { commandHere } from "../here.ts";
import { key, chat, line, files, wroteThen, replay, replayBuilt } from "./chat-and-questions.ts";
import { policy } from "../policy.ts";

describe("replay", () => {
  test(
    "sends what is missing, keeps it in place, and says how good the prediction was; " +
      "then there is nothing to send",
    async () => {
      await using claude = await startClaude(() => 2712, undefined, wroteThen);
      const root = createRepository({ files });
      const { code, stdout, stderr } = await replayBuilt(root, claude.url, "--max-usd", "1");
      expect([code, stderr.includes("4 of 4 answered")]).toEqual([0, true]);
      const report = JSON.parse(stdout);
      expect(report).toMatchObject({
        schemaVersion: 1,
        requests: 4,
        answered: 4,
        problems: [],
        maxUsd: "1",
      });
      expect(report.exchanges).toHaveLength(4);
      expect(Number(report.totals.ratio)).toBeGreaterThan(0);
      expect(report.spentUsd).toBe(report.totals.billedUsd);
      // The second turn holds what the model said to the first one just now.
      const second = claude.messages().find((body) => body.includes("And if it is broken?")) ?? "";
      expect(JSON.parse(second).messages[1].content[0].text).toMatch(/^Well, Answer of \d+\.$/);
      // Only `recorded` has come to the fixtures.
      const yaml = readText(root, "chat.yaml");
      const kept = parse(yaml);
      expect(kept.exchanges[0].recorded).toMatchObject({
        requestId: "req_42",
        response: {
          model: "claude-sonnet-4-5",
          stop_reason: "end_turn",
          usage: { input_tokens: 12, output_tokens: 30 },
        },
      });
      expect(yaml.split("\n").filter((text) => !text.includes("recorded"))).toEqual(
        chat
          .split("\n")
          .map((text) =>
            text.startsWith("  - request")
              ? text.replace("  - ", "    ")
              : text === "  - offset: 50ms"
                ? "    offset: 50ms"
                : text,
          ),
      );
      const lines = readText(root, "other.jsonl").split("\n");
      expect([lines.length, lines[1], JSON.parse(lines[0] ?? "").request]).toEqual([
        4,
        "",
        JSON.parse(line("one")).request,
      ]);
      expect(existsSync(join(root, ".promptcost/replay"))).toBe(false);
      // Every recording vouches for its body, so there is nothing left to do.
      const count = JSON.parse(
        (await promptcost(root, ["count", "chat.yaml", "other.jsonl", "--json"])).stdout,
      );
      expect(count.exchanges.map(({ witness }: { witness: string }) => witness)).toEqual([
        "recorded",
        "recorded",
        "recorded",
        "recorded",
      ]);
      const again = await replayBuilt(root, claude.url, "--max-usd", "1");
      expect([again.code, JSON.parse(again.stdout).requests, claude.messages().length]).toEqual([
        0, 0, 4,
      ]);
      const all = await replayBuilt(root, claude.url, "other", "--only", "all", "--max-usd", "1");
      expect([all.code, claude.messages().length]).toEqual([0, 6]);
    },
  );

  test("a prompt that moved on makes its recordings stale", async () => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const root = createRepository({ files });
    await replay(root, claude.url, "--max-usd", "1");
    const { stdout } = await commandHere(
      createRepository({ folder: root, files: { "policy.md": `${policy}One more.\n` } }),
      ["replay", "--dry-run", "--json"],
    );
    expect(JSON.parse(stdout).requests.map(({ age }: { age: string }) => age)).toEqual([
      "stale",
      "stale",
      "stale",
      "stale",
    ]);
  });

  test("--dry-run needs no key and sends nothing", async () => {
    const root = createRepository({ files });
    const { code, stdout } = await commandHere(root, ["replay", "--dry-run"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/replay would send 4 requests in 3 runs/);
    expect(stdout).toMatch(/expected \$0\.\d+, at most \$0\.\d+/);
    expect(existsSync(join(root, ".promptcost"))).toBe(false);
  });

  test("--no-answers keeps usage without a word of the answer, and the recording holds all the same", async () => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const root = createRepository({ files });
    await replay(root, claude.url, "--max-usd", "1", "--no-answers");
    for (const name of ["chat.yaml", "other.jsonl"])
      expect(readText(root, name)).not.toContain("Answer of");
    const again = await replay(root, claude.url, "--max-usd", "1");
    expect(JSON.parse(again.stdout).requests).toBe(0);
  });

  test("--times: further lengths of an answer, and the projection takes their mean", async () => {
    const lengths = [30, 50, 40, 90, 10];
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (body, before) => {
        const behaviour = wroteThen(body);
        return behaviour.kind === "answer"
          ? {
              ...behaviour,
              usage: { ...behaviour.usage, output_tokens: lengths[Math.floor(before / 2)] },
            }
          : behaviour;
      },
    );
    const root = createRepository({ files });
    const { code, stdout } = await replay(
      root,
      claude.url,
      "other",
      "--max-usd",
      "1",
      "--times",
      "5",
      "--concurrency",
      "1",
    );
    expect([code, claude.messages().length]).toEqual([0, 10]);
    expect(JSON.parse(stdout).outputs).toEqual(
      ["other other:1#0", "other other:3#0"].map((exchange) => ({
        exchange,
        samples: 5,
        p50: 40,
        p90: 90,
        mean: 44,
      })),
    );
    const [first] = readText(root, "other.jsonl").split("\n");
    const { recorded } = JSON.parse(first ?? "");
    expect(
      recorded.samples.map(
        ({ usage }: { usage: { output_tokens: number } }) => usage.output_tokens,
      ),
    ).toEqual(lengths);
    expect(recorded.response.usage.output_tokens).toBe(30);
    const explained = JSON.parse((await commandHere(root, ["explain", "other", "--json"])).stdout);
    expect(JSON.stringify(explained)).toContain('"tokens":44');
  });

  test("--fast marks the recording: its split says nothing", async () => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const root = createRepository({ files });
    await replay(root, claude.url, "chat", "--max-usd", "1", "--fast");
    expect(parse(readText(root, "chat.yaml")).exchanges[0].recorded.fast).toBe(true);
  });
});

test("no key and no header anywhere", async () => {
  await using claude = await startClaude(
    () => 2712,
    undefined,
    (body) => ({ ...wroteThen(body), headers: { "x-canary": "canary-header" } }),
  );
  const root = createRepository({ files });
  const { stdout, stderr } = await promptcost(root, ["replay", "--max-usd", "1"], {
    ANTHROPIC_BASE_URL: claude.url,
    ANTHROPIC_API_KEY: key,
  });
  expect(claude.calls.map(({ headers }) => headers.authorization)).toEqual(
    Array.from({ length: 8 }, () => `Bearer ${key}`),
  );
  expect(stdout + stderr + readText(root, "chat.yaml") + readText(root, "other.jsonl")).not.toMatch(
    /canary/,
  );
  expect(stdout).toMatch(/predicted \$0\.\d+, billed \$0\.\d+/);
});
