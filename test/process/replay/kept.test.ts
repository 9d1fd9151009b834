import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, git, type Files } from "../../repositories/scratch-repository.ts";
import { codesOf, readText } from "../cli.ts";
import { commandHere } from "../here.ts";
import { answers, folderOf, replay, request, start, usage } from "./six-questions.ts";

const one: Files = {
  "promptcost.yml": 'scenarios: { ask: { fixtures: "f.json" } }\n',
  "f.json": { request: request("one") },
};
const chat: Files = {
  "promptcost.yml": 'scenarios: { ask: { fixtures: "f.json" } }\n',
  "f.json": {
    exchanges: [
      {
        request: {
          ...request("one"),
          system: [{ type: "text", text: "s", cache_control: { type: "ephemeral" } }],
        },
      },
      ...["two", "three"].map((content) => ({
        offset: content === "two" ? "10ms" : "20ms",
        request: {
          messages: {
            $append: [
              { role: "assistant", content: [{ $answer: true }] },
              { role: "user", content },
            ],
          },
        },
      })),
    ],
  },
};
interface Exchange {
  readonly recorded: { readonly fast?: boolean; readonly response: object };
}
function recordedOf(root: string) {
  return JSON.parse(readText(root, "f.json"));
}
function journalOf(root: string): string {
  return readText(root, ".promptcost/replay/journal.jsonl");
}
/** Answers so many requests, and refuses the next: the journal then holds what a kill leaves. */
function startAnswering(count: number, canary = "yes.") {
  let isOpen = false;
  const server = start((_, before) =>
    isOpen || before < count
      ? { ...answers, text: canary }
      : { kind: "status", status: 400, type: "invalid_request_error", message: "no" },
  );
  return server.then((claude) => ({
    claude,
    open: () => {
      isOpen = true;
    },
    [Symbol.asyncDispose]: () => claude[Symbol.asyncDispose](),
  }));
}

describe("what a refusal says", () => {
  const refused = { stop_reason: "refusal", stop_sequence: null };
  const details = { type: "refusal", category: "cyber", explanation: "Because of CANARY." };
  const free = { ...usage, output_tokens: 0 };

  test.each([
    [[], details],
    [["--no-answers"], { type: "refusal", category: "cyber" }],
  ])("is kept and read back: it costs nothing (%s)", async (words, kept) => {
    await using claude = await start(() => ({
      kind: "answer",
      usage: free,
      silent: true,
      end: { ...refused, stop_details: details },
    }));
    const root = createRepository({ files: one });
    const { code, stdout } = await replay(root, claude.url, ...words);
    expect([code, JSON.parse(stdout).spentUsd]).toEqual([0, "0"]);
    expect(recordedOf(root).recorded.response.stop_details).toEqual(kept);
    const bill = await commandHere(root, ["bill", "--json", "f.json"]);
    expect([bill.code, bill.stdout]).toEqual([0, expect.stringContaining("refusal-not-billed")]);
    expect(bill.stdout).not.toContain("refusal-category-unknown");
  });

  test("another answer says nothing of it", async () => {
    await using claude = await start(() => ({
      ...answers,
      end: { stop_reason: "end_turn", stop_details: null },
    }));
    const root = createRepository({ files: one });
    await replay(root, claude.url);
    expect(Object.keys(recordedOf(root).recorded.response)).toEqual([
      "model",
      "usage",
      "stop_reason",
      "content",
    ]);
  });
});

describe("`fast`", () => {
  test("is that of the call that sent, through the journal", async () => {
    await using server = await startAnswering(1);
    const { claude, open } = server;
    const root = createRepository({ files: chat });
    await replay(root, claude.url, "--fast");
    open();
    const { code } = await replay(root, claude.url);
    const [first, second, third] = recordedOf(root).exchanges;
    expect([code, first.recorded.fast, second.recorded.fast, third.recorded.fast]).toEqual([
      0,
      true,
      undefined,
      undefined,
    ]);
  });

  test("is said of what was sent later than its cache lives, and of no other", async () => {
    await using server = await startAnswering(1);
    const { claude, open } = server;
    const root = createRepository({ files: chat });
    await replay(root, claude.url);
    // As an hour ago; a journal of an earlier version does not say `fast`.
    const path = join(folderOf(root), "journal.jsonl");
    const earlier = new Date(Date.now() - 3_600_000).toISOString();
    writeFileSync(
      path,
      journalOf(root)
        .replace(/"at":"[^"]+"/, `"at":"${earlier}"`)
        .replace(/,"fast":false/, ""),
    );
    open();
    const { code } = await replay(root, claude.url);
    const recorded: readonly Exchange[] = recordedOf(root).exchanges;
    expect([code, recorded.map(({ recorded: { fast } }) => fast)]).toEqual([
      0,
      [undefined, true, undefined],
    ]);
  });
});

