import { describe, expect, test } from "vitest";
import { describeWholeCause } from "../../../src/report/views/words/causes/causes.ts";
import { writePlain } from "../../../src/report/views/words/phrase.ts";
import { check, of, type Files } from "./two-trees.ts";

/** What is said of a change of model and of longer texts. */
const config = 'scenarios:\n  a: { fixtures: "f/*.json", traffic: { runs: 100/hour } }\n';
const question = { role: "user", content: "How many days off do I have?" };

function lines(count: number, word = "policy"): string {
  return Array.from({ length: count }, (_, index) => `${word} rule ${index} is kept.\n`).join("");
}

function policy(marked: boolean, vars: Files = {}) {
  const text = { $file: "../p.md", ...(Object.keys(vars).length === 0 ? {} : { vars }) };
  return [{ type: "text", text, ...(marked ? { cache_control: { type: "ephemeral" } } : {}) }];
}

function ask(model: string, request: Files = {}) {
  return {
    request: { model, max_tokens: 500, messages: [question], ...request },
    expect: { output_tokens: 100 },
  };
}

function said(base: Files, head: Files, kind: string): string | null {
  const report = check({ "promptcost.yml": config, "p.md": lines(300), ...base }, head);
  const cause = of(report, "a")?.causes.find((found) => found.kind === kind);
  return cause === undefined ? null : writePlain(describeWholeCause(cause));
}

describe("another model is told by what it changes", () => {
  const between = (from: string, to: string, request: Files = {}): string | null =>
    said({ "f/r.json": ask(from, request) }, { "f/r.json": ask(to, request) }, "model");

  test("prices, tokens and the least that is cached", () => {
    const system = policy(true);
    expect(between("claude-opus-5", "claude-sonnet-5", { system })).toBe(
      "model: claude-opus-5 → claude-sonnet-5: input $5 → $2, output $25 → $10, cache reads " +
        "$0.50 → $0.20 per MTok, cache minimum 512 → 1,024",
    );
    expect(between("claude-sonnet-4-6", "claude-sonnet-5", { system })).toMatch(
      /^model: claude-sonnet-4-6 → claude-sonnet-5: input \$3 → \$2, output \$15 → \$10, cache reads \$0\.30 → \$0\.20 per MTok, \d+ % (more|fewer) tokens$/,
    );
    expect(between("claude-sonnet-5", "claude-sonnet-5-5", { system })).toBe(
      "model: claude-sonnet-5 → claude-sonnet-5-5: cache reads $0.20 → $0.10 per MTok, " +
        "under 1 % more tokens, cache minimum 1,024 → 512",
    );
  });

  test("nothing of the cache where nothing is cached", () => {
    expect(between("claude-sonnet-5", "claude-opus-5")).toBe(
      "model: claude-sonnet-5 → claude-opus-5: input $2 → $5, output $10 → $25 per MTok, cache " +
        "minimum 1,024 → 512",
    );
  });

  test("a prompt that is too small for the new one's cache", () => {
    const small = { "p.md": lines(60) };
    const system = policy(true);
    const words = said(
      { ...small, "f/r.json": ask("claude-opus-5", { system }) },
      { "f/r.json": ask("claude-sonnet-5", { system }) },
      "model",
    );
    expect(words).toMatch(
      /, cache minimum 512 → 1,024, so the cache stops working \(\d+ tokens up to the breakpoint\)$/,
    );
  });
});

describe("how much longer a text is", () => {
  const chat = {
    exchanges: [
      ask("claude-sonnet-5", { system: policy(false) }),
      ...["And then?", "And now?"].map((content) => ({
        request: {
          messages: {
            $append: [
              { role: "assistant", content: "Ten." },
              { role: "user", content },
            ],
          },
        },
        expect: { output_tokens: 100 },
      })),
    ],
  };
  const longer = { "p.md": lines(310) };

  test("is said of one request, not of all that a run makes", () => {
    const one = said(
      { "f/r.json": ask("claude-sonnet-5", { system: policy(false) }) },
      longer,
      "system",
    );
    expect(one).toMatch(
      /^system prompt, (\d+) tokens longer: p\.md:301 appended, [\d,]+ → [\d,]+ tokens$/,
    );
    expect(said({ "f/r.json": chat }, longer, "system")).toBe(
      `${one?.replace("longer:", "longer per request:") ?? ""}, carried through 3 requests`,
    );
  });

  test("is said of the runs that have it, not of all", () => {
    const base = {
      "q.md": "Be brief.",
      "f/r.json": ask("claude-sonnet-5", { system: policy(false) }),
      "f/s.json": ask("claude-sonnet-5", { system: { $file: "../q.md" } }),
    };
    expect(said(base, longer, "system")).toMatch(
      /^system prompt, 1[12]\d tokens longer per request/,
    );
  });
});

describe("where a text changed", () => {
  const start = "Hello {{company}} of {{town}}\n";
  const vars = {
    company: { value: "Acme\nand daughters\n", changes: "never" },
    town: { value: { $tokens: 4 }, changes: "never" },
  };
  const tool = { name: "t", description: { $file: "../p.md" }, input_schema: { type: "object" } };
  const document = {
    type: "document",
    source: { type: "text", media_type: "text/plain", data: { $file: "../p.md" } },
  };
  const places: readonly [string, Files, string][] = [
    ["a block", { system: policy(false) }, ""],
    ["a string", { system: { $file: "../p.md" } }, ""],
    ["a block with values of several lines", { system: policy(false, vars) }, start],
    ["a message", { messages: [{ role: "user", content: { $file: "../p.md" } }] }, ""],
    ["a document", { messages: [{ role: "user", content: [document] }] }, ""],
    ["a tool's description", { tools: [tool] }, ""],
  ];
  const edits: readonly [string, (lines: string) => string, number][] = [
    ["appended", (text) => `${text}Another rule is kept.\nAnd one more.\n`, 301],
    ["appended behind blank lines", (text) => `${text}\n\nAnother rule is kept.\n`, 303],
    ["inserted", (text) => text.replace("policy rule 10 ", "One rule.\npolicy rule 10 "), 11],
    ["cut off at the end", (text) => text.slice(0, text.indexOf("policy rule 200")), 200],
  ];

  test.each(
    places.flatMap(([what, request, first]) =>
      edits.map(([how, edit, line]) => [what, how, { request, first, edit, line }] as const),
    ),
  )("%s: %s", (_, __, { request, first, edit, line }) => {
    const report = check(
      {
        "promptcost.yml": config,
        "p.md": `${first}${lines(300)}`,
        "f/r.json": ask("claude-sonnet-5", request),
      },
      { "p.md": `${first}${edit(lines(300))}` },
    );
    const changes = of(report, "a")?.causes.flatMap((cause) => cause.changes) ?? [];
    expect(report.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(changes.map((change) => [change.file, change.line])).toEqual([
      ["p.md", line + (first === "" ? 0 : 1)],
    ]);
  });
});
