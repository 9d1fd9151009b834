import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startClaude } from "../../servers/claude.ts";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { codesOf } from "../cli.ts";
import { commandHere } from "../here.ts";
import { config, files, wroteThen, replay } from "./chat-and-questions.ts";

describe("the cap", () => {
  test("a request whose bound does not fit is never sent; what was answered is kept", async () => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const root = createRepository({ files });
    // Bound of one request: 2,740 tokens written at 3.75, 200 of answer at 15 USD per million:
    // $0.0133.
    const { code, stdout } = await replay(
      root,
      claude.url,
      "--max-usd",
      "0.02",
      "--concurrency",
      "1",
    );
    expect(code).toBe(2);
    expect(codesOf(stdout)).toContain("replay-cap-reached");
    expect(Number(JSON.parse(stdout).spentUsd)).toBeLessThanOrEqual(0.02);
    // Once for a scenario, whatever number of its runs met it.
    expect(codesOf(stdout)).toEqual(["replay-cap-reached", "replay-cap-reached"]);
    expect(stdout).toContain("Nor is 1 more run of its scenario.");
    expect(claude.messages()).toHaveLength(1);
  });

  test("what a run was answered before it met the cap is not paid for again", async () => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const root = createRepository({ files });
    const first = await replay(root, claude.url, "chat", "--max-usd", "0.02");
    expect([first.code, claude.messages().length, JSON.parse(first.stdout).answered]).toEqual([
      2, 1, 1,
    ]);
    const second = await replay(root, claude.url, "chat", "--max-usd", "1");
    expect([second.code, claude.messages().length, JSON.parse(second.stdout).answered]).toEqual([
      0, 2, 2,
    ]);
    // What was spent before counts.
    expect(JSON.parse(second.stdout).spentUsd).toBe(JSON.parse(second.stdout).totals.billedUsd);
    expect(existsSync(join(root, ".promptcost/replay"))).toBe(false);
  });

  test.each([
    [[], "replay-needs-cap"],
    [["--max-usd", "0"], "replay-needs-cap"],
    [["--max-usd", "-3"], "command-line"],
    [["--max-usd", "lots"], "replay-needs-cap"],
  ])("%j: %s, and nothing is asked", async (words, code) => {
    await using claude = await startClaude(() => 2712, undefined, wroteThen);
    const outcome = await replay(createRepository({ files }), claude.url, ...words);
    expect(outcome.code).toBe(2);
    if (!outcome.stdout.startsWith("{")) expect(outcome.stderr).not.toBe("");
    else expect(codesOf(outcome.stdout)).toContain(code);
    expect(claude.calls).toHaveLength(0);
  });

  test("the config's cap holds too, a scenario nobody knows is named, a key is needed", async () => {
    const root = createRepository({
      files: { ...files, "promptcost.yml": `${config}replay: { max-usd: $1 }\n` },
    });
    const keyless = await commandHere(root, ["replay", "--json"]);
    expect([keyless.code, codesOf(keyless.stdout)]).toEqual([2, ["replay-needs-key"]]);
    const unknown = await replay(root, "http://127.0.0.1:9", "chatt");
    expect([unknown.code, codesOf(unknown.stdout)]).toEqual([2, ["scenario-unknown"]]);
    expect(unknown.stdout).toContain("`chat`");
  });

  test("an answer over its bound stops the rest", async () => {
    await using claude = await startClaude(
      () => 10,
      undefined,
      () => ({
        kind: "answer",
        usage: {
          input_tokens: 900_000,
          cache_read_input_tokens: 0,
          cache_creation_input_tokens: 0,
          output_tokens: 5,
        },
      }),
    );
    const { code, stdout } = await replay(
      createRepository({ files }),
      claude.url,
      "--max-usd",
      "9",
      "--concurrency",
      "1",
    );
    expect([code, claude.messages().length]).toEqual([2, 1]);
    expect(codesOf(stdout)).toEqual(["replay-overrun"]);
  });
});
