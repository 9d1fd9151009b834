import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRepository, type Files } from "../../repositories/scratch-repository.ts";
import { startClaude, type Behaviour, type ClaudeServer } from "../../servers/claude.ts";
import { codesOf, readText } from "../cli.ts";
import { commandHere } from "../here.ts";
import { answers, request, usage } from "./six-questions.ts";

/** Two scenarios of two questions each. */
const files: Files = {
  "promptcost.yml": "scenarios: { a: { fixtures: a.jsonl }, b: { fixtures: b.jsonl } }\n",
  ...Object.fromEntries(
    ["a", "b"].map((name) => [
      `${name}.jsonl`,
      ["one", "two"]
        .map((word) => `${JSON.stringify({ request: request(`${name} ${word}`) })}\n`)
        .join(""),
    ]),
  ),
};

const message = {
  id: "m",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-4-6",
  content: [],
  stop_reason: "end_turn",
  usage,
};

/** Room for the bounds of two requests in a batch, and not for those of one more by itself. */
const tightUsd = "0.0016";

function recordedIn(root: string, name: string): number {
  return readText(root, `${name}.jsonl`).split('"recorded"').length - 1;
}

function journalOf(root: string): string {
  const path = `${root}/.promptcost/replay/journal.jsonl`;
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** An API whose batches end when they are told to, and a tree. */
async function startBeside(
  how: { readonly fails?: ReadonlySet<string>; readonly answer?: Behaviour } = {},
) {
  const state = { isDown: false, ended: new Set<string>() };
  const claude = await startClaude(
    () => 9,
    undefined,
    () => how.answer ?? answers,
    {
      item: (customId) =>
        how.fails?.has(customId.slice(0, 1)) === true
          ? { type: "errored", error: { type: "error", error: { type: "api_error" } } }
          : { type: "succeeded", message },
      question: () => (state.isDown ? 403 : undefined),
      // Ids begin with the scenario's.
      hasEnded: ([first = ""]) => state.ended.has(first.slice(0, 1)),
    },
  );
  const root = createRepository({ files });
  const replay = (...words: readonly string[]) =>
    commandHere(root, ["replay", "--json", ...words], {
      ANTHROPIC_BASE_URL: claude.url,
      ANTHROPIC_API_KEY: "k",
    });
  return {
    claude,
    root,
    state,
    replay,
    /** Sends scenarios in a batch each, which stay open: nobody can be asked after them. */
    leaveOpen: async (...names: readonly string[]): Promise<void> => {
      state.isDown = true;
      for (const name of names) {
        const { code, stdout } = await replay("--batch", "--max-usd", "1", name);
        expect([code, codesOf(stdout)[0]]).toEqual([2, "replay-batch-open"]);
      }
      state.isDown = false;
    },
    [Symbol.asyncDispose]: () => claude[Symbol.asyncDispose](),
  };
}

function asksOf(claude: ClaudeServer, batch: string): number {
  return claude.calls.filter(({ path }) => path.endsWith(`/${batch}`)).length;
}

describe("an open batch of one scenario", () => {
  test("is not waited for by a replay of another, is said to be open, and counts in full", async () => {
    await using world = await startBeside();
    const { root, replay, state, claude } = world;
    await world.leaveOpen("a");
    const other = await replay("--max-usd", "1", "b");
    expect([other.code, codesOf(other.stdout)]).toEqual([0, ["replay-batch-aside"]]);
    expect([recordedIn(root, "b"), claude.messages().length]).toEqual([2, 2]);
    const bound = 2 * ((9 * 1.01 * 1.5 + 50 * 7.5) / 1e6);
    expect(Number(JSON.parse(other.stdout).spentUsd)).toBeGreaterThan(bound);
    expect(journalOf(root)).toContain("msgbatch_1");
    state.ended.add("a");
    const own = await replay("--max-usd", "1");
    expect([own.code, recordedIn(root, "a"), claude.shipped.length]).toEqual([0, 2, 2]);
    expect(journalOf(root)).toBe("");
  });

  test("that has ended is taken by a replay of another, and makes room under its cap", async () => {
    await using world = await startBeside();
    const { root, replay, state } = world;
    await world.leaveOpen("a");
    const cap = ["--max-usd", tightUsd];
    const full = await replay(...cap, "b");
    expect([full.code, codesOf(full.stdout)]).toEqual([
      2,
      ["replay-cap-reached", "replay-batch-aside"],
    ]);
    state.ended.add("a");
    const other = await replay(...cap, "--concurrency", "1", "b");
    expect([other.code, recordedIn(root, "b"), recordedIn(root, "a")]).toEqual([0, 2, 0]);
    expect((await replay(...cap)).code).toBe(0);
    expect([recordedIn(root, "a"), world.claude.shipped.length]).toEqual([2, 2]);
  });

  test.each([
    ["one by one", []],
    ["in a batch of their own", ["--batch"]],
  ])("does not keep the others waiting that are sent with it, %s", async (_, words) => {
    await using world = await startBeside();
    const { root, replay, state, claude } = world;
    await world.leaveOpen("a");
    state.ended.add("b");
    const both = replay(...words, "--max-usd", "1", "--concurrency", "1");
    if (words.length === 0) await until(() => recordedIn(root, "b") === 2);
    else await until(() => journalOf(root).split('"kind":"answered"').length === 3);
    expect(recordedIn(root, "a")).toBe(0);
    state.ended.add("a");
    expect((await both).code).toBe(0);
    expect([recordedIn(root, "a"), recordedIn(root, "b")]).toEqual([2, 2]);
    expect(claude.shipped.length + claude.messages().length).toBe(4);
  });

  test("several are followed side by side", async () => {
    await using world = await startBeside();
    const { root, replay, state, claude } = world;
    await world.leaveOpen("a", "b");
    state.ended.add("b");
    const both = replay("--max-usd", "1");
    await until(() => recordedIn(root, "b") === 2);
    expect(asksOf(claude, "msgbatch_1")).toBeGreaterThan(0);
    state.ended.add("a");
    expect((await both).code).toBe(0);
    expect([claude.shipped.length, claude.messages().length]).toEqual([4, 0]);
  });

  test("what does not fit the cap beside it waits for its end", async () => {
    await using world = await startBeside();
    const { root, replay, state, claude } = world;
    await world.leaveOpen("a");
    const both = replay("--max-usd", tightUsd, "--concurrency", "1");
    await until(() => asksOf(claude, "msgbatch_1") > 1);
    expect(claude.messages().length).toBe(0);
    state.ended.add("a");
    expect((await both).code).toBe(0);
    expect([recordedIn(root, "a"), recordedIn(root, "b")]).toEqual([2, 2]);
  });

  test.each([
    ["replay-overrun", { kind: "answer", usage: { ...usage, input_tokens: 900_000 } }],
    ["replay-denied", { kind: "status", status: 401 }],
  ] as const)("is left open where everything stops: %s", async (code, answer) => {
    await using world = await startBeside({ answer });
    const { root, replay, state, claude } = world;
    await world.leaveOpen("a");
    const both = await replay("--max-usd", "1", "--concurrency", "1");
    expect([both.code, codesOf(both.stdout).toSorted()]).toEqual([
      2,
      ["replay-batch-stopped", code],
    ]);
    state.ended.add("a");
    expect((await replay("--max-usd", "5", "a")).code).toBe(0);
    expect([recordedIn(root, "a"), claude.messages().length]).toEqual([2, 1]);
  });

  test("is not sent again while it is followed; what failed in it is, once it has ended", async () => {
    await using world = await startBeside({ fails: new Set(["a"]) });
    const { replay, state, claude } = world;
    await world.leaveOpen("a");
    const all = replay("--max-usd", "1", "--resend-unknown");
    await until(() => asksOf(claude, "msgbatch_1") > 1 && claude.messages().length >= 2);
    expect(claude.messages().length).toBe(2);
    state.ended.add("a");
    const { code, stdout } = await all;
    expect([code, codesOf(stdout)]).toEqual([2, ["replay-batch-item", "replay-batch-item"]]);
    expect(claude.messages().length).toBe(4);
  });
});
