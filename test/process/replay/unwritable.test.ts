import { chmodSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository, git, type Files } from "../../repositories/scratch-repository.ts";
import { codesOf, readText } from "../cli.ts";
import { commandHere } from "../here.ts";
import { replay, request, start } from "./six-questions.ts";

const asked = JSON.stringify(request("one"));
const config: Files = { "promptcost.yml": 'scenarios: { ask: { fixtures: "f/**" } }\n' };

interface Said {
  readonly code: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly fix: string;
}
function problemsOf(stdout: string): readonly Said[] {
  return JSON.parse(stdout).problems;
}
function placesOf(stdout: string): readonly string[] {
  return problemsOf(stdout).map(
    ({ code, file, line, column }) => `${code} ${String(file)}:${String(line)}:${String(column)}`,
  );
}

describe("a place that cannot be written is found before anything is sent", () => {
  test.skipIf(process.platform === "win32")("all of them at once, with place and fix", async () => {
    await using claude = await start();
    const root = createRepository({
      files: {
        ...config,
        "f/fine.json": { request: request("fine") },
        "f/question.yaml": `? request\n: ${asked}\n`,
        "f/anchored.yaml": `exchanges:\n  - &first request: ${asked}\n`,
        "f/repeated.yaml": `exchanges:\n  - &first\n    request: ${asked}\n  - *first\n`,
        // What would be replaced is said again elsewhere.
        "f/said-again.yaml":
          "recorded:\n  inputHash: &old sha256:0\n  response: { model: m, usage: { input_tokens: 3, " +
          `output_tokens: 3 }, content: [] }\nid: *old\nrequest: ${asked}\n`,
        "f/read-only.json": `{ "request": ${asked} }\n`,
        "f/read-only.jsonl": `{"request":${asked}}\n{"request":${asked}}\n`,
        "f/folder/inside.json": `{ "request": ${asked} }\n`,
        ".gitattributes": "f/encoded.json working-tree-encoding=UTF-16LE-BOM\n",
        "f/encoded.json": "",
      },
    });
    writeFileSync(
      join(root, "f/encoded.json"),
      Buffer.from(`\uFEFF{ "request": ${asked} }\n`, "utf16le"),
    );
    chmodSync(join(root, "f/read-only.json"), 0o444);
    chmodSync(join(root, "f/read-only.jsonl"), 0o400);
    chmodSync(join(root, "f/folder"), 0o555);
    const { code, stdout } = await replay(root, claude.url);
    expect([code, claude.calls.length]).toEqual([2, 0]);
    expect(placesOf(stdout)).toEqual(
      [
        "anchored.yaml:2:12",
        "encoded.json:1:1",
        "folder/inside.json:1:1",
        "question.yaml:1:1",
        "read-only.json:1:1",
        "read-only.jsonl:1:1",
        "repeated.yaml:3:5",
        "said-again.yaml:1:1",
      ].map((place) => `replay-unwritable f/${place}`),
    );
    expect(new Set(problemsOf(stdout).map(({ message }) => message)).size).toBe(8);
    const dry = await replay(root, claude.url, "--dry-run");
    expect([dry.code, claude.calls.length]).toEqual([2, 0]);
    chmodSync(join(root, "f/folder"), 0o755);
    // What is not asked for does not hold up the rest.
    writeFileSync(
      join(root, "promptcost.yml"),
      'scenarios: { ask: { fixtures: "f/**" }, fine: { fixtures: "f/fine.json" } }\n',
    );
    const named = await replay(root, claude.url, "fine");
    expect([named.code, claude.messages().length]).toEqual([0, 1]);
  });

  test("a key that stands twice", async () => {
    await using claude = await start();
    const root = createRepository({
      files: {
        ...config,
        "f/a.yaml": `request: ${asked}\nrequest: ${asked}\n`,
        "f/b.json": `{\n"request": ${asked},\n"request": ${asked}\n}\n`,
      },
    });
    const { code, stdout } = await replay(root, claude.url);
    expect([code, placesOf(stdout), claude.calls.length]).toEqual([
      2,
      ["fixture-syntax f/a.yaml:2:1", "fixture-syntax f/b.json:3:1"],
      0,
    ]);
  });

  test("a sparse checkout lacks it", async () => {
    await using claude = await start();
    const root = createRepository({
      files: { ...config, "f/a.json": { request: request("one") } },
    });
    git(root, "sparse-checkout", "set", "--no-cone", "/*", "!/f/a.json");
    const { stdout } = await replay(root, claude.url);
    expect([codesOf(stdout), claude.calls.length]).toEqual([["replay-unwritable"], 0]);
  });
});

