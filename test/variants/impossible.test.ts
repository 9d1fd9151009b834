import { expect, test } from "vitest";
import { checkTrees } from "../cases.ts";
import { createMemoryTree } from "../repositories/memory-tree.ts";

const user = { role: "user", content: "Hi" };
const effort = (level: string) => ({ output_config: { effort: level } });

/** Why a variant of one request has no figure; null: it has one. */
function whyNot(variant: string, more: object): string | null | undefined {
  const request = { model: "claude-opus-4-8", max_tokens: 50, messages: [user], ...more };
  const tree = createMemoryTree({
    "promptcost.yml": `scenarios: { a: { fixtures: a.json, variants: ["${variant}"] } }`,
    "a.json": JSON.stringify({ request, expect: { output_tokens: 5 } }),
  });
  const { report } = checkTrees(tree, null);
  expect(report.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const found = report.scenarios[0]!.variants.find(({ name }) => name === variant);
  expect(found?.perRunUsd === null).toBe(found?.whyNot !== null);
  return found?.whyNot;
}

/** billing.md §1.2, §5, §8, caching-rules.md §8. */
test.each<[string, object, string | null]>([
  ["model:claude-haiku-4-5", effort("low"), "claude-haiku-4-5 has no effort"],
  ["model:claude-sonnet-4-6", effort("xhigh"), "claude-sonnet-4-6 has no effort `xhigh`"],
  ["model:claude-sonnet-4-6", effort("max"), null],
  ["model:claude-haiku-4-5", { inference_geo: "us" }, "claude-haiku-4-5 refuses inference_geo"],
  [
    "model:claude-haiku-4-5",
    { model: "claude-opus-5-5", speed: "fast" },
    "claude-haiku-4-5 has no fast mode",
  ],
  ["model:claude-fable-5-2", { model: "claude-opus-5-5", speed: "fast" }, null],
  [
    "model:claude-opus-5",
    { model: "claude-sonnet-5-5", thinking: { type: "between_tools" } },
    "claude-opus-5 refuses thinking `between_tools`",
  ],
  [
    "model:claude-opus-4-7",
    { messages: [user, { role: "system", content: "Briefly." }] },
    "claude-opus-4-7 refuses a system message inside the conversation",
  ],
  [
    "model:claude-sonnet-5",
    { messages: [user, { role: "system", content: "Briefly." }] },
    "by its documents, claude-sonnet-5 refuses a system message inside the conversation",
  ],
  [
    "model:claude-opus-5",
    { model: "claude-haiku-4-5", messages: [user, { role: "assistant", content: "{" }] },
    "claude-opus-5 refuses an assistant message at the end",
  ],
  [
    "model:claude-opus-5-5",
    { tool_choice: { type: "any" }, tools: [{ name: "t", input_schema: { type: "object" } }] },
    "claude-opus-5-5 refuses a forced tool_choice",
  ],
  [
    "model:claude-3-opus-20240229",
    effort("low"),
    "`claude-3-opus-20240229` is retired since 2026-01-05",
  ],
  ["batch", { max_tokens: 0 }, "a batch refuses `max_tokens: 0`"],
])("%s of %j: %s", (variant, more, expected) => {
  expect(whyNot(variant, more)).toBe(expected);
});
