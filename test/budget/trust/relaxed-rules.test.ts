import { describe, expect, test } from "vitest";
import { findRelaxedRules } from "../../../src/budget/trust/relaxed-rules.ts";
import type { Config } from "../../../src/config/config.ts";
import { ratio } from "../../../src/money.ts";
import type { Limits } from "../budget-of.ts";
import { configOf } from "../../compare/scenario-specs.ts";
import { strict, strictBut, scenario, config } from "./configs.ts";
import { usd } from "../../dollars.ts";

function relaxed(base: Partial<Config>, head: Partial<Config>) {
  return findRelaxedRules(config(base), config(head)).map(({ rule, from, to }) => [rule, from, to]);
}

function withBudget(over: Limits) {
  return relaxed({}, { scenarios: [scenario(strictBut(over))] });
}

describe("a relaxed rule is listed, old and new", () => {
  test.each<[Limits, readonly string[]]>([
    [{ monthly: usd(901) }, ["scenarios.a.budget.monthly", "$900", "$901"]],
    [{ monthly: null }, ["scenarios.a.budget.monthly", "$900", "none"]],
    [{ perRun: usd(3) }, ["scenarios.a.budget.per-run", "$2", "$3"]],
    [
      { increase: { percent: ratio(6n), atLeast: usd(10) } },
      ["scenarios.a.budget.increase.percent", "5 %", "6 %"],
    ],
    [
      { increase: { percent: ratio(5n), atLeast: usd(11) } },
      ["scenarios.a.budget.increase.at-least", "$10", "$11"],
    ],
    [{ increase: null }, ["scenarios.a.budget.increase", "5 %, at least $10", "none"]],
    [{ cacheHitRate: ratio(79n, 100n) }, ["scenarios.a.budget.cache-hit-rate", "80 %", "79 %"]],
    [{ cacheHitRate: null }, ["scenarios.a.budget.cache-hit-rate", "80 %", "none"]],
    [{ action: "warn" }, ["scenarios.a.budget.action", "fail", "warn"]],
  ])("%o", (over, expected) => {
    expect(withBudget(over)).toEqual([expected]);
    const stricter = relaxed({ scenarios: [scenario(strictBut(over))] }, {});
    expect(stricter).toEqual([]);
  });

  test("a budget taken out relaxes all of it", () => {
    expect(relaxed({}, { scenarios: [scenario(null)] }).map(([rule]) => rule)).toEqual(
      ["monthly", "per-run", "increase", "cache-hit-rate"].map(
        (limit) => `scenarios.a.budget.${limit}`,
      ),
    );
    expect(relaxed({ scenarios: [scenario(null)] }, {})).toEqual([]);
  });

  test("traffic, output and variables of a scenario", () => {
    const traffic = (runs: number | null) => ({
      scenarios: [scenario(strict, { traffic: configOf({ traffic: runs }).traffic })],
    });
    expect(relaxed(traffic(1_000), traffic(999))).toEqual([
      ["scenarios.a.traffic", "1000/month", "999/month"],
    ]);
    expect(relaxed(traffic(1_000), traffic(null))).toEqual([
      ["scenarios.a.traffic", "1000/month", "none"],
    ]);
    expect(relaxed(traffic(999), traffic(1_000))).toEqual([]);
    const output = (tokens: number) => ({ scenarios: [scenario(strict, { output: tokens })] });
    expect(relaxed(output(300), output(299))).toEqual([["scenarios.a.output", "300", "299"]]);
    expect(relaxed(output(299), output(300))).toEqual([]);
    const vars = (changes: "request" | "run" | "never" | number) => ({
      scenarios: [scenario(strict, { vars: { now: { value: "x", changes, literal: false } } })],
    });
    expect(relaxed(vars("request"), vars("never"))).toEqual([
      ["scenarios.a.vars.now.changes", "request", "never"],
    ]);
    expect(relaxed(vars("run"), vars(3))).toEqual([["scenarios.a.vars.now.changes", "run", "3"]]);
    expect(relaxed(vars("never"), vars("request"))).toEqual([]);
  });

  test("the sum, groups, on-no-base and prices", () => {
    expect(relaxed({ budget: strict }, { budget: strictBut({ monthly: usd(1_000) }) })).toEqual([
      ["budget.monthly", "$900", "$1,000"],
    ]);
    const groups = (scenarios: readonly string[], budget = strict) => ({
      groups: [{ name: "g", scenarios, budget }],
    });
    expect(relaxed(groups(["a", "b"]), groups(["a"]))).toEqual([
      ["groups.g.scenarios", "a, b", "a"],
    ]);
    expect(relaxed(groups(["a"]), groups(["a"], strictBut({ action: "warn" })))).toEqual([
      ["groups.g.budget.action", "fail", "warn"],
    ]);
    expect(relaxed(groups(["a"]), {})).toHaveLength(4);
    expect(relaxed({ onNoBase: "error" }, {})).toEqual([["on-no-base", "error", "judge"]]);
    expect(relaxed({}, { onNoBase: "error" })).toEqual([]);
    const prices = (input: bigint) => ({ prices: [{ model: "m", input }] });
    expect(relaxed(prices(2n), prices(1n))).toEqual([
      ["prices.m.input", "$0.000000000002", "$0.000000000001"],
    ]);
    expect(relaxed(prices(1n), prices(2n))).toEqual([]);
    // By the key of the file, not the class it is a price of.
    const read = (cacheRead: bigint) => ({ prices: [{ model: "m", cacheRead }] });
    expect(relaxed(read(2n), read(1n))).toEqual([
      ["prices.m.cache-read", "$0.000000000002", "$0.000000000001"],
    ]);
    expect(relaxed({}, prices(2n))).toEqual([
      ["prices.m.input", "the list price", "$0.000000000002"],
    ]);
  });

  test("has its place in the head's file", () => {
    const [rule] = findRelaxedRules(
      config(),
      config({ scenarios: [scenario(strictBut({ monthly: usd(901) }))] }),
    );
    expect(rule?.place).toMatchObject({
      file: "promptcost.yml",
      path: "scenarios.a.budget.monthly",
    });
  });
});

describe("what a name of a model means", () => {
  const meaning = (from: string, to: string | null) =>
    relaxed(
      { models: new Map([["our-chat", from]]) },
      { models: new Map(to === null ? [] : [["our-chat", to]]) },
    );

  test.each([
    ["claude-opus-5", "claude-opus-4-5"],
    ["claude-opus-5", "claude-haiku-4-5"],
    ["claude-sonnet-4-5", "claude-sonnet-5"],
    ["eu.anthropic.claude-opus-5", "claude-opus-5"],
    ["eu.anthropic.claude-opus-5", "anthropic.claude-opus-5"],
    ["anthropic.claude-opus-5", "global.anthropic.claude-opus-5"],
    ["claude-opus-5-fast", "claude-opus-5"],
  ])("%s → %s may cost less", (from, to) =>
    expect(meaning(from, to)).toEqual([["models.our-chat", from, to]]),
  );

  test.each([
    ["claude-opus-5", "anthropic/claude-opus-5"],
    ["claude-opus-5", "us.anthropic.claude-opus-5"],
    ["claude-opus-5-5", "claude-fable-5"],
    ["claude-opus-5", null],
  ])("%s → %s does not, or is no rule", (from, to) => expect(meaning(from, to)).toEqual([]));
});
