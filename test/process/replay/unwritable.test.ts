import { chmodSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, git, type Files } from "../../repositories/scratch-repository.ts";
import { codesOf, promptcost, readText } from "../cli.ts";
import { replay, request, start } from "./six-questions.ts";

const asked = JSON.stringify(request("one"));
function files(name: string, text: string, more: Files = {}): Files {
  return {
    "promptcost.yml": 'scenarios: { ask: { fixtures: "f/*" } }\n',
    "f/other.json": { request: request("other") },
    [`f/${name}`]: text,
    ...more,
  };
}
interface Said {
  readonly code: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly fix: string;
}
function problemsOf(stdout: string): readonly Said[] {
  return JSON.parse(stdout).problems;
}

describe("a place that cannot be written is found before anything is sent", () => {
  const yaml = (text: string): Files => files("a.yaml", text);
  test.each<
    readonly [string, Files, ((root: string) => void) | null, readonly [string, string, number]]
  >([
    [
      "a key with a question mark",
      yaml(`? request\n: ${asked}\n`),
      null,
      ["replay-unwritable", "f/a.yaml", 1],
    ],
    [
      "an anchor on an exchange of its own",
      yaml(`exchanges:\n  - &first request: ${asked}\n`),
      null,
      ["replay-unwritable", "f/a.yaml", 2],
    ],
    [
      "an exchange that another one repeats",
      yaml(`exchanges:\n  - &first\n    request: ${asked}\n  - *first\n`),
      null,
      ["replay-unwritable", "f/a.yaml", 3],
    ],
    [
      "a recording that something else repeats",
      yaml(
        `expect: { output_tokens: &n 3 }\nrecorded:\n  inputHash: &old sha256:0\n  response: { model: m, usage: { input_tokens: 3, output_tokens: *n }, stop_reason: *old, content: [] }\nid: *old\nrequest: ${asked}\n`,
      ),
      null,
      ["replay-unwritable", "f/a.yaml", 1],
    ],
    [
      "a key that stands twice",
      yaml(`request: ${asked}\nrequest: ${asked}\n`),
      null,
      ["fixture-syntax", "f/a.yaml", 2],
    ],
    [
      "a key that stands twice in JSON",
      files("a.json", `{\n"request": ${asked},\n"request": ${asked}\n}\n`),
      null,
      ["fixture-syntax", "f/a.json", 3],
    ],
    [
      "a file that is read-only",
      files("a.json", `{ "request": ${asked} }\n`),
      (root) => {
        chmodSync(join(root, "f/a.json"), 0o444);
      },
      ["replay-unwritable", "f/a.json", 1],
    ],
    [
      "a folder that is read-only",
      files("a/b.json", `{ "request": ${asked} }\n`),
      (root) => {
        chmodSync(join(root, "f/a"), 0o555);
      },
      ["replay-unwritable", "f/a/b.json", 1],
    ],
    [
      "another encoding than its text",
      files("a.json", "", { ".gitattributes": "f/a.json working-tree-encoding=UTF-16LE-BOM\n" }),
      (root) => {
        writeFileSync(
          join(root, "f/a.json"),
          Buffer.from(`\uFEFF{ "request": ${asked} }\n`, "utf16le"),
        );
      },
      ["replay-unwritable", "f/a.json", 1],
    ],
  ])("%s", async (_, given, prepare, [code, file, line]) => {
    await using claude = await start();
    const root = createRepository({ files: given });
    prepare?.(root);
    const isNested = file.split("/").length > 2;
    if (isNested)
      writeFileSync(join(root, "promptcost.yml"), 'scenarios: { ask: { fixtures: "f/**" } }\n');
    for (const words of [["--dry-run"], []]) {
      const { code: exit, stdout } = await replay(root, claude.url, ...words);
      if (words.length === 0) {
        expect(problemsOf(stdout)).toMatchObject([{ code, file, line }]);
        expect(problemsOf(stdout)[0]?.fix).not.toBe("");
      }
      expect([exit, claude.messages().length]).toEqual([2, 0]);
    }
    chmodSync(join(root, "f"), 0o755);
  });

  test("a file of many lines is named once", async () => {
    await using claude = await start();
    const lines = ["a", "b", "c"].map((name) => `${JSON.stringify({ request: request(name) })}\n`);
    const root = createRepository({ files: files("a.jsonl", lines.join("")) });
    chmodSync(join(root, "f/a.jsonl"), 0o400);
    const { stdout } = await replay(root, claude.url);
    expect(problemsOf(stdout)).toMatchObject([{ code: "replay-unwritable", line: 1 }]);
  });

  test("a sparse checkout lacks it", async () => {
    await using claude = await start();
    const root = createRepository({ files: files("a.json", `{ "request": ${asked} }\n`) });
    git(root, "sparse-checkout", "set", "--no-cone", "/*", "!/f/a.json");
    const { stdout } = await replay(root, claude.url);
    expect([problemsOf(stdout), claude.messages().length]).toMatchObject([
      [{ code: "replay-unwritable", file: "f/a.json" }],
      0,
    ]);
  });
});

