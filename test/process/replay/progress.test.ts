import { afterEach, describe, expect, test, vi } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { createRepository, type Files } from "../../repositories/scratch-repository.ts";
import { startClaude, type ClaudeServer } from "../../servers/claude.ts";
import { chat, files, key, wroteThen } from "./chat-and-questions.ts";
import * as batched from "./three-questions.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A replay in this process, whose minutes are turned by hand: what it says in each. */
function replayHere(claude: ClaudeServer, tree: Files, ...words: readonly string[]) {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const env = { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: key };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const said: string[] = [];
  const ended = runCommandLine({
    words: ["replay", "--max-usd", "1", "--json", ...words],
    folder: createRepository({ files: tree }),
    env,
    isTerminal: false,
    isOwnProcess: false,
    pauseMs: (ms) => ms,
    errorColumns: () => null,
    print: () => true,
    warn: (text) => said.push(text),
  });
  return {
    ended,
    said,
    /** What is said in the next minute. */
    minute: (): string => {
      const before = said.length;
      vi.advanceTimersByTime(60_000);
      return said.slice(before).join("");
    },
  };
}

describe("a line a minute, though nothing ends", () => {
  test("while one request runs", async () => {
    let answer = (): void => undefined;
    const isAnswered = new Promise<void>((resolve) => (answer = resolve));
    let isAsked = false;
    await using claude = await startClaude(
      () => 2712,
      undefined,
      async (body) => {
        isAsked = true;
        await isAnswered;
        return wroteThen(body);
      },
    );
    const { minute, ended, said } = replayHere(claude, files, "other", "--concurrency", "1");
    await until(() => isAsked);
    const line = "0 of 2 answered, $0 of $1 spent; 1 request under way\n";
    expect([minute(), minute()]).toEqual([line, line]);
    answer();
    expect(await ended).toBe(0);
    expect(said.at(-1)).toMatch(/^2 of 2 answered, \$0\.0\d+ of \$1 spent\n$/);
    const lines = said.length;
    vi.advanceTimersByTime(600_000);
    expect([said.length, vi.getTimerCount()]).toEqual([lines, 0]);
  });

  test("while prompts are counted", async () => {
    let count = (): void => undefined;
    const isCounted = new Promise<void>((resolve) => (count = resolve));
    await using claude = await startClaude(() => isCounted.then(() => 2712), undefined, wroteThen);
    const { minute, ended } = replayHere(claude, files, "other");
    await until(() => claude.calls.length === 2);
    expect(minute()).toBe("0 of 2 answered, $0 of $1 spent; 2 prompts being counted\n");
    count();
    expect(await ended).toBe(0);
  });

  test("while it waits for room, and for the time of a request", async () => {
    await using claude = await startClaude(
      () => 2712,
      undefined,
      (body, before) =>
        before === 0
          ? {
              kind: "status",
              status: 429,
              type: "rate_limit_error",
              headers: { "retry-after": "1" },
            }
          : wroteThen(body),
    );
    const later = { ...files, "chat.yaml": chat.replace("50ms", "1s") };
    const { minute, ended } = replayHere(claude, later, "chat");
    await until(() => claude.messages().length === 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(minute()).toMatch(
      /^0 of 2 answered, \$0 of \$1 spent; 1 request waits for room until \d\d:\d\d:\d\d UTC\n$/,
    );
    await until(() => claude.messages().length === 2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(minute()).toMatch(
      /^1 of 2 answered, .* left; 1 request waits for its time, until \d\d:\d\d:\d\d UTC\n$/,
    );
    expect(await ended).toBe(0);
  });

  test("while a batch is open", async () => {
    let isEnded = false;
    await using claude = await batched.startBatches({ hasEnded: () => isEnded });
    const { minute, ended, said } = replayHere(claude, batched.files, "--batch");
    await until(() => claude.calls.some(({ path }) => path.endsWith("/msgbatch_1")));
    expect(minute()).toBe("0 of 3 answered, $0 of $1 spent; batch msgbatch_1: 0 of 3 answered\n");
    isEnded = true;
    expect(await ended).toBe(0);
    expect(said.at(-1)).toMatch(/^3 of 3 answered/);
  });
});
