import {
  existsSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  mkdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  createRepository,
  plainEnvironment,
  runProcess,
  scratchFolder,
  type Outcome,
} from "../../repositories/scratch-repository.ts";
import { codesOf } from "../cli.ts";
import { commandHere } from "../here.ts";
import { request, six, start } from "./six-questions.ts";

function environment(url: string) {
  return { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "k" };
}
const words = ["replay", "--json", "--max-usd", "1", "--concurrency", "1"];
function replay(root: string, url: string) {
  return commandHere(root, words, environment(url));
}

/** No file of the process may grow beyond so many KiB: to a program the same as a full disk. */
function replayOnFullDisk(root: string, url: string, kib: number): Promise<Outcome> {
  return runProcess(
    "bash",
    [
      "-c",
      `ulimit -f ${String(kib)}; exec "$@"`,
      "bash",
      process.execPath,
      join(import.meta.dirname, "../../../dist/cli.js"),
      ...words,
    ],
    {
      folder: root,
      env: { ...plainEnvironment(root), ...environment(url) },
    },
  );
}

describe.skipIf(process.platform === "win32")("a full disk", () => {
  test("what cannot be written down is not sent", async () => {
    await using claude = await start();
    const { code, stdout } = await replayOnFullDisk(
      createRepository({ files: six }),
      claude.url,
      0,
    );
    expect([code, codesOf(stdout), claude.calls.length]).toEqual([2, ["replay-journal-failed"], 0]);
  });

  test(
    "full in the middle: nothing more is sent, what was answered is kept, and the next " +
      "call sends the rest",
    async () => {
      await using claude = await start();
      const root = createRepository({ files: six });
      const first = await replayOnFullDisk(root, claude.url, 1);
      const sent = claude.messages().length;
      expect([first.code, codesOf(first.stdout)]).toEqual([2, ["replay-journal-failed"]]);
      expect([sent > 0, sent < 6]).toEqual([true, true]);
      const second = await replay(root, claude.url);
      expect([second.code, codesOf(second.stdout), claude.messages().length]).toEqual([0, [], 6]);
    },
  );

  test("a fixture there is no room for: its answer stays in the journal, and is not paid for again", async () => {
    await using claude = await start();
    const large = { request: request("Tell me all of it. ".repeat(500)) };
    const root = createRepository({
      files: { "promptcost.yml": six["promptcost.yml"], "f/large.json": large },
    });
    const first = await replayOnFullDisk(root, claude.url, 4);
    expect([first.code, codesOf(first.stdout), claude.messages().length]).toEqual([
      2,
      ["replay-not-kept"],
      1,
    ]);
    expect(JSON.parse(readFileSync(join(root, "f/large.json"), "utf8")).recorded).toBeUndefined();
    expect(readdirSync(join(root, "f"))).toEqual(["large.json"]);
    const second = await replay(root, claude.url);
    expect([second.code, claude.messages().length]).toEqual([0, 1]);
    expect(
      JSON.parse(readFileSync(join(root, "f/large.json"), "utf8")).recorded.response.usage
        .output_tokens,
    ).toBe(20);
  });
});

test("a link in the journal's place leads nowhere", async () => {
  await using claude = await start();
  const root = createRepository({ files: six });
  const elsewhere = scratchFolder();
  symlinkSync(elsewhere, join(root, ".promptcost"));
  const { code, stdout } = await replay(root, claude.url);
  expect([
    code,
    codesOf(stdout),
    claude.calls.length,
    existsSync(join(elsewhere, "replay")),
  ]).toEqual([2, ["replay-journal-failed"], 0, false]);
});

test("one replay at a time: a second one is told so, and a lock whose process is gone is none", async () => {
  await using claude = await start();
  const root = createRepository({ files: six });
  mkdirSync(join(root, ".promptcost/replay"), { recursive: true });
  writeFileSync(join(root, ".promptcost/replay/lock"), String(process.ppid));
  const second = await replay(root, claude.url);
  expect([second.code, codesOf(second.stdout), claude.calls.length]).toEqual([
    2,
    ["replay-running"],
    0,
  ]);
  writeFileSync(join(root, ".promptcost/replay/lock"), "999999999");
  expect((await replay(root, claude.url)).code).toBe(0);
});

test("a byte order mark and Windows line ends stay where they are", async () => {
  await using claude = await start();
  const yaml = `\uFEFF# a question\r\nrequest: ${JSON.stringify(request("one"))} # here\r\n`;
  const lines = `\uFEFF${JSON.stringify({ request: request("two") })}\r\n${JSON.stringify({ request: request("three") })}\r\n`;
  const root = createRepository({
    files: {
      "promptcost.yml": 'scenarios: { ask: { fixtures: "f/*" } }\n',
      "f/a.yaml": yaml,
      "f/b.jsonl": lines,
    },
  });
  expect((await replay(root, claude.url)).code).toBe(0);
  const kept = (name: string): string => readFileSync(join(root, name), "utf8");
  expect(kept("f/a.yaml").replace(/recorded: .*\r?\n/, "")).toBe(yaml);
  expect(kept("f/a.yaml")).toMatch(/^\uFEFF/);
  expect(kept("f/b.jsonl").replaceAll(/"recorded": \{.*?\} \}, /g, "").length).toBeLessThan(
    kept("f/b.jsonl").length,
  );
  expect(kept("f/b.jsonl").match(/\r\n/g)).toHaveLength(2);
  expect((await replay(root, claude.url)).code).toBe(0);
  expect(claude.messages()).toHaveLength(3);
});
