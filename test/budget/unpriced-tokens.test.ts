import { expect, test } from "vitest";
import { findTokensOverBudget } from "../../src/budget/unpriced-tokens.ts";
import type { Limit } from "../../src/config/limits.ts";
import { sizedParts, type LargestParts } from "../../src/projection/projection.ts";
import { budgetOf } from "./budget-of.ts";
import { configWith, spec } from "./judged-specs.ts";

const none: LargestParts = {
  prompt: null,
  tools: null,
  system: null,
  messages: null,
  output: null,
};

function found(limits: readonly Limit[], largest: LargestParts | null) {
  const config = configWith([spec("a", 0), spec("b", 0)], {
    each: { a: budgetOf({ others: limits }) },
  });
  return findTokensOverBudget(config, (id) => (id === "a" ? largest : none));
}

test.each([
  ["prompt", "tokens in a prompt"],
  ["tools", "tokens of tools"],
  ["system", "tokens of system prompt"],
  ["messages", "tokens of messages"],
  ["output", "tokens in an answer"],
] as const)("tokens.%s is held by its own part, to the token", (part, what) => {
  const limit: Limit = { kind: `tokens.${part}`, value: 100 };
  const size = (tokens: number) => ({ tokens, low: 1, high: 900, exchange: "r#0" });
  const others = Object.fromEntries(sizedParts.map((each) => [each, size(9_000)]));
  const sized = (tokens: number): LargestParts => ({ ...none, ...others, [part]: size(tokens) });
  expect(found([limit], sized(100))).toEqual([]);
  const problems = found([limit], sized(101));
  expect(problems).toMatchObject([{ code: "tokens-over-budget", scenario: "a" }]);
  expect(problems[0]?.path).toBe(`scenarios.a.budget.tokens.${part}`);
  for (const said of [`101 ${what}`, "100", "r#0"]) expect(problems[0]?.message).toContain(said);
  expect(found([limit], { ...sized(1), [part]: null })).toEqual([]);
});

test("other limits ask for prices, and a scenario that was not counted has no size", () => {
  const size = { tokens: 9_000, low: 9_000, high: 9_000, exchange: "r#0" };
  expect(found([{ kind: "monthly", value: 1n }], { ...none, prompt: size })).toEqual([]);
  expect(found([{ kind: "tokens.prompt", value: 1 }], null)).toEqual([]);
  expect(found([{ kind: "tokens.prompt", value: 1 }], { ...none, prompt: size })).toHaveLength(1);
});
