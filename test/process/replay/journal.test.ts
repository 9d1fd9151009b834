import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, scratchFolder } from "../../repositories/scratch-repository.ts";
import { answers, folderOf, replay, replayBuilt, request, six, start } from "./six-questions.ts";
import { codesOf, readText } from "../cli.ts";

describe("a journal", () => {
  test(
    "an open batch of recordings that still hold is collected by a plain call, and not " +
      "sent again by the next",
    async () => {
      let isDown = false;
      await using claude = await start(undefined, () => (isDown ? 403 : undefined));
      const root = createRepository({ files: six });
      await replay(root, claude.url, "--batch");
      isDown = true;
      const open = await replay(root, claude.url, "--batch", "--only", "all");
      expect([open.code, codesOf(open.stdout), claude.shipped.length]).toEqual([
        2,
        ["replay-batch-open"],
        12,
      ]);
      isDown = false;
      const plain = await replay(root, claude.url);
      expect([plain.code, codesOf(plain.stdout)]).toEqual([0, ["replay-waiting"]]);
      expect(JSON.parse(plain.stdout).problems[0].message).toContain("6 answers");
      const all = await replay(root, claude.url, "--batch", "--only", "all");
      expect([
        all.code,
        claude.shipped.length,
        claude.messages().length,
        existsSync(folderOf(root)),
      ]).toEqual([0, 12, 0, false]);
    },
  );

  test("what was spent before a kill counts, though its answers are in their files", async () => {
    await using claude = await start();
    const root = createRepository({ files: six });
    await replay(root, claude.url, "--concurrency", "1");
    // As a kill leaves it: `a` is answered and kept, `b` was under way. Both recordings then go
    // stale.
    const recorded = JSON.parse(readText(root, "f/a.json")).recorded;
    const entry = (index: number, name: string) => ({
      scenario: "ask",
      run: `f/${name}`,
      index,
      sample: 0,
      body: "x",
    });
    mkdirSync(folderOf(root), { recursive: true });
    const answered = {
      response: recorded.response,
      requestId: null,
      at: recorded.at,
      usd: "400000000000",
      batch: false,
    };
    const lines = [
      { kind: "sent", key: entry(0, "a"), usd: "400000000000", batch: null },
      { kind: "answered", key: entry(0, "a"), answered },
      { kind: "sent", key: entry(0, "b"), usd: "300000000000", batch: null },
    ];
    const write = (entries: readonly object[]): void =>
      writeFileSync(
        join(folderOf(root), "journal.jsonl"),
        entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""),
      );
    write(lines);
    const next = await replay(root, claude.url);
    expect(JSON.parse(next.stdout).spentUsd).toBe("0.7");
    // Nothing unknown, and the fixture holds the very answer: that call is over.
    mkdirSync(folderOf(root), { recursive: true });
    write(lines.slice(0, 2));
    const over = await replay(root, claude.url);
    expect([over.code, JSON.parse(over.stdout).spentUsd, existsSync(folderOf(root))]).toEqual([
      0,
      "0",
      false,
    ]);
  });

  test("one that cannot be read sends nothing, and stays", async () => {
    await using claude = await start();
    const root = createRepository({ files: six });
    mkdirSync(join(folderOf(root), "journal.jsonl"), { recursive: true });
    const { code, stdout } = await replay(root, claude.url);
    expect([code, codesOf(stdout), claude.calls.length]).toEqual([2, ["replay-journal-failed"], 0]);
  });

  test("no link of a repository leads out of it", async () => {
    await using claude = await start();
    for (const name of [".gitignore", "journal.jsonl", "lock"]) {
      const root = createRepository({ files: six });
      const victim = join(scratchFolder(), "victim");
      writeFileSync(victim, "mine\n");
      mkdirSync(folderOf(root), { recursive: true });
      symlinkSync(victim, join(folderOf(root), name));
      const { code, stdout } = await replay(root, claude.url);
      expect([name, code, codesOf(stdout), readFileSync(victim, "utf8")]).toEqual([
        name,
        2,
        ["replay-journal-failed"],
        "mine\n",
      ]);
    }
    expect(claude.calls).toEqual([]);
  });

  test("of several calls at once one sends, whatever lock a dead one left", async () => {
    await using claude = await start(() => ({ ...answers, delayMs: 50 }));
    for (const left of ["999999999", "", "nonsense"]) {
      const root = createRepository({ files: six });
      const before = claude.messages().length;
      mkdirSync(folderOf(root), { recursive: true });
      writeFileSync(join(folderOf(root), "lock"), left);
      const ends = await Promise.all(
        Array.from({ length: 3 }, () => replayBuilt(root, claude.url)),
      );
      const said = ends.map(({ stdout }) => codesOf(stdout).join());
      expect([left, claude.messages().length - before]).toEqual([left, 6]);
      expect(new Set(said.filter((code) => code !== "replay-running"))).toEqual(new Set([""]));
    }
  });

  test("one that is changed while a replay runs: its answer is no recording, and not paid twice", async () => {
    let root = "";
    const journal = (): string => join(folderOf(root), "journal.jsonl");
    await using claude = await start((_, before) => {
      if (before === 1)
        writeFileSync(
          journal(),
          readFileSync(journal(), "utf8").replace("Well, yes.", "Well, no!!"),
        );
      return answers;
    });
    const line = (question: string) => `${JSON.stringify({ request: request(question) })}\n`;
    root = createRepository({
      files: {
        "promptcost.yml": 'scenarios: { ask: { fixtures: "f/*" } }\n',
        "f/all.jsonl": line("one") + line("two"),
      },
    });
    const first = await replay(root, claude.url, "--concurrency", "1");
    expect([first.code, codesOf(first.stdout)]).toEqual([2, ["replay-journal-changed"]]);
    expect(JSON.parse(first.stdout).problems[0]).toMatchObject({ file: "f/all.jsonl", line: 1 });
    const lines = readText(root, "f/all.jsonl").trimEnd().split("\n");
    expect(lines.map((each) => "recorded" in JSON.parse(each))).toEqual([false, true]);
    await replay(root, claude.url);
    expect(claude.messages()).toHaveLength(2);
  });
});
