import { describe, expect, test } from "vitest";
import { forkRules, withBaseAssertions } from "../../../src/budget/trust/fork-rules.ts";
import { findRelaxedAssertions } from "../../../src/budget/trust/relaxed-fixtures.ts";
import { findRelaxedRules } from "../../../src/budget/trust/relaxed-rules.ts";
import type { Budget, Config, ScenarioConfig } from "../../../src/config/config.ts";
import { ratio } from "../../../src/money.ts";
import { placeIn } from "../../../src/problem.ts";
import { budgetOf, type Limits } from "../limits.ts";
import { configOf, placeholder, sideOf, type Ask, type Tree } from "../../compare/trees.ts";

function usd(dollars: number): bigint {
  return BigInt(dollars) * 10n ** 12n;
}
const limits: Limits = {
  monthly: usd(900),
  perRun: usd(2),
  increase: { percent: ratio(5n), atLeast: usd(10) },
  cacheHitRate: ratio(4n, 5n),
  action: "fail",
};
const strict = strictBut({});
function strictBut(over: Limits): Budget {
  return budgetOf({ ...limits, ...over });
}
function scenario(budget: Budget | null, over: Partial<ScenarioConfig> = {}): ScenarioConfig {
  return {
    ...configOf({ traffic: 1_000 }),
    budget,
    ...over,
  };
}
function config(over: Partial<Config> = {}): Config {
  return {
    file: "promptcost.yml",
    scenarios: [scenario(strict)],
    budget: null,
    groups: [],
    baseline: ".promptcost/baseline.json",
    prices: [],
    onNoBase: "judge",
    replayMaxUsd: null,
    locate: (path) => placeIn("promptcost.yml", path.join(".")),
    ...over,
  };
}
function loosened(base: Partial<Config>, head: Partial<Config>) {
  return findRelaxedRules(config(base), config(head)).map(({ rule, from, to }) => [rule, from, to]);
}
function withBudget(over: Limits) {
  return loosened({}, { scenarios: [scenario(strictBut(over))] });
}

describe("a looser rule is listed, old and new", () => {
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
    const stricter = loosened({ scenarios: [scenario(strictBut(over))] }, {});
    expect(stricter).toEqual([]);
  });

  test("a budget taken out loosens all of it", () => {
    expect(loosened({}, { scenarios: [scenario(null)] }).map(([rule]) => rule)).toEqual(
      ["monthly", "per-run", "increase", "cache-hit-rate"].map(
        (limit) => `scenarios.a.budget.${limit}`,
      ),
    );
    expect(loosened({ scenarios: [scenario(null)] }, {})).toEqual([]);
  });

  test("traffic, output and variables of a scenario", () => {
    const traffic = (runs: number | null) => ({
      scenarios: [scenario(strict, { traffic: configOf({ traffic: runs }).traffic })],
    });
    expect(loosened(traffic(1_000), traffic(999))).toEqual([
      ["scenarios.a.traffic", "1000/month", "999/month"],
    ]);
    expect(loosened(traffic(1_000), traffic(null))).toEqual([
      ["scenarios.a.traffic", "1000/month", "none"],
    ]);
    expect(loosened(traffic(999), traffic(1_000))).toEqual([]);
    const output = (tokens: number) => ({ scenarios: [scenario(strict, { output: tokens })] });
    expect(loosened(output(300), output(299))).toEqual([["scenarios.a.output", "300", "299"]]);
    expect(loosened(output(299), output(300))).toEqual([]);
    const vars = (changes: "request" | "run" | "never" | number) => ({
      scenarios: [scenario(strict, { vars: { now: { value: "x", changes, literal: false } } })],
    });
    expect(loosened(vars("request"), vars("never"))).toEqual([
      ["scenarios.a.vars.now.changes", "request", "never"],
    ]);
    expect(loosened(vars("run"), vars(3))).toEqual([["scenarios.a.vars.now.changes", "run", "3"]]);
    expect(loosened(vars("never"), vars("request"))).toEqual([]);
  });

  test("the sum, groups, on-no-base and prices", () => {
    expect(loosened({ budget: strict }, { budget: strictBut({ monthly: usd(1_000) }) })).toEqual([
      ["budget.monthly", "$900", "$1000"],
    ]);
    const groups = (scenarios: readonly string[], budget = strict) => ({
      groups: [{ name: "g", scenarios, budget }],
    });
    expect(loosened(groups(["a", "b"]), groups(["a"]))).toEqual([
      ["groups.g.scenarios", "a, b", "a"],
    ]);
    expect(loosened(groups(["a"]), groups(["a"], strictBut({ action: "warn" })))).toEqual([
      ["groups.g.budget.action", "fail", "warn"],
    ]);
    expect(loosened(groups(["a"]), {})).toHaveLength(4);
    expect(loosened({ onNoBase: "error" }, {})).toEqual([["on-no-base", "error", "judge"]]);
    expect(loosened({}, { onNoBase: "error" })).toEqual([]);
    const prices = (input: bigint) => ({ prices: [{ model: "m", input }] });
    expect(loosened(prices(2n), prices(1n))).toEqual([
      ["prices.m.input", "$0.000000000002", "$0.000000000001"],
    ]);
    expect(loosened(prices(1n), prices(2n))).toEqual([]);
    expect(loosened({}, prices(2n))).toEqual([
      ["prices.m.input", "the list price", "$0.000000000002"],
    ]);
  });

  test("has its place in the head's file", () => {
    const [one] = findRelaxedRules(
      config(),
      config({ scenarios: [scenario(strictBut({ monthly: usd(901) }))] }),
    );
    expect(one?.place).toMatchObject({
      file: "promptcost.yml",
      path: "scenarios.a.budget.monthly",
    });
  });
});

