import { expect, test } from "vitest";
import { writeBaseline } from "../../src/baseline/baseline.ts";
import { createEntry, factsIn, factsOf } from "../../src/baseline/entry.ts";
import type { Scenario } from "../../src/fixture/fixture.ts";
import { declared, sideOf, type ScenarioSpec } from "../compare/scenario-specs.ts";
import { digest } from "../../src/io/hash.ts";

const spec: ScenarioSpec = {
  id: "support-rag",
  traffic: 200_000,
  runs: [
    {
      id: "question",
      asks: [
        {
          output: 310,
          webSearches: 1,
          body: {
            model: "claude-sonnet-5",
            system: [declared("policy", 18_240, true), { type: "text", text: "canary-text-7f3a" }],
            messages: [{ role: "user", content: "canary-text-7f3a" }],
          },
        },
      ],
    },
  ],
};

const side = sideOf(spec);

const cheaper = sideOf({ ...spec, traffic: null });

const facts = factsOf({
  scenario: { ...side.scenario, inputs: "i" },
  group: [],
  counter: "c",
  prices: "rates",
  digest,
});

const entry = createEntry({
  facts,
  scenario: side.scenario,
  models: ["claude-sonnet-5", "claude-haiku-4-5", "claude-sonnet-5"],
  projection: side.projection,
  variants: [{ name: "no-cache", projection: cheaper.projection }],
});

test("an entry says what was projected, in decimal strings, and nothing of the prompt", () => {
  const text = writeBaseline(new Map([["support-rag", entry]]));
  expect(text).not.toContain("canary");
  expect(entry.tokensByPart).toEqual({
    messages: "11",
    output: "310",
    system: "18251",
    tools: "0",
  });
  expect(entry.tokensByClass["output"]).toBe("310");
  expect(entry.fees).toEqual({ webSearches: "1" });
  expect(entry.models).toEqual(["claude-haiku-4-5", "claude-sonnet-5"]);
  expect(entry.traffic).toEqual({ arrivals: "poisson", runsPerMonth: "200000" });
  expect(entry.usd["no-cache"]?.month).toBeNull();
  expect(Object.keys(entry.usd)).toEqual(["as-written", "no-cache"]);
  expect(Number(entry.hitRate)).toBeGreaterThan(0.9);
  expect(Number(entry.usd["as-written"]?.month) / 200_000).toBeCloseTo(
    Number(entry.usd["as-written"]?.run),
    9,
  );
  // Classes and parts are two views of the same prompt.
  const { input, cacheRead, cacheWrite1h, cacheWrite5m } = entry.tokensByClass;
  const sum = [input, cacheRead, cacheWrite1h, cacheWrite5m].reduce(
    (total, one) => total + Number(one),
    0,
  );
  expect(sum).toBeCloseTo(18_262, 4);
  // No number of JSON but the version: text can carry a figure of any length.
  expect(text.match(/: -?\d/g)).toEqual([": 1"]);
});

test("facts are those of the scenario, and of its cache group", () => {
  const scenario = (id: string, inputs: string): Scenario => ({
    ...side.scenario,
    inputs,
    config: { ...side.scenario.config, id },
  });
  const [a, b, c] = [scenario("a", "1"), scenario("b", "2"), scenario("c", "3")];
  const of = (group: readonly Scenario[]): string =>
    factsOf({ scenario: a, group, counter: "c", prices: "p", digest }).inputs;
  expect(of([])).toBe("1");
  expect(of([a])).toBe("1");
  expect(of([a, b])).not.toBe("1");
  expect(of([a, b, c])).toBe(of([c, b, a]));
  expect(of([a, b])).not.toBe(of([a, c]));
  expect(facts.prices).toBe(digest("rates"));
});

test("without traffic or a breakpoint there is no month and no hit rate", () => {
  const bare = sideOf({
    ...spec,
    traffic: null,
    runs: [{ id: "r", asks: [{ body: { model: "claude-sonnet-5", messages: [] }, output: 3 }] }],
  });
  const found = createEntry({
    facts: { inputs: "i", engine: "e", counter: "c", prices: "p" },
    scenario: bare.scenario,
    models: [],
    projection: bare.projection,
    variants: [],
  });
  expect(found).toMatchObject({
    inputs: "i",
    engine: "e",
    counter: "c",
    prices: "p",
    traffic: null,
    hitRate: null,
    usd: { "as-written": { month: null, run: "0.00003" } },
  });
});

test("each class of tokens is its own", () => {
  const line = { input: 1n, output: 5n, cacheWrite5m: 3n, cacheWrite1h: 2n, cacheRead: 4n };
  const [first] = side.projection.perRun.lines;
  if (first === undefined) throw new Error("no line");
  const perRun = { ...side.projection.perRun, divisor: 2n, lines: [{ ...first, ...line }] };
  const found = createEntry({
    facts,
    scenario: side.scenario,
    models: [],
    projection: { ...side.projection, perRun },
    variants: [],
  });
  expect(found.tokensByClass).toEqual({
    cacheRead: "2",
    cacheWrite1h: "1",
    cacheWrite5m: "1.5",
    input: "0.5",
    output: "2.5",
  });
});

test("the facts of an entry are those four alone, and groups are digested line by line", () => {
  expect(factsIn(entry)).toEqual(facts);
  const scenario = (id: string, inputs: string): Scenario => ({
    ...side.scenario,
    inputs,
    config: { ...side.scenario.config, id },
  });
  const of = (a: string, b: string): string =>
    factsOf({
      scenario: scenario("a", a),
      group: [scenario("b", b)],
      counter: "c",
      prices: "p",
      digest,
    }).inputs;
  expect(of("12", "3")).not.toBe(of("1", "23"));
});
