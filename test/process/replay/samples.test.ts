import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  createRepository,
  plainEnvironment,
  runProcess,
  type Files,
} from "../../repositories/scratch-repository.ts";
import type { Behaviour } from "../../servers/claude.ts";
import { codesOf, readText } from "../cli.ts";
import { answers, folderOf, replay, request, start, usage } from "./six-questions.ts";

interface Recorded {
  readonly response: { readonly usage: { readonly output_tokens: number } };
  readonly samples?: readonly { readonly usage: { readonly output_tokens: number } }[];
}

const questions: Files = {
  "promptcost.yml": "scenarios: { ask: { fixtures: f.jsonl } }\n",
  "f.jsonl": ["one", "two"]
    .map((name) => `${JSON.stringify({ request: request(name) })}\n`)
    .join(""),
};

/** The second turn holds the answer to the first. */
const chat: Files = {
  "promptcost.yml": "scenarios: { ask: { fixtures: f.json } }\n",
  "f.json": {
    exchanges: [
      { request: request("one") },
      {
        offset: "1ms",
        request: {
          messages: {
            $append: [
              { role: "assistant", content: [{ $answer: true }] },
              { role: "user", content: "two" },
            ],
          },
        },
      },
    ],
  },
};

function recordedIn(root: string): readonly (Recorded | undefined)[] {
  if (existsSync(join(root, "f.json")))
    return JSON.parse(readText(root, "f.json")).exchanges.map(
      ({ recorded }: { recorded?: Recorded }) => recorded,
    );
  return readText(root, "f.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).recorded);
}

/** Each answer is as long as no other, and says so. */
function numbered(before: number): Behaviour {
  return {
    ...answers,
    kind: "answer",
    text: `Answer ${String(before)}.`,
    usage: { ...usage, output_tokens: 10 + before },
  };
}

/** `--times 3`, killed when so many messages were asked for; `odd` answers some of them. */
async function killAt(
  files: Files,
  count: number,
  odd: (before: number) => Behaviour | null = () => null,
) {
  let kill: (() => void) | null = null;
  const claude = await start((_, before) => {
    if (before + 1 === count) kill?.();
    return odd(before) ?? numbered(before);
  });
  const root = createRepository({ files });
  const cli = join(import.meta.dirname, "../../../dist/cli.js");
  const words = ["replay", "--max-usd", "1", "--times", "3", "--concurrency", "1"];
  await runProcess(process.execPath, [cli, ...words], {
    folder: root,
    env: { ...plainEnvironment(root), ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "k" },
    onStart: (send) => (kill = () => send("SIGKILL")),
  });
  kill = null;
  return { claude, root };
}

function lengthsIn(root: string): readonly (readonly number[])[] {
  return recordedIn(root).map((recorded) =>
    recorded === undefined
      ? []
      : (recorded.samples ?? [recorded.response]).map(({ usage }) => usage.output_tokens),
  );
}

describe("samples of a killed call", () => {
  test("are kept by one that asks once: nothing is sent, and all that was paid is recorded", async () => {
    // Of one a first and a second time, of two a first time; killed in its second.
    const { claude, root } = await killAt(questions, 4);
    await using _server = claude;
    const { code, stdout } = await replay(root, claude.url);
    expect([code, codesOf(stdout), claude.messages().length]).toEqual([0, [], 4]);
    expect(lengthsIn(root)).toEqual([[10, 12], [11]]);
    expect(existsSync(folderOf(root))).toBe(false);
    const again = await replay(root, claude.url);
    expect([again.code, codesOf(again.stdout), claude.messages().length]).toEqual([0, [], 4]);
  });

  test("are kept by one that asks twice, and by one that asks more often", async () => {
    for (const [times, sent, lengths] of [
      [
        "2",
        0,
        [
          [10, 12, 14],
          [11, 13],
        ],
      ],
      [
        "4",
        2,
        [
          [10, 12, 14, 16],
          [11, 13, 15, 17],
        ],
      ],
    ] as const) {
      const { claude, root } = await killAt(questions, 6);
      await using _server = claude;
      // Nobody knows of the last one: it is sent again where it is asked for.
      const { code, stdout } = await replay(root, claude.url, "--times", times, "--resend-unknown");
      expect([times, code, codesOf(stdout)]).toEqual([times, 0, []]);
      expect([times, claude.messages().length]).toEqual([times, sent === 0 ? 6 : 9]);
      if (sent === 0) expect(lengthsIn(root)).toEqual(lengths);
      else expect(lengthsIn(root).map((each) => each.length)).toEqual([4, 4]);
      expect([times, existsSync(folderOf(root))]).toEqual([times, false]);
    }
  });

  test("take the place of a first one that has no answer", async () => {
    const hangUp: Behaviour = { kind: "hang-up" };
    const { claude, root } = await killAt(questions, 4, (before) => (before === 0 ? hangUp : null));
    await using _server = claude;
    const { code, stdout } = await replay(root, claude.url);
    expect([code, codesOf(stdout), claude.messages().length]).toEqual([0, [], 4]);
    expect(lengthsIn(root)).toEqual([[12], [11]]);
    expect(existsSync(folderOf(root))).toBe(false);
  });

  test("go together turn by turn, where one holds the answer to the one before", async () => {
    // Three turns of the first and second time; the second time's second turn is not answered.
    const { claude, root } = await killAt(chat, 4);
    await using _server = claude;
    const { code, stdout } = await replay(root, claude.url);
    expect([code, codesOf(stdout), claude.messages().length]).toEqual([0, [], 4]);
    expect(lengthsIn(root)).toEqual([[10, 12], [11]]);
    expect(existsSync(folderOf(root))).toBe(false);
  });

  test("are of a prompt that has changed since: they are no answers to it", async () => {
    const { claude, root } = await killAt(questions, 4);
    await using _server = claude;
    writeFileSync(join(root, "f.jsonl"), `${JSON.stringify({ request: request("new") })}\n`);
    const { code } = await replay(root, claude.url);
    expect([code, claude.messages().length, lengthsIn(root)]).toEqual([0, 5, [[14]]]);
  });
});

test("samples of a batch that was left open are kept by a call that asks once, with or without --batch", async () => {
  for (const more of [[], ["--batch"]]) {
    let isDown = true;
    await using claude = await start(undefined, (before) =>
      isDown && before > 0 ? 403 : undefined,
    );
    const root = createRepository({ files: questions });
    const first = await replay(root, claude.url, "--times", "3", "--batch");
    expect([codesOf(first.stdout), claude.shipped.length]).toEqual([["replay-batch-open"], 6]);
    isDown = false;
    const { code, stdout } = await replay(root, claude.url, ...more);
    expect([more, code, codesOf(stdout)]).toEqual([more, 0, []]);
    expect([claude.shipped.length, claude.messages().length]).toEqual([6, 0]);
    expect(lengthsIn(root)).toEqual([
      [20, 20, 20],
      [20, 20, 20],
    ]);
    expect(existsSync(folderOf(root))).toBe(false);
  }
});
