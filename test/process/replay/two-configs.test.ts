import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import {
  createRepository,
  plainEnvironment,
  runProcess,
  type Files,
} from "../../repositories/scratch-repository.ts";
import { codesOf, promptcost, readText } from "../cli.ts";
import { commandHere } from "../here.ts";
import { answers, folderOf, request, start } from "./six-questions.ts";

/** Two configs in folders of their own, and a third beside the first, over the same fixtures. */
const files: Files = {
  "a/promptcost.yml": 'scenarios: { ask: { fixtures: "../f/*.json" } }\n',
  "a/other.yml": 'scenarios: { ask: { fixtures: "../g/*.json" } }\n',
  "b/promptcost.yml": 'scenarios: { same: { fixtures: "../f/*.json" } }\n',
  "f/one.json": { request: request("one") },
  "f/two.json": { request: request("two") },
  "g/one.json": { request: request("three") },
};

const command = ["replay", "--json", "--max-usd", "1"];

function environment(url: string) {
  return { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "k" };
}

function replay(root: string, url: string, config: string, ...words: readonly string[]) {
  return commandHere(root, [...command, "--config", config, ...words], environment(url));
}

function isRecorded(root: string, file: string): boolean {
  return JSON.parse(readText(root, file)).recorded !== undefined;
}

test("two configs over the same fixtures wait for one another, wherever they are called", async () => {
  await using claude = await start(() => ({ ...answers, delayMs: 700 }));
  const root = createRepository({ files });
  const ends = await Promise.all([
    promptcost(root, [...command, "--config", "a/promptcost.yml"], environment(claude.url)),
    promptcost(root, [...command, "--config", "b/promptcost.yml"], environment(claude.url)),
    promptcost(join(root, "b"), command, environment(claude.url)),
  ]);
  expect(claude.messages()).toHaveLength(2);
  const said = ends.flatMap(({ stdout }) => JSON.parse(stdout).problems);
  expect(new Set(said.map(({ code }) => code))).toEqual(new Set(["replay-running"]));
  expect(said[0].message).toContain(join(root, ".promptcost/replay/lock"));
});

test("what a killed call of one config paid is not paid by the other, nor counted in its cap", async () => {
  let kill: () => void = () => undefined;
  await using claude = await start((body) => {
    if (body.includes("two")) kill();
    return answers;
  });
  const root = createRepository({ files });
  // Both in one file, so that the answer to the first waits in the journal.
  const both = ["one", "two"].map((name) => `${JSON.stringify({ request: request(name) })}\n`);
  for (const config of ["a", "b"])
    writeFileSync(
      join(root, config, "promptcost.yml"),
      `scenarios: { ${config}: { fixtures: ../both.jsonl } }\n`,
    );
  writeFileSync(join(root, "both.jsonl"), both.join(""));
  const cli = join(import.meta.dirname, "../../../dist/cli.js");
  const words = ["--max-usd", "1", "--config", "a/promptcost.yml", "--concurrency", "1"];
  await runProcess(process.execPath, [cli, "replay", ...words], {
    folder: root,
    env: { ...plainEnvironment(root), ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "k" },
    onStart: (send) => (kill = () => send("SIGKILL")),
  });
  expect([claude.messages().length, existsSync(folderOf(root))]).toEqual([2, true]);
  // One is answered, and nobody knows of two.
  const other = await replay(root, claude.url, "b/promptcost.yml");
  expect([codesOf(other.stdout), claude.messages().length]).toEqual([["replay-maybe-paid"], 2]);
  expect([JSON.parse(other.stdout).answered, JSON.parse(other.stdout).spentUsd]).toEqual([1, "0"]);
  const back = await replay(root, claude.url, "a/promptcost.yml");
  expect([codesOf(back.stdout), claude.messages().length]).toEqual([["replay-maybe-paid"], 2]);
  expect(Number(JSON.parse(back.stdout).spentUsd)).toBeGreaterThan(0);
});

test("a config's runs that are over take nothing from another's that are called the same", async () => {
  await using claude = await start((body, before) =>
    before === 1 ? { kind: "hang-up" } : answers,
  );
  const root = createRepository({ files });
  writeFileSync(
    join(root, "f/one.json"),
    JSON.stringify({
      exchanges: [
        { request: request("one") },
        { offset: "1ms", request: { messages: { $append: [{ role: "user", content: "and" }] } } },
      ],
    }),
  );
  const words = ["--concurrency", "1"];
  const first = await replay(root, claude.url, "a/promptcost.yml", ...words);
  expect(codesOf(first.stdout)).toEqual(["replay-maybe-paid"]);
  // Of the same scenario and run by name.
  const other = await replay(root, claude.url, "a/other.yml", ...words);
  expect([other.code, isRecorded(root, "g/one.json")]).toEqual([0, true]);
  const before = claude.messages().length;
  const again = await replay(root, claude.url, "a/promptcost.yml", ...words);
  expect([codesOf(again.stdout), claude.messages().length]).toEqual([
    ["replay-maybe-paid"],
    before,
  ]);
});

test("an open batch of one config is collected by the other, which asks the same", async () => {
  let isDown = true;
  await using claude = await start(undefined, (before) => (isDown && before > 0 ? 403 : undefined));
  const root = createRepository({ files });
  const first = await replay(root, claude.url, "a/promptcost.yml", "--batch");
  expect([codesOf(first.stdout), claude.shipped.length]).toEqual([["replay-batch-open"], 2]);
  isDown = false;
  const other = await replay(root, claude.url, "b/promptcost.yml");
  expect([other.code, codesOf(other.stdout), claude.shipped.length]).toEqual([0, [], 2]);
  expect([claude.messages().length, JSON.parse(other.stdout).spentUsd]).toEqual([0, "0"]);
  expect([isRecorded(root, "f/one.json"), existsSync(folderOf(root))]).toEqual([true, false]);
});

test("a journal that an earlier version left beside its config is gone on with", async () => {
  await using claude = await start((body) =>
    body.includes("two") ? { kind: "hang-up" } : answers,
  );
  const root = createRepository({ files });
  const file = "both.jsonl";
  writeFileSync(join(root, "a/promptcost.yml"), `scenarios: { ask: { fixtures: ../${file} } }\n`);
  const both = ["one", "two"].map((name) => `${JSON.stringify({ request: request(name) })}\n`);
  writeFileSync(join(root, file), both.join(""));
  await replay(root, claude.url, "a/promptcost.yml");
  // As it was: beside the config, whose path it does not say.
  const [now, then] = [folderOf(root), join(root, "a/.promptcost/replay")].map((folder) =>
    join(folder, "journal.jsonl"),
  );
  const text = readFileSync(now ?? "", "utf8");
  expect(text).toContain('"config":"a/promptcost.yml"');
  mkdirSync(dirname(then ?? ""), { recursive: true });
  renameSync(now ?? "", then ?? "");
  writeFileSync(then ?? "", text.replaceAll('"config":"a/promptcost.yml",', ""));
  for (const call of [1, 2]) {
    const { stdout } = await replay(root, claude.url, "a/promptcost.yml");
    expect([call, codesOf(stdout), claude.messages().length]).toEqual([
      call,
      ["replay-maybe-paid"],
      2,
    ]);
    expect(existsSync(dirname(then ?? ""))).toBe(false);
    // The bound of the one nobody knows of; the answer of the other is in its fixture.
    expect(Number(JSON.parse(stdout).spentUsd)).toBeGreaterThan(0.0008);
  }
});
