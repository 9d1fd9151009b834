import type { Report } from "../../../src/report/report.ts";
import { checkTrees } from "../../cases.ts";
import { createMemoryTree } from "../../repositories/memory-tree.ts";

/**
 * A pull request as texts of files, and its check. Requests are of Opus 5, USD per million: input 5,
 * output 25, writes 6.25, reads 0.50.
 */
export type Files = Readonly<Record<string, unknown>>;

export function text(files: Files): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).map(([path, value]) => [
      path,
      typeof value === "string" ? value : `${JSON.stringify(value, null, 1)}\n`,
    ]),
  );
}

export function check(base: Files, change: Files, fork = false): Report {
  return checkTrees(createMemoryTree(text({ ...base, ...change })), createMemoryTree(text(base)), {
    fork,
  }).report;
}

export function block(tokens: number, name: string, marked = false) {
  return {
    type: "text",
    text: { $tokens: tokens, name },
    ...(marked ? { cache_control: { type: "ephemeral" } } : {}),
  };
}

export function request(system: number, over: Files = {}) {
  return {
    model: "claude-opus-5",
    max_tokens: 1024,
    system: [block(system, "policy", true)],
    messages: [{ role: "user", content: [block(100, "question")] }],
    ...over,
  };
}

export function run(system: number, output: number | null = 100, over: Files = {}) {
  return {
    exchanges: [
      {
        request: request(system, over),
        ...(output === null ? {} : { expect: { output_tokens: output } }),
      },
    ],
  };
}

export function config(traffic: string, budget: string): string {
  return (
    `scenarios:\n  a:\n    fixtures: "f/*.json"\n${traffic === "" ? "" : `    traffic: { runs: ${traffic} }\n`} ` +
    `   budget: ${budget}\n`
  );
}

export function rules({ loosened }: Report): readonly string[] {
  return loosened.map(({ rule }) => rule);
}

export function of(report: Report, id: string) {
  return report.scenarios.find((scenario) => scenario.id === id);
}
