import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { adviceCodes } from "../src/advice/advice.ts";
import { inputs } from "../src/action/inputs.ts";
import { readArguments } from "../src/cli/arguments.ts";
import { commandNames, commandSpecs, isCommand, type CommandName } from "../src/cli/usage.ts";
import { parseConfig } from "../src/config/parse.ts";
import { makeJsonSchema } from "../src/config/schema/schema.ts";
import { exchangeKeys } from "../src/fixture/files/raw-exchange.ts";
import { cases, casesFolder, causeCases } from "./cases.ts";
import { load } from "./fixture/load-text.ts";
import { promptcost } from "./process/cli.ts";

/** The manual: what a user can write stands in it, and what it shows is so. */
const root = join(import.meta.dirname, "..");
const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md") && name !== "problems.md")
  .map((name) => name.replaceAll("\\", "/"));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Example {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

const examples: readonly Example[] = pages.flatMap((page) =>
  [...read(join("docs", page)).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", text = ""]) => ({ page, language, text }),
  ),
);
const examplesIn = (language: string): (readonly [string, string])[] =>
  examples.filter((example) => example.language === language).map(({ page, text }) => [page, text]);

/** Every key and every name of a closed set in a JSON schema. */
function namesIn(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(namesIn);
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === "properties") return [...Object.keys(value), ...namesIn(Object.values(value))];
    return key === "enum" ? value : namesIn(value);
  });
}

describe("in the manual stands", () => {
  const quoted = (page: string): ReadonlySet<string> =>
    new Set(
      [...read(page).matchAll(/```[\s\S]*?```|`([^`\n]+)`/g)].flatMap(([, text = ""]) =>
        text.split(/[\s{}[\]:,"=]+/),
      ),
    );

  test("every key of promptcost.yml, and every name it takes", () => {
    const names = new Set(namesIn(makeJsonSchema()));
    expect(names.size).toBeGreaterThan(40);
    expect([...names].filter((name) => !quoted("docs/config.md").has(name))).toEqual([]);
  });

  test("every key of an exchange", () => {
    expect(exchangeKeys.filter((key) => !quoted("docs/requests.md").has(key))).toEqual([]);
  });

  test("every command with its options, and no other", () => {
    const page = read("docs/commands.md");
    const sections = page.split(/^## /m).slice(1);
    for (const name of commandNames) {
      const own = sections.filter((text) => text.split("\n", 1)[0]?.includes(`\`${name}`)).join();
      for (const option of Object.keys(commandSpecs[name].options))
        expect(own, `${name} --${option}`).toContain(`--${option}`);
    }
    const known = commandNames.flatMap((name) => Object.keys(commandSpecs[name].options));
    for (const [, option] of page.matchAll(/`(?:\w+ )?--([a-z-]+)/g))
      expect([...known, "help"]).toContain(option);
  });

  test("every input and output of the action", () => {
    const action = parse(read("action.yml"));
    const names = [
      ...Object.values(inputs).map(({ name }) => name),
      ...Object.keys(action.outputs),
    ];
    for (const name of names) expect(read("docs/commands.md")).toContain(`| \`${name}\` |`);
  });
});

test("the README leads to every page", () => {
  for (const page of readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md")))
    expect(read("README.md")).toContain(`(docs/${page})`);
});

test("every code of advice has its page, and the first of them leads to all", () => {
  const codes: readonly string[] = adviceCodes;
  const written = pages.flatMap((page) => /^advice\/([a-z-]+)\.md$/.exec(page)?.[1] ?? []);
  expect(written.toSorted()).toEqual(codes.toSorted());
  for (const code of codes) {
    expect(read(`docs/advice/${code}.md`)).toMatch(new RegExp(`^# ${code}\n`));
    expect(read("docs/advice/README.md")).toContain(`(${code}.md)`);
  }
});

test("links lead to pages and headings that are there", () => {
  const slug = (heading: string): string =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
  for (const page of pages) {
    const from = join("docs", page);
    for (const [, path = "", anchor] of read(from).matchAll(/\]\(([\w./-]*)(?:#([\w-]+))?\)/g)) {
      const target = path === "" ? from : join(dirname(from), path);
      expect(existsSync(join(root, target)), `${page}: ${path}`).toBe(true);
      if (anchor === undefined) continue;
      const headings = [...read(target).matchAll(/^#+ (.*)$/gm)].map(([, text = ""]) => slug(text));
      expect(headings, `${page}: ${path}`).toContain(anchor);
    }
  }
});

test("every example is of a kind that is tried", () => {
  const kinds = ["console", "json", "sh", "text", "yaml"];
  expect(examples.filter(({ language }) => !kinds.includes(language))).toEqual([]);
});

test.each(examplesIn("yaml"))("%s: YAML is of a config or a workflow: %s", (_page, text) => {
  const value = parse(text);
  if (Array.isArray(value)) {
    expect(value[0].uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
    return;
  }
  // A whole workflow: what of it is ours.
  if (value.jobs !== undefined) {
    const known = Object.keys(parse(read("action.yml")).inputs);
    const own = Object.values<{ steps: { uses?: string; with?: object }[] }>(value.jobs)
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => uses?.startsWith("promptcost/"));
    expect(own.length).toBeGreaterThan(0);
    expect(value.permissions).toEqual({});
    for (const { with: set = {} } of own)
      for (const name of Object.keys(set)) expect(known).toContain(name);
    return;
  }
  // What stands for itself is put where it belongs.
  const indent = (part: string): string => part.replace(/^/gm, "    ");
  const support = "scenarios:\n  support:\n    fixtures: a.json\n    traffic: { runs: 1/month }\n";
  const config =
    value.scenarios !== undefined
      ? text
      : value.vars !== undefined
        ? support + indent(text)
        : support + text;
  expect(parseConfig({ file: "promptcost.yml", text: config }).problems).toEqual([]);
});

test.each(examplesIn("json"))("%s: JSON is read: %s", (_page, text) => {
  const value = JSON.parse(text);
  if (value.exchanges === undefined && value.request === undefined) return;
  expect(load({ "fixtures/a.json": text }).problems).toEqual([]);
});

test.each(examplesIn("sh"))("%s: `%s` is a command there is", (_page, text) => {
  for (const line of text.trim().split("\n")) {
    const [program, name = "", ...words] = line.replace(/ +#.*$/, "").split(" ");
    if (program !== "promptcost") continue;
    if (!isCommand(name)) throw new Error(`there is no ${name}`);
    expect(isAccepted(name, words), line).toBe(true);
  }
});

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties a command and its words
function isAccepted<Name extends CommandName>(name: Name, words: readonly string[]): boolean {
  const reading = readArguments(name, commandSpecs[name], words);
  return reading === "help" || !("refused" in reading);
}

test.each(examplesIn("text"))("%s: is said so of a case: %s", (_page, text) => {
  const said = [
    ...cases.map((name) => read(join("fixtures", name, "expected", "terminal.txt"))),
    ...causeCases.map((name) => read(join("fixtures", name, "expected.txt"))),
  ];
  expect(casesFolder).toBe(join(root, "fixtures"));
  expect(said.some((terminal) => terminal.includes(text))).toBe(true);
});

test.each(examplesIn("console"))("%s: says so: %s", async (_page, text) => {
  const [command = "", ...lines] = text.trimEnd().split("\n");
  const { stdout } = await promptcost(root, command.replace("$ promptcost ", "").split(" "));
  for (const line of lines) expect(stdout.split("\n")).toContain(line);
});
