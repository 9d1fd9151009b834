import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/json.ts";
import type { Report } from "../../../../src/report/report.ts";
import { block, rules, type Files } from "../two-trees.ts";
import { asColleague, asFork } from "./attack.ts";

/**
 * Ways to let a dearer prompt pass by a laxer word: each as a colleague, whose word counts and leads
 * the report, and as a fork, of which main's word counts.
 */
interface Attack {
  readonly name: string;
  /** What main has in place of the usual files. */
  readonly main?: Files;
  /** What makes it dearer, and what hides that. */
  readonly change: Files;
  readonly named: readonly string[];
}

const budget = "budget: { increase: { percent: 5 } }";

function yml(more = "", other = ""): string {
  const traffic = /traffic:/.test(more) ? "" : "    traffic: { runs: 100/hour }\n";
  return (
    `scenarios:\n  a:\n    fixtures: "f/*.json"\n${traffic}    ${budget}\n${more}` +
    (other === ""
      ? ""
      : `  b:\n    fixtures: "g/*.json"\n    traffic: { runs: 900/hour }\n${other}`)
  );
}

function ask(system: number, over: JsonObject = {}, more: Files = {}) {
  return {
    request: {
      model: "claude-opus-5",
      max_tokens: 4_000,
      system: [block(system, "policy", true)],
      messages: [{ role: "user", content: [block(100, "question")] }],
      ...over,
    },
    expect: { output_tokens: 100 },
    ...more,
  };
}

function runOf(system: number, more: Files = {}, count = 1) {
  return { exchanges: Array.from({ length: count }, () => ask(system)), ...more };
}

/** Two exchanges, the second at an offset. */
function later(system: number, offset: string) {
  return { exchanges: [ask(system), { ...ask(system), offset }] };
}

const [few, many] = [10_000, 20_000];
const thinking = { type: "adaptive" };
const recorded = (output: number): JsonObject => ({
  response: {
    id: "msg_1",
    model: "claude-opus-4-8",
    stop_reason: "end_turn",
    content: [],
    usage: { input_tokens: 1, output_tokens: output },
  },
});
function answered(system: number, over: JsonObject = {}, more: Files = {}) {
  const { request } = ask(system, { model: "claude-opus-4-8", ...over });
  return { request, recorded: recorded(900), ...more };
}

function policy(lines: number): string {
  return "Returns are free for thirty days.\n".repeat(lines);
}

/** A request with a text that follows a file. */
function tied(declared: number) {
  return ask(declared, {
    messages: [{ role: "user", content: [{ type: "text", text: { $file: "../policy.md" } }] }],
  });
}