function tree(over: Partial<Ask> = {}, weight = 1): Tree {
  return {
    runs: [
      { id: "r", weight, asks: [{ body: { model: "claude-sonnet-5" }, output: 300, ...over }] },
    ],
  };
}
function scenarioOf(one: Tree) {
  return sideOf(one).scenario;
}

test("what fixtures assert smaller is listed too", () => {
  const found = (base: Tree, head: Tree) =>
    findRelaxedAssertions([scenarioOf(base)], [scenarioOf(head)]).map(({ rule, from, to }) => [
      rule,
      from,
      to,
    ]);
  expect(found(tree(), tree({ output: 299 }))).toEqual([
    ["r#0 expect.output_tokens", "300", "299"],
  ]);
  expect(found(tree({ output: 299 }), tree())).toEqual([]);
  // Of one run alone the weight says nothing; of two, that one gets less.
  expect(found(tree({}, 3), tree())).toEqual([]);
  const two = (r: number, s: number): Tree => ({
    runs: [
      ...tree({}, r).runs,
      { id: "s", weight: s, asks: [{ body: { model: "claude-opus-5" }, output: 3 }] },
    ],
  });
  expect(found(two(1, 1), two(2, 2))).toEqual([]);
  expect(found(two(1, 1), two(1, 99))).toEqual([["r weight", "1 of 2", "1 of 100"]]);
  expect(found(tree({ expected: null }), tree({ expected: 5 }))).toEqual([
    ["r#0 expect.output_tokens", "at most `max_tokens`", "5"],
  ]);
  const now = (changes: "request" | "day") =>
    tree({ placeholders: [placeholder(["system", 0, "text"], "now", changes)] });
  expect(found(now("request"), now("day"))).toEqual([["r#0 now changes", "request", "day"]]);
  expect(found(now("day"), now("request"))).toEqual([]);
});

describe("whose rules judge", () => {
  const [head, base] = [
    config({ budget: strictBut({ monthly: usd(1_000_000) }) }),
    config({ budget: strict }),
  ];

  test("the head's, unless it comes from a fork and the base has some", () => {
    expect(forkRules({ head, base, fork: false })).toBe(head);
    expect(forkRules({ head, base, fork: true })).toBe(base);
    expect(forkRules({ head, base: null, fork: true })).toBe(head);
  });

  test("a fork's runs keep the base's assertions, for runs the base has", () => {
    const placeholders = (changes: "request" | "never") => [
      placeholder(["system", 0, "text"], "now", changes),
    ];
    const theirs: Tree = {
      runs: [
        {
          id: "r",
          weight: 9,
          asks: [
            { body: { model: "other" }, output: 1, placeholders: placeholders("never") },
            { body: {}, output: 7, offsetMs: 50 },
          ],
        },
        { id: "s", weight: 9, asks: [{ body: {}, output: 1 }] },
      ],
    };
    const ours: Tree = {
      runs: [
        {
          id: "r",
          weight: 1,
          asks: [{ body: {}, output: 300, placeholders: placeholders("request"), offsetMs: 60 }],
        },
      ],
    };
    const [r, s] = withBaseAssertions(scenarioOf(theirs).runs, scenarioOf(ours).runs);
    const [alone] = withBaseAssertions(scenarioOf(theirs).runs, []);
    expect(r).toMatchObject({
      weight: 1,
      exchanges: [
        {
          expectedOutput: 300,
          offsetMs: 60,
          request: { body: { model: "other" }, placeholders: [{ changes: "request" }] },
        },
        { expectedOutput: 7, offsetMs: 60 },
      ],
    });
    // Where main has runs, another thins them out no more.
    expect([s, alone?.weight]).toEqual([undefined, 9]);
  });

  test(
    "what the base does not say a fork cannot say either, nor by another name of the " +
      "run, nor by a recording or a new variable",
    () => {
      const base = scenarioOf(tree({ expected: null })).runs;
      const [renamed] = scenarioOf(
        tree({ expected: 5, placeholders: [placeholder(["system", 0, "text"], "new", "never")] }),
      ).runs.map((run) => ({
        ...run,
        id: "other",
      }));
      if (renamed === undefined) throw new Error("no run");
      const [run] = withBaseAssertions([renamed], base);
      expect(run?.exchanges[0]).toMatchObject({
        expectedOutput: null,
        recorded: null,
        request: { placeholders: [{ name: "new", changes: "request" }] },
      });
    },
  );
});
