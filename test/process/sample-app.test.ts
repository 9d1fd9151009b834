import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Report } from "../../src/report/report.ts";
import { createRepository, git, write } from "../repositories/scratch-repository.ts";
import { promptcost } from "./cli.ts";

/**
 * An application with the official SDK, whose fixtures are what its own tests send: the commit holds
 * what `record --stub` made of them. Then six changes of its code alone, as they were reported.
 */
const sample = join(import.meta.dirname, "../../fixtures/sample-app");
const modules = join(import.meta.dirname, "../../node_modules");
const record = ["record", "--stub", "--", "npm", "test"];

/** A clone of the application, on a branch. */
function cloneSample(): string {
  const root = createRepository({
    folder: sample,
    files: { expected: null, ".gitignore": "node_modules\n.npm\n" },
  });
  symlinkSync(modules, join(root, "node_modules"), "junction");
  git(root, "checkout", "-q", "-b", "change");
  return root;
}

/** Replaces a piece of a file of its code, which must be there. */
function edit(root: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(root, file), "utf8");
  expect(text).toContain(from);
  write(root, { [file]: text.replace(from, to) });
}

async function checkChange(root: string) {
  const { code, stdout } = await promptcost(root, [
    "check",
    "--as-of",
    "2026-11-24",
    "--json",
    "-",
  ]);
  const report = Report.parse(JSON.parse(stdout));
  const scenario = report.scenarios.find(({ id }) => id === "policy");
  const changes = scenario?.causes.flatMap((cause) => cause.changes) ?? [];
  return { code, scenario, changes, others: report.scenarios.filter(({ id }) => id !== "policy") };
}

test("its fixtures are what its tests send: recorded anew, nothing differs", async () => {
  const root = cloneSample();
  const checked = await promptcost(root, ["record", "--stub", "--check", "--", "npm", "test"]);
  expect([checked.code, checked.stdout]).toEqual([
    0,
    expect.stringMatching(/^fixtures are what the command sends$/m),
  ]);
  expect((await promptcost(root, record)).code).toBe(0);
  expect(git(root, "status", "--porcelain")).toBe("");
});

interface Case {
  readonly name: string;
  readonly edits: readonly (readonly [file: string, from: string, to: string])[];
  readonly env?: Readonly<Record<string, string>>;
  /** USD a month, to the cent. */
  readonly dearer: number;
  readonly cause: string;
  readonly change: Readonly<Record<string, unknown>>;
  /** What `record --check` says of it. */
  readonly said: RegExp;
}

const agent = "src/agent.ts";
const prompt = 'return readPrompt("policy.md");';
/** What stands in code alone is placed in the fixture that says it. */
const written = {
  file: "fixtures/recorded/policy/run-1.json",
  line: expect.any(Number),
};
const cases: readonly Case[] = [
  {
    name: "a time at the head of the system prompt",
    edits: [
      [agent, prompt, 'return `It is ${new Date().toISOString()}.\\n${readPrompt("policy.md")}`;'],
    ],
    dearer: 194.29,
    cause: "cache",
    change: {
      breaks: "system_changed",
      file: "fixtures/recorded/policy/run-1.json",
      line: 78,
      name: "time",
    },
    said: /system block 1 starts with other text \(a time\)/,
  },
  {
    name: "a marker that stays a message behind",
    edits: [[agent, "const marked = messages.length - 1;", "const marked = messages.length - 3;"]],
    dearer: 6.42,
    cause: "cache",
    change: { kind: "moved", block: "messages.2.content.0", ...written },
    said: /message 3, block 1 has no `cache_control` any more/,
  },
  {
    name: "a tool whose keys come in another order each time",
    edits: [
      [agent, "    tools,\n", "    tools: tools.map(shuffle),\n"],
      [
        agent,
        "function model()",
        `function shuffle({ input_schema: schema, ...tool }: Anthropic.Tool): Anthropic.Tool {
  const entries = Object.entries(schema).sort(() => Math.random() - 0.5);
  return { ...tool, input_schema: { type: "object", ...Object.fromEntries(entries) } };
}

function model()`,
      ],
    ],
    dearer: 192.27,
    cause: "cache",
    change: {
      breaks: "tools_changed",
      file: "fixtures/recorded/policy/run-1.json",
      block: "tools.0",
    },
    said: /has its keys in another order \(`(?:lookup_order|start_return)`\)/,
  },
  {
    name: "a prompt that is assembled twice",
    edits: [
      [agent, prompt, 'return [readPrompt("policy.md"), readPrompt("policy.md")].join("\\n\\n");'],
    ],
    dearer: 6.19,
    cause: "system",
    change: { breaks: "system_changed", block: "system.0", ...written },
    said: /system block 1 .* 1,288 tokens longer/,
  },
  {
    name: "a lifetime of an hour that is lost",
    edits: [[agent, ', ttl: "1h"', ""]],
    dearer: 12.09,
    cause: "cache",
    change: { kind: "kept for 5m instead of 1h", block: "system.0", ...written },
    said: /system block 1 is kept for 5m now/,
  },
  {
    name: "a model that is read from the environment",
    edits: [
      [
        agent,
        'return "claude-sonnet-5";',
        'return process.env["ASSISTANT_MODEL"] ?? "claude-sonnet-5";',
      ],
    ],
    env: { ASSISTANT_MODEL: "claude-opus-5" },
    dearer: 79.58,
    cause: "model",
    change: {
      was: "claude-sonnet-5",
      name: "claude-opus-5",
      file: "fixtures/recorded/policy/run-1.json",
    },
    said: /the request has another `model`/,
  },
];

describe("a change in code alone turns the check red", () => {
  test.each(cases)("$name", async ({ edits, env = {}, dearer, cause, change, said }) => {
    const root = cloneSample();
    for (const each of edits) edit(root, ...each);
    const unrecorded = await checkChange(root);
    // Nothing that a check reads is changed yet: that is nothing compared, and no "unchanged".
    expect([unrecorded.code, unrecorded.scenario?.deltaUsd]).toEqual([0, null]);

    const gate = await promptcost(root, ["record", "--stub", "--check", "--", "npm", "test"], env);
    expect([gate.code, gate.stdout]).toEqual([1, expect.stringMatching(said)]);
    expect((await promptcost(root, record, env)).code).toBe(0);

    const { code, scenario, changes, others } = await checkChange(root);
    expect(code).toBe(1);
    expect(scenario?.verdict).toBe("fail");
    expect(Number(scenario?.deltaUsd)).toBeCloseTo(dearer, 2);
    expect(scenario?.causes.toSorted((a, b) => Number(b.usd) - Number(a.usd))[0]?.kind).toBe(cause);
    expect(changes).toContainEqual(expect.objectContaining(change));
    expect(others.map(({ deltaUsd }) => deltaUsd)).toEqual(["0"]);
  });
});
