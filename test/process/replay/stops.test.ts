import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Behaviour, ClaudeServer } from "../../servers/claude.ts";
import { startClaude } from "../../servers/claude.ts";
import { createRepository, plainEnvironment } from "../../repositories/scratch-repository.ts";
import { codesOf, readText } from "../cli.ts";
import { chat, files, journalOf, key, replay, wroteThen } from "./chat-and-questions.ts";
import * as batched from "./three-questions.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

interface Started {
  readonly child: ChildProcess;
  /** Sends a signal to the command and to everything that was started with it. */
  readonly signal: (name: NodeJS.Signals) => void;
  readonly ended: Promise<number | null>;
  readonly said: { stdout: string; stderr: string };
}

/** Starts a command in a process group of its own, as a terminal does. */
function start(command: readonly string[], root: string, url: string): Started {
  const [program = "", ...words] = command;
  const child = spawn(program, words, {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...plainEnvironment(root), ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key },
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  return {
    child,
    said,
    signal: (name) => void process.kill(-(child.pid ?? 0), name),
    ended: new Promise((resolve) => child.on("close", resolve)),
  };
}

function command(...words: readonly string[]): readonly string[] {
  return [process.execPath, cli, "replay", "--max-usd", "1", "--json", ...words];
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function startSlow(): Promise<ClaudeServer> {
  return startClaude(
    () => 2712,
    undefined,
    (body) => ({ ...wroteThen(body), delayMs: 300 }),
  );
}

/** What a call after it has still to send, of four requests in all. */
async function leftBy(root: string, claude: ClaudeServer): Promise<number> {
  const before = claude.messages().length;
  const { code } = await replay(root, claude.url, "--max-usd", "1");
  expect(code).toBe(0);
  expect(existsSync(join(root, ".promptcost/replay"))).toBe(false);
  return claude.messages().length - before;
}

describe.skipIf(process.platform === "win32")("a replay that is stopped", () => {
  test("through `2>&1 | tee`, which dies first: what is under way is kept", async () => {
    await using claude = await startSlow();
    const root = createRepository({ files });
    const words = command().map((word) => `'${word}'`);
    const line = `${words.join(" ")} 2>&1 | tee log; echo "\${PIPESTATUS[0]}" > code`;
    const { signal, ended } = start(["bash", "-c", line], root, claude.url);
    await until(() => claude.messages().length === 3);
    signal("SIGINT");
    await ended;
    await until(() => existsSync(join(root, "code")) && readText(root, "code") !== "");
    expect([readText(root, "code"), claude.messages().length]).toEqual(["2\n", 3]);
    expect(await leftBy(root, claude)).toBe(1);
  });

  test.each(["stdout", "stderr"] as const)("whose %s nobody reads", async (closed) => {
    await using claude = await startSlow();
    const root = createRepository({ files });
    const { child, signal, ended } = start(command(), root, claude.url);
    child[closed]?.destroy();
    await until(() => claude.messages().length === 3);
    signal("SIGINT");
    expect([await ended, claude.messages().length]).toEqual([2, 3]);
    expect(await leftBy(root, claude)).toBe(1);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "by %s waits for what is under way, and says what has no answer",
    async (name) => {
      await using claude = await startSlow();
      const root = createRepository({ files });
      const { signal, ended, said } = start(command(), root, claude.url);
      await until(() => claude.messages().length === 3);
      signal(name);
      // As where `npm run` passes it on to one that got it already.
      signal(name);
      expect([await ended, codesOf(said.stdout)]).toEqual([2, ["replay-stopped"]]);
      expect(said.stderr).toContain("Nothing more is sent. 3 requests under way are waited for.");
      expect(said.stderr).toMatch(/\n3 of 4 answered, .* spent\n$/);
      expect(await leftBy(root, claude)).toBe(1);
    },
  );

  test.each([
    ["SIGINT", "SIGINT", 130],
    ["SIGINT", "SIGTERM", 143],
    ["SIGHUP", "SIGHUP", 129],
  ] as const)("by %s and then %s ends at once", async (first, second, expected) => {
    await using claude = await startSlow();
    const root = createRepository({ files });
    const { signal, ended, said } = start(command(), root, claude.url);
    await until(() => claude.messages().length === 3);
    signal(first);
    await until(() => said.stderr.includes("Nothing more is sent"));
    await new Promise((resolve) => setTimeout(resolve, 80));
    signal(second);
    expect([await ended, said.stdout]).toEqual([expected, ""]);
    expect(readFileSync(journalOf(root), "utf8").trim().split("\n")).toHaveLength(3);
  });

  /** Ctrl-C once what is under way says so; seconds until it ended. */
  const stopAt = async (
    started: Started,
    isThere: () => boolean,
  ): Promise<{ readonly code: number | null; readonly seconds: number }> => {
    await until(isThere);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = performance.now();
    started.signal("SIGINT");
    return { code: await started.ended, seconds: (performance.now() - before) / 1000 };
  };

  const waiting: readonly (readonly [string, Partial<Record<"chat.yaml", string>>, Behaviour])[] = [
    [
      "waits for room",
      {},
      { kind: "status", status: 429, type: "rate_limit_error", headers: { "retry-after": "600" } },
    ],
    [
      "waits for the time of a request",
      { "chat.yaml": chat.replace("50ms", "10m") },
      wroteThen(""),
    ],
  ];
  test.each(waiting)("while it %s ends soon", async (_, changed, behaviour) => {
    await using claude = await startClaude(
      () => 2712,
      undefined,
      () => behaviour,
    );
    const root = createRepository({ files: { ...files, ...changed } });
    const started = start(command("--concurrency", "1", "chat"), root, claude.url);
    const { code, seconds } = await stopAt(started, () => claude.messages().length === 1);
    expect([code, codesOf(started.said.stdout)]).toEqual([2, ["replay-stopped"]]);
    expect(seconds).toBeLessThan(2);
  });

  test("while nobody answers count_tokens ends soon", async () => {
    await using claude = await startClaude(() => new Promise<number>(() => undefined));
    const root = createRepository({ files });
    const started = start(command(), root, claude.url);
    const { code, seconds } = await stopAt(started, () => claude.calls.length > 0);
    expect([code, codesOf(started.said.stdout)]).toEqual([2, ["replay-stopped"]]);
    expect(seconds).toBeLessThan(2);
  });

  test("while a batch is open leaves it open, and the next call goes on with it", async () => {
    let isEnded = false;
    await using claude = await batched.startBatches({ hasEnded: () => isEnded });
    const root = createRepository({ files: batched.files });
    const started = start(command("--batch"), root, claude.url);
    const asked = (): boolean => claude.calls.some(({ path }) => path.endsWith("/msgbatch_1"));
    const { code, seconds } = await stopAt(started, asked);
    expect([code, codesOf(started.said.stdout)]).toEqual([
      2,
      ["replay-batch-stopped", "replay-stopped"],
    ]);
    expect(started.said.stdout).toContain("msgbatch_1");
    expect(seconds).toBeLessThan(2);
    isEnded = true;
    const next = await batched.replay(root, claude.url, "--max-usd", "1");
    expect([next.code, claude.shipped.length]).toEqual([0, 3]);
  });

  test("while a batch is looked for ends soon", async () => {
    await using claude = await batched.startBatches({
      create: () => "take-and-cut",
      hasEnded: () => false,
    });
    const root = createRepository({ files: batched.files });
    const started = start(command("--batch"), root, claude.url);
    const listed = (): boolean =>
      claude.calls.filter(({ path }) => /batches\?/.test(path)).length > 1;
    const { code, seconds } = await stopAt(started, listed);
    expect([code, codesOf(started.said.stdout)]).toEqual([
      2,
      ["replay-batch-stopped", "replay-stopped"],
    ]);
    expect(seconds).toBeLessThan(2);
  });
});