describe("`--no-answers`", () => {
  test("no answer stands in the journal, and what needs one says so; nothing is paid twice unasked", async () => {
    const canary = "CANARY";
    await using server = await startAnswering(1, canary);
    const { claude, open } = server;
    const root = createRepository({ files: chat });
    const first = await replay(root, claude.url, "--no-answers");
    expect([first.code, codesOf(first.stdout)]).toEqual([2, ["replay-refused"]]);
    expect(journalOf(root)).toContain('"output_tokens":20');
    expect(journalOf(root)).not.toContain(canary);
    expect(statSync(join(folderOf(root), "journal.jsonl")).mode & 0o777).toBe(0o600);
    // Its folder is nothing that git sees, whatever a kill left of the file that says so.
    expect(git(root, "status", "--porcelain")).toBe("M f.json");
    writeFileSync(join(folderOf(root), ".gitignore"), "");
    open();
    const sent = claude.messages().length;
    for (const words of [[], ["--no-answers"]]) {
      const next = await replay(root, claude.url, ...words);
      expect([next.code, codesOf(next.stdout), claude.messages().length]).toEqual([
        2,
        ["replay-answer-not-kept"],
        sent,
      ]);
      expect(JSON.parse(next.stdout).problems[0]).toMatchObject({
        file: "f.json",
        path: "exchanges.1.request.messages.$append.0.content.0",
        // The block begins on the line before.
        line: (readText(root, "f.json").split('"$answer"')[0]?.split("\n").length ?? 0) - 1,
      });
    }
    expect(git(root, "status", "--porcelain")).toBe("M f.json");
    const spent = Number(JSON.parse(first.stdout).spentUsd);
    const anew = await replay(root, claude.url, "--no-answers", "--resend-unknown");
    expect([anew.code, claude.messages().length - sent]).toEqual([0, 3]);
    // The first answer was paid for twice, and counts twice.
    expect(Number(JSON.parse(anew.stdout).spentUsd)).toBeCloseTo(4 * spent, 9);
    expect(readText(root, "f.json")).not.toContain(canary);
  });

  test("a run that was answered whole is found again by what is known of its answers", async () => {
    await using server = await startAnswering(2);
    const { claude, open } = server;
    const root = createRepository({ files: chat });
    await replay(root, claude.url, "--no-answers");
    const next = await replay(root, claude.url, "--no-answers");
    expect(codesOf(next.stdout)).toEqual(["replay-answer-not-kept"]);
    expect(JSON.parse(next.stdout).answered).toBe(2);
    open();
    expect(claude.messages()).toHaveLength(3);
  });

  test("goes on with the answers that an earlier call kept", async () => {
    await using server = await startAnswering(1);
    const { claude, open } = server;
    const root = createRepository({ files: chat });
    await replay(root, claude.url);
    open();
    const next = await replay(root, claude.url, "--no-answers");
    expect([next.code, claude.messages().length]).toEqual([0, 4]);
  });
});

test.skipIf(process.platform === "win32")(
  "a file keeps its mode, its line ends and its comments, also those of a recording that is replaced",
  async () => {
    await using claude = await start();
    const yaml = [
      "\uFEFF# the first question",
      "recorded: # by hand",
      "    # before the move",
      "    inputHash: 'sha256:0' # of nothing",
      "    response:",
      "        usage: { input_tokens: 1, output_tokens: 1 } # billed",
      "        # still inside",
      "# of one exchange",
      `request: ${JSON.stringify(request("one"))} # asked`,
      "# the end",
    ];
    const root = createRepository({
      files: {
        "promptcost.yml": 'scenarios: { ask: { fixtures: "f.yaml" } }\n',
        "f.yaml": yaml.join("\r\n"),
      },
    });
    chmodSync(join(root, "f.yaml"), 0o640);
    for (const words of [[], ["--only", "all"]]) {
      const { code } = await replay(root, claude.url, ...words);
      const [title, recorded, ...rest] = readText(root, "f.yaml").split("\r\n");
      expect([code, statSync(join(root, "f.yaml")).mode & 0o777, title]).toEqual([
        0,
        0o640,
        yaml[0],
      ]);
      expect(recorded).toMatch(/^recorded: \{ .*"output_tokens": 20.* \}$/);
      expect(rest).toEqual([
        "# by hand",
        "# before the move",
        "# of nothing",
        " # billed",
        "        # still inside",
        ...yaml.slice(-3),
      ]);
    }
    expect(claude.messages()).toHaveLength(2);
  },
);
