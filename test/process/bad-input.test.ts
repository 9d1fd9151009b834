import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Report } from "../../src/report/report.ts";
import {
  createRepository,
  scratchFolder,
  write,
  commitAll,
  type Files,
} from "../repositories/scratch-repository.ts";
import { promptcost } from "./cli.ts";
import { commandHere } from "./here.ts";

const request = {
  model: "claude-sonnet-4-5",
  max_tokens: 100,
  messages: [{ role: "user", content: "Hello there" }],
};
const good = { request, expect: { output_tokens: 10 } };
const config = 'scenarios: { a: { fixtures: "f/*" } }\n';

async function check(files: Files) {
  const root = createRepository({ files });
  const outcome = await commandHere(root, ["check", "--as-of", "2026-11-24", "--json", "-"]);
  const report = Report.parse(JSON.parse(outcome.stdout));
  return {
    ...outcome,
    report,
    errors: report.problems.filter(({ severity }) => severity === "error"),
  };
}

describe("check: each a named problem with its place, exit 2, nothing compared", () => {
  test.each<[string, Files, string, number | null]>([
    ["no config", { "f/a.json": good }, "config-not-found", null],
    [
      "broken YAML",
      { "promptcost.yml": "scenarios:\n  a: { fixtures: [\n", "f/a.json": good },
      "config-syntax",
      3,
    ],
    [
      "unknown key",
      {
        "promptcost.yml": 'scenarios:\n  a:\n    fixtures: "f/*"\n    trafic: 1\n',
        "f/a.json": good,
      },
      "config-unknown-key",
      4,
    ],
    [
      "wrong type",
      { "promptcost.yml": "scenarios:\n  a:\n    fixtures: 7\n", "f/a.json": good },
      "config-wrong-value",
      3,
    ],
    ["empty glob", { "promptcost.yml": config }, "fixtures-empty", 1],
    [
      "broken JSON",
      { "promptcost.yml": config, "f/a.json": '{\n  "request": {\n' },
      "fixture-syntax",
      3,
    ],
    [
      "broken YAML fixture",
      { "promptcost.yml": config, "f/a.yaml": "request: {\n" },
      "fixture-syntax",
      2,
    ],
    [
      "broken JSONL",
      { "promptcost.yml": config, "f/a.jsonl": `${JSON.stringify(good)}\n{\n` },
      "fixture-syntax",
      2,
    ],
    [
      "missing file",
      {
        "promptcost.yml": config,
        "f/a.json": { request: { ...request, system: { $file: "none.md" } } },
      },
      "reference-missing",
      12,
    ],
    [
      "outside",
      {
        "promptcost.yml": config,
        "f/a.json": { request: { ...request, system: { $file: "../../etc/passwd" } } },
      },
      "reference-outside",
      12,
    ],
    [
      "unknown model",
      {
        "promptcost.yml": config,
        "f/a.json": { ...good, request: { ...request, model: "claude-sonet-4-5" } },
      },
      "unknown-model",
      3,
    ],
    [
      "duplicate ids",
      {
        "promptcost.yml": config,
        "f/a.json": { id: "x", ...good },
        "f/b.json": { id: "x", ...good },
      },
      "duplicate-run-id",
      1,
    ],
  ])("%s", async (_, files, code, line) => {
    const { code: exit, report, errors } = await check(files);
    expect([exit, report.verdict, report.totals.deltaUsd]).toEqual([2, "error", null]);
    expect(errors.map((error) => [error.code, error.line])).toContainEqual([code, line]);
    expect(errors.every(({ message, fix }) => message !== "" && fix !== "")).toBe(true);
  });

  test("all of them at once", async () => {
    const rules = await check({
      "promptcost.yml":
        'scenarios:\n  a: { fixtures: "f/*", budgt: {} }\n  b: { traffic: { runs: many } }\nbudget: 5\n',
      "f/a.json": good,
    });
    expect(rules.errors.map(({ code, line }) => [code, line])).toEqual([
      ["config-unknown-key", 2],
      ["config-missing-key", 3],
      ["config-wrong-value", 3],
      ["config-wrong-value", 4],
    ]);
    const fixtures = await check({
      "promptcost.yml": 'scenarios:\n  a: { fixtures: "f/*" }\n  b: { fixtures: "g/*" }\n',
      "f/a.json": "{",
      "f/b.json": { request: { ...request, system: { $file: "none.md" } } },
      "f/c.json": { ...good, request: { ...request, model: "gpt-5" } },
    });
    expect(fixtures.errors.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["fixtures-empty", "fixture-syntax", "reference-missing"]),
    );
  });

  test("a link out of the repository is not followed", async () => {
    const root = createRepository({
      files: {
        "promptcost.yml": config,
        "f/a.json": { request: { ...request, system: { $file: "../secret.md" } } },
      },
    });
    const outside = scratchFolder();
    write(outside, { "secret.md": "CANARY of another folder" });
    symlinkSync(join(outside, "secret.md"), join(root, "secret.md"));
    commitAll(root, "link");
    const { code, stdout } = await commandHere(root, ["check", "--json", "-"]);
    expect(code).toBe(2);
    expect(Report.parse(JSON.parse(stdout)).problems.map((problem) => problem.code)).toContain(
      "reference-link",
    );
    expect(stdout).not.toContain("CANARY");
  });
});

