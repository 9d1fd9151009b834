import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { digest } from "../src/io/hash.ts";
import { limits } from "../src/limits.ts";
import type { Report } from "../src/report/report.ts";
import { views } from "../src/report/views.ts";
import { checkTrees } from "./cases.ts";
import { canary, leaks, places } from "./canary-places.ts";
import { createMemoryTree, type MemoryFiles } from "./repositories/memory-tree.ts";

/** Files that nobody wrote by hand: each is answered soon, by one problem at its place. */
const config =
  'scenarios: { a: { fixtures: "runs/*.*", traffic: { runs: 1000/month, arrivals: steady } } }\n';

function request(over: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const messages = [{ role: "user", content: "Hi" }];
  return { model: "claude-sonnet-5", max_tokens: 100, messages, ...over };
}

function fixture(over: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ request: request(over), expect: { output_tokens: 10 } });
}

function many<Item>(count: number, item: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

const text = (value: unknown) => ({ type: "text", text: value });
const bomb = many(12, (index) =>
  index === 0
    ? "a0: &a0 [x,x,x,x,x,x,x,x,x,x]"
    : `a${index}: &a${index} [${`*a${index - 1},`.repeat(10)}]`,
).join("\n");
const deep = "[".repeat(100_000) + "]".repeat(100_000);
const nested = (depth: number): string => '{"a":'.repeat(depth) + "1" + "}".repeat(depth);

interface Attack {
  readonly files: MemoryFiles;
  /** The one code that is said; null: the figure is right, and nothing is. */
  readonly code: string | null;
}

const attacks = {
  "a glob of many stars": {
    files: { "promptcost.yml": config.replace("runs/*.*", `runs/${"*a".repeat(30)}*b`) },
    code: "fixtures-empty",
  },
  "a glob of any folders": {
    files: {
      "promptcost.yml": config.replace("runs/*.*", `${"**/*/".repeat(12)}z`),
      [`${"a/".repeat(60)}x`]: "",
    },
    code: "fixtures-empty",
  },
  "a glob that is too long": {
    files: { "promptcost.yml": config.replace("runs/*.*", "?".repeat(60_000)) },
    code: "glob-pattern",
  },
  "aliases that multiply, in a config": {
    files: { "promptcost.yml": `${bomb}\n${config}` },
    code: "config-syntax",
  },
  "aliases that multiply, in a fixture": {
    files: { "runs/a.yaml": `${bomb}\nrequest: *a11\n` },
    code: "fixture-syntax",
  },
  "many aliases": {
    files: { "promptcost.yml": `${config}x: &x 1\nl: [${"*x,".repeat(30_000)}]\n` },
    code: "config-syntax",
  },
  "many keys in a config": {
    files: { "promptcost.yml": config + many(60_000, (index) => `k${index}: 1\n`).join("") },
    code: "over-limit",
  },
  "many keys in YAML": {
    files: { "runs/a.yaml": many(300_000, (index) => `k${index}: 1\n`).join("") },
    code: "fixture-syntax",
  },
  "many scenarios": {
    files: {
      "promptcost.yml": `scenarios:\n${many(1_001, (at) => `  s${at}: { fixtures: x }\n`).join("")}`,
    },
    code: "over-limit",
  },
  "JSON that is deep": { files: { "runs/a.json": deep }, code: "fixture-syntax" },
  "YAML that is deep": { files: { "runs/a.yaml": deep }, code: "fixture-syntax" },
  "lines that are deep": { files: { "runs/a.jsonl": `${deep}\n` }, code: "fixture-syntax" },
  "a tool that is deep": {
    files: {
      "runs/a.json": fixture({ tools: [{ name: "t", input_schema: JSON.parse(nested(600)) }] }),
    },
    code: "fixture-syntax",
  },
  "a key many times": {
    files: { "runs/a.json": `{"request":{${'"k":1,'.repeat(50_000)}"k":1}}` },
    code: "fixture-syntax",
  },
  "a number of many digits": {
    files: { "runs/a.json": fixture().replace(":100,", `:${"9".repeat(100_000)},`) },
    code: "request-shape",
  },
  "many placeholders": {
    files: {
      "p.md": many(100_000, (index) => `{{n${index}}}`).join(" "),
      "runs/a.json": fixture({ system: { $file: "../p.md" } }),
    },
    code: "over-limit",
  },
  "placeholders that expand": {
    files: {
      "p.md": "{{n}}".repeat(2_000),
      "runs/a.json": fixture({
        system: { $file: "../p.md", vars: { n: { value: "x".repeat(100_000) } } },
      }),
    },
    code: "over-limit",
  },
  "many blocks": {
    files: { "runs/a.json": fixture({ system: many(100_000, (index) => text(`w${index}`)) }) },
    code: "over-limit",
  },
  "many tools": {
    files: {
      "runs/a.json": fixture({
        tools: many(100_000, (index) => ({ name: `t${index}`, input_schema: { type: "object" } })),
      }),
    },
    code: "over-limit",
  },
  "many messages": {
    files: {
      "runs/a.json": fixture({
        messages: many(100_001, (index) => ({
          role: index % 2 === 0 ? "user" : "assistant",
          content: "x",
        })),
      }),
    },
    code: "over-limit",
  },
  "a text put in many times": {
    files: {
      "p.md": "word ".repeat(200_000),
      "runs/a.json": fixture({ system: many(1_000, () => text({ $file: "../p.md" })) }),
    },
    code: "over-limit",
  },
  "many references": {
    files: {
      "p.md": "word",
      "runs/a.json": fixture({ system: many(5_000, () => text({ $file: "../p.md" })) }),
    },
    code: "over-limit",
  },
  "a path of many steps": {
    files: {
      "p.md": "word",
      "runs/a.json": fixture({ system: { $file: `${"./".repeat(50_000)}../p.md` } }),
    },
    code: "over-limit",
  },
  "a pointer of many steps": {
    files: {
      "t.json": "{}",
      "runs/a.json": fixture({ system: { $json: `../t.json#${"/a".repeat(50_000)}` } }),
    },
    code: "over-limit",
  },
  "a run of many turns": {
    files: {
      "runs/a.json": JSON.stringify({
        exchanges: [
          { request: request() },
          ...many(1_200, () => ({
            request: { messages: { $append: [{ $answer: true }, { role: "user", content: "x" }] } },
          })),
        ],
      }),
    },
    code: "over-limit",
  },
  "many files that are broken": {
    files: Object.fromEntries(many(3_000, (index) => [`runs/${index}.json`, "{"])),
    code: "fixture-syntax",
  },
  "weights without a common divisor": {
    files: Object.fromEntries(
      [9007199254740991, 9007199254740881, 9007199254740847].map((weight, index) => [
        `runs/${index}.json`,
        JSON.stringify({
          weight,
          request: request({ system: `w${index}` }),
          expect: { output_tokens: 1 },
        }),
      ]),
    ),
    code: null,
  },
} as const satisfies Readonly<Record<string, Attack>>;

describe("hostile files", () => {
  test.each(Object.entries<Attack>(attacks))(
    "%s",
    (_, { files, code }) => {
      const all: MemoryFiles = { "promptcost.yml": config, "runs/none.json": fixture(), ...files };
      const started = process.cpuUsage();
      const { report } = checkTrees(createMemoryTree(all), null);
      const { user } = process.cpuUsage(started);
      const grave = report.problems.filter(({ severity }) => severity === "error");
      expect([...new Set(grave.map((found) => found.code))]).toEqual(code === null ? [] : [code]);
      expect(grave.length).toBeLessThanOrEqual(50);
      expect(report.verdict).toBe(code === null ? "pass" : "error");
      for (const found of grave) expect(found.file).not.toBeNull();
      for (const found of report.problems) expect(found.message.length).toBeLessThan(2_000);
      // Far more than it takes; what goes over everything again for each of many takes minutes.
      expect(user).toBeLessThan(10_000_000);
    },
    60_000,
  );
});

test("what the limits are is written down", () => {
  const page = readFileSync(new URL("../docs/files.md", import.meta.url), "utf8");
  for (const { most } of Object.values(limits))
    expect(page).toContain(most.toLocaleString("en-US"));
});

function viewsOf(report: Report): readonly string[] {
  return [
    views.terminal(report, { source: null, colour: false }),
    views.comment(report, { stamp: { key: "k", head: "3f2c1ab", run: 1, attempt: 1 }, digest }),
    views.summary(report),
    views.annotations(report).replaceAll(/^::(?:error|warning|notice) /gm, ""),
  ];
}

describe("what is no name is not shown as one", () => {
  test.each(Object.entries(places))("%s", (_, over) => {
    const tree = (body: object, more = ""): ReturnType<typeof createMemoryTree> =>
      createMemoryTree({
        "promptcost.yml": config,
        "s.json": JSON.stringify({ s: canary }),
        "runs/a.json": fixture({ ...body, max_tokens: 100 + more.length }),
      });
    for (const [head, base] of [
      [tree(over), null],
      [tree(over), tree({})],
      [tree({}), tree(over)],
      [tree(over, "x"), tree(over)],
    ] as const) {
      const { report } = checkTrees(head, base);
      const shown = [JSON.stringify(report), ...viewsOf(report)];
      for (const view of shown) expect(leaks(view)).toEqual([]);
    }
  });
});