describe("what can be written is", () => {
  test.each<readonly [string, string, string]>([
    [
      "lines in a file of another name",
      "a.log",
      `{"run":"one","request":${asked}}\n{"run":"two","request":${JSON.stringify(request("two"))}}\n`,
    ],
    ["lines of NDJSON", "a.ndjson", `{"request":${asked}}\n`],
    [
      "lines in a file of JSON",
      "a.json",
      `{"run":"one","request":${asked}}\n{"run":"two","request":${JSON.stringify(request("two"))}}\n`,
    ],
    ["a file without an ending", "a", `request: ${asked} # why\n`],
    ["a document's end", "a.yaml", `%YAML 1.2\n---\nrequest: ${asked}\n...\n`],
    [
      "a list of runs",
      "a.json",
      `[{ "id": "one", "request": ${asked} }, { "id": "two",\n  "exchanges": [{ "request": ${JSON.stringify(request("two"))} }] }]\n`,
    ],
    [
      "an anchor elsewhere",
      "a.yaml",
      `id: &id one\nrequest:\n  model: claude-sonnet-4-6\n  max_tokens: 50\n  messages:\n    - { role: user, content: *id }\n`,
    ],
    ["a tag", "a.yaml", `!!map\nrequest: ${asked}\n`],
    ["no line break at its end", "a.yaml", `request: ${asked}`],
  ])("%s", async (_, name, text) => {
    await using claude = await start();
    const root = createRepository({ files: files(name, text) });
    const first = await replay(root, claude.url);
    expect([codesOf(first.stdout), first.code]).toEqual([[], 0]);
    const sent = claude.messages().length;
    const again = await replay(root, claude.url, "--only", "missing");
    expect([codesOf(again.stdout), claude.messages().length]).toEqual([[], sent]);
  });
});

test("a draft of a killed call is no fixture in any command, and goes away by itself", async () => {
  await using claude = await start();
  const root = createRepository({ files: files("a.json", `{ "request": ${asked} }\n`) });
  const draft = "f/a.json.999999999.tmp";
  const half = `{ "recorded": { "inputHash": "sha`;
  writeFileSync(join(root, draft), half);
  writeFileSync(join(root, "f/mine.tmp.json"), readFileSync(join(root, "f/a.json")));
  for (const words of [
    ["check", "--base", "HEAD"],
    ["update"],
    ["count", "--json", ...readdirSync(join(root, "f")).map((name) => `f/${name}`)],
    ["count", "--json", "f"],
    ["replay", "--dry-run"],
  ]) {
    const { code, stdout, stderr } = await promptcost(root, words);
    expect([words, code, `${stdout}${stderr}`]).toEqual([
      words,
      0,
      expect.not.stringContaining(".tmp\n"),
    ]);
    expect(`${stdout}${stderr}`).not.toContain("999999999");
  }
  expect(readText(root, draft)).toBe(half);
  const { code } = await replay(root, claude.url);
  expect([code, readdirSync(join(root, "f")).sort()]).toEqual([
    0,
    ["a.json", "mine.tmp.json", "other.json"],
  ]);
});