test("an answer nobody knows: a warning, at most max_tokens; a retired model: a warning, its last rates", async () => {
  const { code, report } = await check({
    "promptcost.yml": config,
    "f/a.json": { request },
    "f/b.json": { ...good, request: { ...request, model: "claude-3-opus-20240229" } },
  });
  expect([code, report.verdict]).toEqual([0, "pass"]);
  expect(
    report.problems.filter(({ severity }) => severity === "warning").map((problem) => problem.code),
  ).toEqual(expect.arrayContaining(["output-unknown", "model-retired"]));
});

test("bill: usage that is none, or does not add up", async () => {
  const folder = scratchFolder();
  const response = (usage: unknown) => ({
    ...good,
    recorded: { response: { model: "claude-sonnet-4-5", usage, content: [] } },
  });
  write(folder, {
    "none.json": { request, recorded: { response: { model: "claude-sonnet-4-5", content: [] } } },
    "negative.json": response({ input_tokens: -5, output_tokens: 1 }),
    "split.json": response({
      input_tokens: 5,
      output_tokens: 1,
      cache_creation_input_tokens: 10,
      cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 0 },
    }),
  });
  const { code, stdout } = await commandHere(folder, [
    "bill",
    "none.json",
    "negative.json",
    "split.json",
    "--json",
  ]);
  expect(code).toBe(2);
  const parsed: {
    exchanges: { usd: string | null }[];
    problems: { file: string; severity: string }[];
  } = JSON.parse(stdout);
  for (const name of ["none.json", "negative.json", "split.json"]) {
    expect(
      parsed.problems.filter(({ file, severity }) => file === name && severity !== "note"),
    ).not.toEqual([]);
  }
});

test("killed in the middle, update leaves the old file or the new one, and no other", async () => {
  const root = createRepository({ files: { "promptcost.yml": config, "f/a.json": good } });
  const path = join(root, ".promptcost/baseline.json");
  await commandHere(root, ["update", "--as-of", "2026-11-24"]);
  const before = readFileSync(path, "utf8");
  write(root, { "f/a.json": { ...good, expect: { output_tokens: 20 } } });
  await commandHere(root, ["update", "--as-of", "2026-11-24"]);
  const after = readFileSync(path, "utf8");
  expect(after).not.toBe(before);
  for (const ms of [40, 80, 120, 160, 200, 240]) {
    write(root, { ".promptcost/baseline.json": before });
    await promptcost(root, ["update", "--as-of", "2026-11-24"], {}, ms);
    const text = readFileSync(path, "utf8");
    expect(text === before || text === after).toBe(true);
  }
});