const attacks: readonly Attack[] = [
  {
    name: "a cache group joined",
    main: { "promptcost.yml": yml("", "    cache: g\n"), "g/b.json": runOf(few) },
    change: { "promptcost.yml": yml("    cache: g\n", "    cache: g\n"), "f/a.json": runOf(many) },
    named: ["scenarios.a.cache"],
  },
  {
    name: "an exchange that was sent at once is sent a moment later",
    main: { "f/a.json": later(few, "0s") },
    change: { "f/a.json": later(many, "20s") },
    named: ["f/a#1 offset after the request before it"],
  },
  {
    name: "an exchange behind the cache's lifetime is moved into it",
    main: { "f/a.json": later(few, "20m") },
    change: { "f/a.json": later(many, "10s") },
    named: ["f/a#1 offset after the request before it"],
  },
  {
    name: "expect beside a recording that stands, thinking switched on with it",
    main: { "f/a.json": answered(few) },
    change: {
      "f/a.json": answered(many, { thinking }, { expect: { output_tokens: 1 } }),
    },
    named: ["f/a#0 expect.output_tokens"],
  },
  {
    name: "a recording dropped for an expect",
    main: { "f/a.json": answered(few) },
    change: {
      "f/a.json": { ...ask(many, { model: "claude-opus-4-8" }), expect: { output_tokens: 1 } },
    },
    named: ["f/a#0 output tokens"],
  },
  {
    name: "an output: beside recordings whose settings changed",
    main: { "f/a.json": answered(few) },
    change: {
      "promptcost.yml": yml("    output: 1\n"),
      "f/a.json": answered(many, { thinking }),
    },
    named: ["scenarios.a.output"],
  },
  {
    name: "a weight that thins out the dear run",
    main: { "f/b.json": runOf(few) },
    change: { "f/a.json": runOf(many), "f/b.json": runOf(few, { weight: 1_000 }) },
    named: ["f/a weight"],
  },
  {
    name: "new cheap runs that take most of the traffic",
    change: { "f/a.json": runOf(many), "f/cheap.json": runOf(10, { weight: 1_000 }) },
    named: ["scenarios.a weight of its earlier runs"],
  },
  {
    name: "a block declared smaller, while the file beside it grows",
    main: { "policy.md": policy(100), "f/a.json": tied(few) },
    change: { "policy.md": policy(900), "f/a.json": tied(10) },
    named: ["f/a#0 policy $tokens"],
  },
  {
    name: "a new request that says its own cost",
    change: {
      "f/a.json": {
        exchanges: [
          ask(few),
          { ...ask(many), recorded: recorded(1), expect: { output_tokens: 1 } },
        ],
      },
    },
    named: [],
  },
  {
    name: "a scenario renamed, its fixture edited and moved",
    change: {
      "promptcost.yml": yml().replaceAll("  a:", "  z:").replace("f/*", "h/*"),
      "f/a.json": undefined,
      "h/new.json": runOf(many),
    },
    named: ["scenarios.a"],
  },
  {
    name: "a scenario split",
    main: { "f/b.json": runOf(few) },
    change: {
      "promptcost.yml":
        yml().replaceAll("  a:", "  y:").replace("f/*", "f/a") +
        yml().replace("scenarios:\n", "").replaceAll("  a:", "  z:").replace("f/*", "f/b"),
      "f/a.json": runOf(many),
    },
    named: ["scenarios.a"],
  },
  {
    name: "a scenario moved to another config",
    main: { "promptcost.yml": yml("", "    output: 9\n"), "g/b.json": runOf(few) },
    change: {
      "promptcost.yml": yml("", "    output: 9\n").replace(/ {2}a:[^]*(?= {2}b:)/, ""),
      "other/promptcost.yml": yml().replace("f/*", "../f/*"),
      "f/a.json": runOf(many),
    },
    named: ["scenarios.a"],
  },
  {
    name: "a price override above the list dropped",
    main: { "promptcost.yml": `${yml()}prices: { claude-opus-5: { cache-read: 5 } }\n` },
    change: { "promptcost.yml": yml(), "f/a.json": runOf(many) },
    named: ["prices.claude-opus-5.cache-read"],
  },
  {
    name: "a price below the list",
    change: {
      "promptcost.yml": `${yml()}prices: { claude-opus-5: { cache-read: 0.01 } }\n`,
      "f/a.json": runOf(many),
    },
    named: ["prices.claude-opus-5.cache-read"],
  },
  {
    name: "less traffic, shared more, readable sooner",
    main: {
      "promptcost.yml": yml("    traffic: { runs: 100/hour, readable-after: 3s }\n"),
    },
    change: {
      "promptcost.yml": yml("    traffic: { runs: 9/hour, shared: { messages: all } }\n"),
      "f/a.json": runOf(many),
    },
    named: [
      "scenarios.a.traffic",
      "scenarios.a.traffic.shared.messages",
      "scenarios.a.traffic.readable-after",
    ],
  },
  {
    name: "another alias",
    main: {
      "promptcost.yml": `${yml()}models: { ours: claude-opus-5 }\n`,
      "f/a.json": ask(few, { model: "ours" }),
    },
    change: {
      "promptcost.yml": `${yml()}models: { ours: claude-haiku-4-5 }\n`,
      "f/a.json": ask(many, { model: "ours" }),
    },
    named: ["models.ours"],
  },
  {
    name: "on-no-base, a tier, a key that is counted by nothing",
    main: { "promptcost.yml": `${yml("    tier: start\n")}on-no-base: error\n` },
    change: {
      "promptcost.yml": `${yml("    tier: scale\n")}extra-keys: [padding]\n`,
      "f/a.json": runOf(many),
    },
    named: ["scenarios.a.tier", "on-no-base", "extra-keys"],
  },
];

function pull({ main = {}, change }: Attack, fork: boolean): Report {
  const base = { "promptcost.yml": yml(), "f/a.json": runOf(few), ...main };
  return (fork ? asFork : asColleague)({ base, change, cover: {} });
}

describe("a laxer word that hides a dearer prompt", () => {
  test.each(attacks)("as a colleague it is named in front: $name", (attack) => {
    expect(rules(pull(attack, false))).toEqual(expect.arrayContaining([...attack.named]));
  });

  test.each(attacks)("as a fork it does not count: $name", (attack) => {
    const report = pull(attack, true);
    expect(["fail", "error"]).toContain(report.verdict);
  });
});
