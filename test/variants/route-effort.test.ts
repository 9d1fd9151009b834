import * as fc from "fast-check";
import { expect, test } from "vitest";
import { effortFactor } from "../../src/models/effort.ts";
import { effortLevels } from "../../src/models/model.ts";
import { createPriceBook } from "../../src/models/price-book.ts";
import { ratioToNumber } from "../../src/money.ts";
import { project } from "../../src/projection/project.ts";
import type { MeasuredScenario } from "../../src/projection/projection.ts";
import { scaleLength } from "../../src/tokens/answers/scaled-length.ts";
import { routed } from "../../src/variants/route.ts";
import { varied } from "../../src/variants/variant.ts";
import { checkTrees } from "../cases.ts";
import { runOf, scenarioOf, trafficOf, type Ask } from "../projection/scenario.ts";
import { createMemoryTree } from "../repositories/memory-tree.ts";

const book = createPriceBook();
const projected = (scenario: MeasuredScenario) =>
  project({ scenario, neighbours: [], book, asOf: "2026-11-24" });

function onModel(model: string, weights: readonly number[], perMonth: number): MeasuredScenario {
  const ask = (kind: number): Ask => ({
    model,
    output: 300 + kind,
    pieces: [
      { level: "system", name: `policy ${kind}`, tokens: 5_000, mark: "5m" },
      { name: "question", tokens: 100 },
    ],
  });
  return scenarioOf(
    weights.map((weight, kind) => runOf(`run-${kind}`, [ask(kind)], weight)),
    trafficOf(perMonth),
  );
}

const mixes = fc.array(fc.constantFrom(1, 0.5, 3), { minLength: 1, maxLength: 3 });

test("a route of nothing is the scenario, one of all is the other model", () => {
  fc.assert(
    fc.property(mixes, fc.constantFrom(100, 7_300, 100_000), (weights, perMonth) => {
      const measured = onModel("claude-opus-5", weights, perMonth);
      const other = onModel("claude-haiku-4-5", weights, perMonth);
      const usd = (hundredths: number): bigint => {
        const route = routed(hundredths, { measured, other: varied(other) });
        return "whyNot" in route ? -1n : projected(route.scenario).usdPerRun;
      };
      expect(usd(0)).toBe(projected(measured).usdPerRun);
      expect(usd(10_000)).toBe(projected(other).usdPerRun);
      // Nearly nothing is nearly the scenario: the share counts, not the number of runs.
      const nearly = Number(usd(1)) / Number(usd(0));
      expect(Math.abs(nearly - 1)).toBeLessThan(0.001);
    }),
    { numRuns: 50 },
  );
});

test("without a cache a route costs its shares of both", () => {
  fc.assert(
    fc.property(mixes, fc.integer({ min: 0, max: 10_000 }), (weights, hundredths) => {
      const measured = { ...onModel("claude-opus-5", weights, 1), tier: "batch" as const };
      const other = { ...onModel("claude-haiku-4-5", weights, 1), tier: "batch" as const };
      const route = routed(hundredths, { measured, other: varied(other) });
      if ("whyNot" in route) throw new Error(route.whyNot);
      const share = hundredths / 10_000;
      const [a, b] = [measured, other].map((each) => Number(projected(each).usdPerRun));
      const mixed = projected(route.scenario);
      expect(Number(mixed.usdPerRun) / ((1 - share) * (a ?? 0) + share * (b ?? 0))).toBeCloseTo(
        1,
        9,
      );
      expect(ratioToNumber(mixed.tokens.system)).toBeCloseTo(5_000, 6);
    }),
    { numRuns: 100 },
  );
});

test("an effort's range holds its figure, and there and back is what it was", () => {
  const levels = fc.constantFrom(...effortLevels);
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 100_000 }), levels, levels, (tokens, from, to) => {
      const factor = effortFactor("claude-sonnet-5", { from, to });
      if (factor === null) throw new Error("no index");
      const scaled = scaleLength({ tokens, low: tokens, high: tokens }, factor);
      expect(scaled.low).toBeLessThanOrEqual(scaled.tokens);
      expect(scaled.high).toBeGreaterThanOrEqual(scaled.tokens);
      const back = { times: factor.over, over: factor.times };
      const again = scaleLength(scaled, back).tokens;
      expect(Math.abs(again / tokens - 1)).toBeLessThan(0.03);
    }),
  );
});

const answer = {
  model: "claude-sonnet-5",
  usage: { input_tokens: 10, output_tokens: 400, output_tokens_details: { thinking_tokens: 300 } },
  stop_reason: "end_turn",
  content: [],
};

/** What a variant of one request costs a run, in millionths; or why there is none. */
function variantOf(name: string, more: object, fixture: object = {}): number | string | null {
  const request = {
    model: "claude-sonnet-5",
    max_tokens: 1_000,
    messages: [{ role: "user", content: [{ type: "text", text: { $tokens: 100 } }] }],
    ...more,
  };
  const tree = createMemoryTree({
    "promptcost.yml": `scenarios: { a: { fixtures: a.json, variants: ["${name}"] } }`,
    "a.json": JSON.stringify({ request, ...fixture }),
  });
  const found = checkTrees(tree, null).report.scenarios[0]?.variants[0];
  const usd = found?.perRunUsd ?? null;
  return found?.whyNot ?? (usd === null ? null : Number(usd) * 1e6);
}

const stated = { expect: { output_tokens: 400 } };

test.each<[string, object, object, number | string]>([
  // Thinking and text are scaled alike (billing.md §3a): 400 × 0.47.
  ["effort:low", {}, { recorded: { response: answer } }, 200 + 188 * 10],
  ["effort:low", {}, stated, 200 + 188 * 10],
  // From the effort that is written: 400 × 47 / 241.
  ["effort:low", { output_config: { effort: "xhigh" } }, stated, 200 + 78 * 10],
  // `max_tokens` cuts: 400 × 5.59 is 2,236.
  ["effort:max", {}, stated, 200 + 1_000 * 10],
  // Nobody knows how long it is: at most `max_tokens`, at any effort.
  ["effort:low", {}, {}, 200 + 1_000 * 10],
  ["effort:high", {}, stated, 200 + 400 * 10],
  ["effort:max", { model: "claude-haiku-4-5" }, stated, "claude-haiku-4-5 has no effort"],
  [
    "effort:low",
    { model: "claude-fable-5-2" },
    stated,
    "the vendor gives no index of efforts for claude-fable-5-2",
  ],
])("%s of %j with %j", (name, more, fixture, expected) => {
  expect(variantOf(name, more, fixture)).toBe(expected);
});

test.each([
  ["route:30%:claude-nobody-1", /no model claude-nobody-1 is known/],
  ["route:0.5%:claude-3-opus-20240229", /retired/],
  ["model:claude-haiku-4-5", null],
])("%s", (name, whyNot) => {
  const found = variantOf(name, {}, stated);
  if (whyNot === null) expect(typeof found).toBe("number");
  else expect(found).toMatch(whyNot);
});
