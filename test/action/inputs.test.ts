import { expect, test } from "vitest";
import { parse } from "yaml";
import { readFileSync } from "node:fs";
import { inputs, readInputs } from "../../src/action/inputs.ts";

test("defaults", () => {
  expect(readInputs({})).toEqual({
    settings: {
      config: null,
      mode: "auto",
      update: "commit",
      tree: "commit",
      dry: false,
      token: null,
      comment: "update",
      key: null,
      replay: "off",
      maxUsd: null,
      anthropicKey: null,
      workingDirectory: ".",
    },
    problems: [],
  });
});

test("every input that action.yml declares is read, and no other", () => {
  const action = parse(readFileSync("action.yml", "utf8"));
  const values: Record<string, string> = {
    config: "llm/promptcost.yml",
    mode: "check",
    update: "verify",
    tree: "working",
    dry: "False",
    "github-token": "secret",
    comment: "off",
    key: "linux",
    replay: "all",
    "max-usd": "$0.50",
    "anthropic-api-key": "sk-ant",
    "working-directory": "apps\\shop",
  };
  expect(Object.keys(action.inputs).sort()).toEqual(Object.keys(values).sort());
  const env = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
  expect(readInputs(env)).toEqual({
    settings: {
      config: "llm/promptcost.yml",
      mode: "check",
      update: "verify",
      tree: "working",
      dry: false,
      token: "secret",
      comment: "off",
      key: "linux",
      replay: "all",
      maxUsd: 500_000_000_000n,
      anthropicKey: "sk-ant",
      workingDirectory: "apps/shop",
    },
    problems: [],
  });
  expect(action.runs).toEqual({ using: "node24", main: "dist/action.js" });
  expect(Object.keys(action.outputs)).toEqual([
    "verdict",
    "comparison",
    "monthly-usd",
    "delta-usd",
    "report",
  ]);
  // The runner fills in only what stands in the file: all defaults but the token's live in code.
  for (const [name, input] of Object.entries<{ default?: string }>(action.inputs))
    expect("default" in input).toBe(name === "github-token");
});

test("action.yml declares what the table has, and says each choice", () => {
  const action = parse(readFileSync("action.yml", "utf8"));
  expect(Object.values(inputs).map(({ name }) => name)).toEqual(Object.keys(action.inputs));
  for (const { name, usual, allowed } of Object.values(inputs)) {
    const { description } = action.inputs[name];
    if (typeof usual !== "string" || usual === ".") continue;
    expect(description).toContain(`${usual} (default)`);
    for (const word of allowed) expect(description).toContain(word.replaceAll("`", ""));
  }
});

test("a word that the prototype of objects has is no truth value", () => {
  const { settings, problems } = readInputs({ INPUT_DRY: "constructor" });
  expect(settings.dry).toBe(false);
  expect(problems.map(({ code }) => code)).toEqual(["input-invalid"]);
});

test("all wrong values at once, each named, none echoed", () => {
  const { problems } = readInputs({
    INPUT_MODE: "chekc",
    INPUT_DRY: "yes",
    INPUT_COMMENT: "ghs_secret",
    "INPUT_WORKING-DIRECTORY": "../other",
  });
  expect(problems.map((problem) => problem.message)).toEqual([
    "The input `dry` must be `true` or `false`.",
    "The input `working-directory` must be a folder of the workspace, as a relative path.",
    "The input `mode` must be `auto`, `check` or `update`.",
    "The input `comment` must be `update` or `off`.",
  ]);
  expect(
    problems.every((problem) => problem.code === "input-invalid" && problem.severity === "error"),
  ).toBe(true);
  expect(JSON.stringify(problems)).not.toContain("ghs_");
  for (const folder of ["/etc", "C:\\x", "a/../../b", ".."])
    expect(readInputs({ "INPUT_WORKING-DIRECTORY": folder }).problems).toHaveLength(1);
});
