import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Behaviour } from "../../servers/claude.ts";
import {
  createRepository,
  plainEnvironment,
  runProcess,
} from "../../repositories/scratch-repository.ts";
import { codesOf, readText } from "../cli.ts";
import { commandHere } from "../here.ts";
import {
  request,
  usage,
  answers,
  six,
  start,
  replay,
  replayBuilt,
  folderOf,
} from "./six-questions.ts";

describe("what an earlier call left", () => {
  const chat = (first: string, second: string) => ({
    exchanges: [
      { request: request(first) },
      { offset: "1ms", request: { messages: { $append: [{ role: "user", content: second }] } } },
    ],
  });

  test("a run that was refused before, and may have been paid now, is not forgotten", async () => {
    let call = 0;
    await using claude = await start((body) => {
      if (call === 0) return { kind: "status", status: 400, type: "invalid_request_error" };
      return body.includes("second") ? { kind: "hang-up" } : answers;
    });
    const root = createRepository({
      files: {
        "promptcost.yml": 'scenarios: { ask: { fixtures: "f.json" } }\n',
        "f.json": chat("first", "second"),
      },
    });
    expect(codesOf((await replay(root, claude.url)).stdout)).toEqual(["replay-refused"]);
    call = 1;
    const second = await replay(root, claude.url);
    expect([codesOf(second.stdout), claude.messages().length]).toEqual([["replay-maybe-paid"], 3]);
    const third = await replay(root, claude.url);
    expect([codesOf(third.stdout), claude.messages().length]).toEqual([["replay-maybe-paid"], 3]);
    expect(JSON.parse(third.stdout).spentUsd).toBe(JSON.parse(second.stdout).spentUsd);
  });

  test("a run that is half answered outlives a call for another scenario", async () => {
    let refuses = true;
    await using claude = await start((body) =>
      refuses && body.includes("second")
        ? { kind: "status", status: 400, type: "invalid_request_error" }
        : answers,
    );
    const root = createRepository({
      files: {
        "promptcost.yml": "scenarios: { a: { fixtures: a.json }, b: { fixtures: b.json } }\n",
        "a.json": chat("first", "second"),
        "b.json": { request: request("other") },
      },
    });
    await replay(root, claude.url, "a");
    refuses = false;
    await replay(root, claude.url, "b");
    await replay(root, claude.url, "a");
    const asked = claude
      .messages()
      .map(
        (body) => /first|second|other/g.exec(JSON.stringify(JSON.parse(body).messages.at(-1)))?.[0],
      );
    expect(asked).toEqual(["first", "second", "other", "second"]);
  });

  test("--times that met the cap goes on where it was", async () => {
    await using claude = await start();
    const root = createRepository({ files: six });
    // A bound is 10 tokens at 3.30 and 50 of answer at 16.50 USD per million: $0.00086; an answer
    // costs $0.00033.
    const words = ["replay", "--json", "--times", "3", "--concurrency", "1"];
    const env = { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "k" };
    const first = await commandHere(root, [...words, "--max-usd", "0.004"], env);
    const sent = claude.messages().length;
    expect([first.code, codesOf(first.stdout), sent > 6, sent < 18]).toEqual([
      2,
      ["replay-cap-reached"],
      true,
      true,
    ]);
    const second = await commandHere(root, [...words, "--max-usd", "1"], env);
    expect([second.code, claude.messages().length]).toEqual([0, 18]);
    expect(JSON.parse(readText(root, "f/a.json")).recorded.samples).toHaveLength(3);
  });

  test("an answer is found though its line has moved", async () => {
    const lines = (some: readonly string[]): string =>
      some.map((question) => `${JSON.stringify({ request: request(question) })}\n`).join("");
    let fails = true;
    await using claude = await start((body) =>
      fails && body.includes("three") ? { kind: "hang-up" } : answers,
    );
    const root = createRepository({
      files: {
        "promptcost.yml": 'scenarios: { ask: { fixtures: "f.jsonl" } }\n',
        "f.jsonl": lines(["one", "two", "three"]),
      },
    });
    await replay(root, claude.url, "--concurrency", "1");
    fails = false;
    // Kept and lost alike: the answers are in the journal while their file is not whole.
    writeFileSync(join(root, "f.jsonl"), lines(["zero", "one", "two", "three"]));
    const second = await replay(root, claude.url, "--concurrency", "1");
    expect(codesOf(second.stdout)).toEqual(["replay-maybe-paid"]);
    const asked = claude.messages().map((body) => JSON.parse(body).messages[0].content);
    expect(asked.filter((question) => question === "three")).toHaveLength(1);
    expect(asked.filter((question) => question === "zero")).toHaveLength(1);
  });

  test(
    "a batch that was open when a line moved is not shipped again; nor is what was only " +
      "expected an overrun afterwards",
    async () => {
      let isDown = true;
      await using claude = await start(undefined, () => (isDown ? 403 : undefined));
      const searching = {
        ...request("x"),
        tools: [{ type: "web_search_20250305", name: "web_search" }],
      };
      const lines = (some: readonly object[]): string =>
        some.map((question) => `${JSON.stringify({ request: question })}\n`).join("");
      const root = createRepository({
        files: {
          "promptcost.yml": 'scenarios: { ask: { fixtures: "f.jsonl" } }\n',
          "f.jsonl": lines([request("one"), request("two"), searching]),
        },
      });
      await replay(root, claude.url, "--batch", "--unbounded", "ask");
      isDown = false;
      writeFileSync(
        join(root, "f.jsonl"),
        lines([request("zero"), request("one"), request("two"), searching]),
      );
      const second = await replay(root, claude.url, "--batch", "--unbounded", "ask");
      expect([second.code, codesOf(second.stdout), claude.shipped.length]).toEqual([0, [], 4]);
      expect(existsSync(folderOf(root))).toBe(false);
    },
  );

  test("Ctrl-C in a pause before a new try sends no more; nor does one who waits while another overran", async () => {
    let signal: (name: NodeJS.Signals) => void = () => undefined;
    await using claude = await start((_, before) => {
      if (before === 3) setTimeout(() => signal("SIGINT"), 100);
      return {
        kind: "status",
        status: 429,
        type: "rate_limit_error",
        headers: { "retry-after": "20" },
      };
    });
    const root = createRepository({ files: six });
    const env = {
      ...plainEnvironment(root),
      ANTHROPIC_BASE_URL: claude.url,
      ANTHROPIC_API_KEY: "k",
    };
    const words = [
      join(import.meta.dirname, "../../../dist/cli.js"),
      "replay",
      "--max-usd",
      "1",
      "--json",
    ];
    const { code, stdout } = await runProcess(process.execPath, words, {
      folder: root,
      env,
      onStart: (send) => (signal = send),
    });
    expect([code, claude.messages().length, JSON.parse(stdout).spentUsd]).toEqual([2, 4, "0"]);
    await using dear = await start((_, before) =>
      before === 0
        ? {
            kind: "status",
            status: 529,
            type: "overloaded_error",
            headers: { "retry-after-ms": "600" },
          }
        : { kind: "answer", usage: { ...usage, input_tokens: 400_000 } },
    );
    const over = await replayBuilt(
      createRepository({ files: six }),
      dear.url,
      "--concurrency",
      "2",
    );
    expect([over.code, codesOf(over.stdout), dear.messages().length]).toEqual([
      2,
      ["replay-overrun"],
      2,
    ]);
  });

  test("an answer over what was only expected stops nothing while the cap holds", async () => {
    const searching = {
      ...request("x"),
      tools: [{ type: "web_search_20250305", name: "web_search" }],
    };
    await using claude = await start(() => ({
      kind: "answer",
      usage: { ...usage, input_tokens: 60_000 },
    }));
    const files = {
      "promptcost.yml": six["promptcost.yml"],
      "f/a.json": { request: searching },
      "f/b.json": { request: searching },
    };
    const named = await replay(
      createRepository({ files }),
      claude.url,
      "--unbounded",
      "ask",
      "--concurrency",
      "1",
    );
    expect([named.code, codesOf(named.stdout), claude.messages().length]).toEqual([0, [], 2]);
    const dry = await commandHere(createRepository({ files }), ["replay", "--dry-run", "--json"]);
    expect(JSON.parse(dry.stdout).worstUsd).toBeNull();
  });

  test("an empty answer is nothing to go on with", async () => {
    const silent: Behaviour = { kind: "answer", usage, silent: true };
    await using claude = await start(() => silent);
    const turns = {
      exchanges: [
        { request: request("first") },
        {
          offset: "1ms",
          request: {
            messages: {
              $append: [
                { role: "assistant", content: [{ $answer: true }] },
                { role: "user", content: "and" },
              ],
            },
          },
        },
      ],
    };
    const root = createRepository({
      files: { "promptcost.yml": 'scenarios: { ask: { fixtures: "f.json" } }\n', "f.json": turns },
    });
    const { code, stdout } = await replay(root, claude.url);
    expect([code, codesOf(stdout), claude.messages().length]).toEqual([
      2,
      ["replay-answer-blank"],
      1,
    ]);
  });
});
