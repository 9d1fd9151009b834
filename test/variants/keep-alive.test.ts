import { describe, expect, test } from "vitest";
import { createPriceBook } from "../../src/models/price-book.ts";
import type { MeasuredScenario } from "../../src/projection/projection.ts";
import { project } from "../../src/projection/project.ts";
import { withTtl } from "../../src/variants/breakpoints.ts";
import { keptBetweenRuns } from "../../src/variants/keep-alive/between-runs.ts";
import { withPings } from "../../src/variants/keep-alive/within-runs.ts";
import { checkTrees } from "../cases.ts";
import { createMemoryTree } from "../repositories/memory-tree.ts";
import { runOf, scenarioOf, trafficOf } from "../projection/scenario.ts";

const book = createPriceBook();
const perRun = (scenario: MeasuredScenario): number =>
  Number(project({ scenario, neighbours: [], book, asOf: "2026-11-24" }).usdPerRun) / 1e6;
const handbook = { level: "system", name: "handbook", tokens: 20_000, mark: "5m" } as const;
const question = { name: "question", tokens: 500 };

describe("inside a run", () => {
  // caching-rules.md §7: ⌈(gap − 5) / 4.5⌉ requests.
  test.each([
    [4, 0],
    [5, 0],
    [9, 1],
    [10, 2],
    [20, 4],
    [30, 6],
    [45, 9],
    [60, 13],
    // An hour and more is left to lapse.
    [61, 0],
  ])("a gap of %i minutes takes %i", (minutes, pings) => {
    const ask = (offset: number) => ({ offset, pieces: [handbook, question] });
    const run = runOf("a", [ask(0), ask(minutes * 60_000)]);
    expect(withPings(run).pings).toBe(pings);
  });

  test("nothing is kept alive that the next request fills anew", () => {
    const clock = { level: "system", name: "time", tokens: 9, changes: "request" } as const;
    const ask = (offset: number) => ({ offset, pieces: [clock, handbook, question] });
    expect(withPings(runOf("a", [ask(0), ask(600_000)])).pings).toBe(0);
  });
});

describe("between runs", () => {
  /** Sonnet 5: reading 20,000 tokens and the question's 500, in millionths of a dollar. */
  const once = 20_000 * 0.2 + 500 * 2;

  // Poisson: after 4.5 minutes without a run one request, and one more for each 4.5 minutes after.
  test.each([1, 6, 60])("at %i runs an hour", (hourly) => {
    const scenario = scenarioOf(
      [runOf("a", [{ pieces: [handbook, question] }])],
      trafficOf(730 * hourly),
    );
    const kept = keptBetweenRuns(scenario);
    const silent = Math.exp((-hourly * 4.5) / 60);
    const pings = silent / (1 - silent);
    expect(kept?.pingsPerMonth).toBeCloseTo(730 * hourly * pings, 3);
    // The last request counts in part, in whole tokens.
    expect(perRun(kept?.scenario ?? scenario) / (once * (1 + pings))).toBeCloseTo(1, 3);
  });

  test("two kinds of run that share the handbook keep it alive for one another", () => {
    const runs = [
      runOf("a", [{ pieces: [handbook, question] }]),
      runOf("b", [{ pieces: [handbook] }]),
    ];
    const silent = Math.exp((-6 * 4.5) / 60);
    const kept = keptBetweenRuns(scenarioOf(runs, trafficOf(730 * 6)));
    expect(kept?.pingsPerMonth).toBeCloseTo((730 * 6 * silent) / (1 - silent), 3);
  });

  test("never for runs so rare that writing anew is cheaper", () => {
    const scenario = scenarioOf([runOf("a", [{ pieces: [handbook, question] }])], trafficOf(73));
    expect(keptBetweenRuns(scenario)).toBeNull();
  });

  test("never where arrivals are not Poisson, or nothing is shared", () => {
    const run = runOf("a", [{ pieces: [handbook, question] }]);
    expect(keptBetweenRuns(scenarioOf([run], trafficOf(4_380, "steady")))).toBeNull();
    const own = runOf("a", [{ pieces: [{ name: "own", tokens: 9_000, mark: "5m" }] }]);
    expect(keptBetweenRuns(withTtl(scenarioOf([own], trafficOf(4_380)), "5m"))).toBeNull();
  });
});

/** caching-rules.md §7, §8. */
test.each([
  [{ output_config: { format: { type: "json_schema", schema: {} } } }, "output_config.format"],
  [{ thinking: { type: "enabled", budget_tokens: 1_024 }, model: "claude-haiku-4-5" }, "thinking"],
  [
    { tool_choice: { type: "any" }, tools: [{ name: "t", input_schema: { type: "object" } }] },
    "tool_choice",
  ],
  [{ stream: true }, null],
])("%j", (more, refused) => {
  const request = {
    model: "claude-sonnet-5",
    max_tokens: 5_000,
    system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
    messages: [{ role: "user", content: "Hi" }],
    ...more,
  };
  const tree = createMemoryTree({
    "promptcost.yml": "scenarios: { a: { fixtures: a.json, variants: [keep-alive] } }",
    "a.json": JSON.stringify({ request, expect: { output_tokens: 5 } }),
  });
  const whyNot = checkTrees(tree, null).report.scenarios[0]?.variants[0]?.whyNot ?? null;
  expect(whyNot).toBe(refused === null ? null : `\`max_tokens: 0\` goes without \`${refused}\``);
});
