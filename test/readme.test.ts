import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { commandNames, commandSpecs } from "../src/cli/usage.ts";
import { promptcost } from "./process/cli.ts";
import {
  createRepository,
  plainEnvironment,
  runProcess,
  scratchFolder,
  write,
} from "./repositories/scratch-repository.ts";

/** What the README says runs, and says what happens. */
const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
function blocks(language: string): readonly string[] {
  return [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, text = ""]) => text,
  );
}
const commands = blocks("sh").flatMap((text) => text.trim().split("\n"));

test("its two commands are the two it promises, and CI calls the second", () => {
  expect(commands).toEqual(["node dist/cli.js demo", "npm cit"]);
  expect(readFileSync(join(root, ".ci/run"), "utf8").trim().split("\n").at(-1)).toBe("npm cit");
});

test(
  "the first command runs with nothing but what is committed for it: no node_modules, " +
    "no key, no repository",
  async () => {
    const folder = scratchFolder();
    for (const name of ["dist", "fixtures", "schema"])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    const [, ...words] = (commands[0] ?? "").split(" ");
    const { code, stdout, stderr } = await runProcess(process.execPath, words, {
      folder,
      env: plainEnvironment(folder),
    });
    expect([code, stderr]).toEqual([0, ""]);
    // The comment the README shows is the one it prints.
    const shown = readme
      .split("\n")
      .filter((line) => line.startsWith(">"))
      .map((line) => line.slice(2));
    expect(shown.length).toBeGreaterThan(10);
    expect(stdout.split("\n").map((line) => line.replace(/^ *│ ?/, ""))).toEqual(
      expect.arrayContaining(shown.filter((line) => line !== "")),
    );
    for (const variant of ["no cache", "cache-1h", "model:claude-haiku-4-5"])
      expect(stdout).toContain(`${variant} $`);
  },
);

test("its commands are those there are", () => {
  const listed = [...readme.matchAll(/^\| `promptcost (\w+)/gm)].map(([, name]) => name);
  expect(new Set(listed)).toEqual(new Set(commandNames));
  for (const [, option] of readme.matchAll(/`(--[a-z-]+)/g)) {
    expect([
      option,
      commandNames.some((name) => Object.hasOwn(commandSpecs[name].options, option!.slice(2))),
    ]).toEqual([option, true]);
  }
});

describe("the workflow", () => {
  const [text = ""] = blocks("yaml");
  const workflow = parse(text);
  const action = parse(readFileSync(join(root, "action.yml"), "utf8"));

  test("asks for the least there is", () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.jobs.check.permissions).toEqual({ contents: "read", "pull-requests": "write" });
    expect(workflow.jobs.update.permissions).toEqual({ contents: "write" });
    expect(Object.keys(workflow.on)).toEqual(["pull_request", "merge_group", "push"]);
  });

  test("sets no input that is not there; the README names them all", () => {
    const steps: { with?: object; uses?: string }[] = Object.values<{ steps: [] }>(
      workflow.jobs,
    ).flatMap(({ steps }) => steps);
    const own = steps.filter(({ uses }) => uses?.startsWith("promptcost/"));
    expect(own).toHaveLength(2);
    for (const step of own)
      for (const name of Object.keys(step.with ?? {}))
        expect(Object.keys(action.inputs)).toContain(name);
    for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)])
      expect(readme).toContain(`\`${name}\``);
  });
});

test("the first fixture and its configuration are what they are said to be", async () => {
  const config = blocks("yaml").find((text) => text.includes("prompts/fixtures/")) ?? "";
  const [fixture = ""] = blocks("json");
  const repository = createRepository({
    files: {
      "promptcost.yml": config,
      "prompts/fixtures/first-question.json": fixture,
      "prompts/policy.md": "You answer questions about the company's rules.\n".repeat(300),
      "llm.config.json": { model: "claude-sonnet-4-5" },
    },
  });
  expect(await promptcost(repository, ["check", "--as-of", "2026-11-24"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("main has all of this already"),
  });
  // Edit `policy.md`, and the fixture that uses it costs more.
  write(repository, {
    "prompts/policy.md": "You answer questions about the company's rules.\n".repeat(600),
  });
  const { code, stdout } = await promptcost(repository, ["check", "--as-of", "2026-11-24"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/system .*prompts\/policy\.md/);
});