test("what can be written is, however it is laid out", async () => {
  await using claude = await start();
  const two = JSON.stringify(request("two"));
  const files: Readonly<Record<string, string>> = {
    "f/lines.log": `{"run":"1","request":${asked}}\n{"run":"2","request":${two}}\n`,
    "f/lines.ndjson": `{"request":${asked}}\n`,
    "f/lines.json": `{"run":"3","request":${asked}}\n{"run":"4","request":${two}}\n`,
    "f/without-ending": `request: ${asked} # why\n`,
    "f/ended.yaml": `%YAML 1.2\n---\nrequest: ${asked}\n...\n`,
    "f/runs.json": `[{ "id": "5", "request": ${asked} }, { "id": "6",\n  "exchanges": [{ "request": ${two} }] }]\n`,
    "f/anchored.yaml":
      "id: &id one\nrequest:\n  model: claude-sonnet-4-6\n  max_tokens: 50\n  messages:\n" +
      "    - { role: user, content: *id }\n",
    "f/question.yaml": `? request\n: ${asked}\noffset: 0s\n`,
    "f/tagged.yaml": `!!map\nrequest: ${asked}\n`,
    "f/unended.yaml": `request: ${asked}`,
  };
  const root = createRepository({ files: { ...config, ...files } });
  const first = await replay(root, claude.url);
  expect([first.code, codesOf(first.stdout), claude.messages().length]).toEqual([0, [], 13]);
  for (const [file, text] of Object.entries(files)) {
    const kept = readText(root, file);
    expect([file, kept.match(/"?recorded"?:/g)?.length]).toEqual([
      file,
      text.match(/"?request\b"?(?!s)/g)?.length,
    ]);
    // Nothing went: what was there stands in it, in order.
    let next = 0;
    for (const unit of kept.split("")) if (unit === text[next]) next += 1;
    expect([file, next]).toEqual([file, text.length]);
  }
  const again = await replay(root, claude.url);
  expect([again.code, claude.messages().length]).toEqual([0, 13]);
});

test("a draft of a killed call is no fixture in any command, and goes away by itself", async () => {
  await using claude = await start();
  const root = createRepository({ files: { ...config, "f/a.json": { request: request("one") } } });
  const draft = "f/a.json.999999999.tmp";
  const half = '{ "recorded": { "inputHash": "sha';
  writeFileSync(join(root, draft), half);
  writeFileSync(join(root, "f/mine.tmp.json"), readFileSync(join(root, "f/a.json")));
  for (const words of [
    ["check", "--base", "HEAD"],
    ["update"],
    ["count", "--json", ...readdirSync(join(root, "f")).map((name) => `f/${name}`)],
    ["count", "--json", "f"],
    ["replay", "--dry-run"],
  ]) {
    const { code, stdout, stderr } = await commandHere(root, words);
    expect([words, code]).toEqual([words, 0]);
    expect(`${stdout}${stderr}`).not.toContain("999999999");
  }
  expect(readText(root, draft)).toBe(half);
  const { code } = await replay(root, claude.url);
  expect([code, readdirSync(join(root, "f")).sort()]).toEqual([0, ["a.json", "mine.tmp.json"]]);
});
