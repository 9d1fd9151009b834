import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareTotals } from "../../src/compare/total.ts";
import type { JsonObject } from "../../src/json.ts";
import { declared, placeholder, sideOf, type Ask, type ScenarioSpec } from "./scenario-specs.ts";
import { compareAll } from "./one-scenario.ts";

const sizes = fc.constantFrom(0, 100, 900, 2_000, 18_000);

function anyLevel(word: string) {
  return fc.array(
    fc.record({
      name: fc.constantFrom(`${word} x`, `${word} y`),
      size: sizes,
      marked: fc.boolean(),
    }),
    { maxLength: 2 },
  );
}

const anyAsk: fc.Arbitrary<Ask> = fc
  .record({
    model: fc.constantFrom("claude-sonnet-5", "claude-haiku-4-5"),
    settings: fc.constantFrom<JsonObject>(
      {},
      { temperature: 1 },
      { cache_control: { type: "ephemeral" } },
      { inference_geo: "us" },
    ),
    tools: fc.array(fc.record({ name: fc.constantFrom("t", "u"), size: sizes }), { maxLength: 2 }),
    system: anyLevel("system"),
    messages: anyLevel("message"),
    volatile: fc.boolean(),
    offsetMs: fc.option(fc.constantFrom(60_000, 400_000), { nil: undefined }),
    output: fc.constantFrom(100, 300),
    basis: fc.constantFrom("recorded", "expected", "same-text", "at-most", "scenario"),
    expected: fc.constantFrom(null, 100, 300),
    recorded: fc.constantFrom(undefined, "r1", "r2"),
    residual: fc.constantFrom(0, 3, 40),
    webSearches: fc.constantFrom(0, 1),
    wide: fc.constantFrom(0, 10),
  })
  .map(
    ({
      model,
      settings,
      tools,
      system,
      messages,
      volatile,
      offsetMs,
      residual,
      wide,
      ...rest
    }): Ask => {
      const size = system.reduce(
        (sum, comparison) => sum + comparison.size,
        messages.reduce((sum, comparison) => sum + comparison.size, 100),
      );
      return {
        ...rest,
        residual,
        wide: Math.min(wide, size),
        body: {
          model,
          ...settings,
          ...(tools.length === 0
            ? {}
            : { tools: tools.map((tool) => ({ $tokens: tool.size, name: tool.name })) }),
          system: system.map((block) => declared(block.name, block.size, block.marked)),
          messages: [
            {
              role: "user",
              content: [
                ...messages.map((block) => declared(block.name, block.size, block.marked)),
                declared("question", 120),
              ],
            },
          ],
        },
        placeholders:
          volatile && system.length > 0
            ? [placeholder(["system", 0, "text"], "now", "request")]
            : [],
        ...(offsetMs === undefined ? {} : { offsetMs }),
      };
    },
  );

function inOrder(asks: readonly Ask[]): readonly Ask[] {
  return asks.map((ask, index) => ({
    ...ask,
    offsetMs: index === 0 ? 0 : (ask.offsetMs ?? 0) + index * 500_000,
  }));
}

/**
 * A tree of one to three scenarios made from a small stock, so that two of them often agree in
 * parts.
 */
function anySpec(stock: readonly Ask[]): fc.Arbitrary<readonly ScenarioSpec[]> {
  const ask = fc.constantFrom(...stock);
  const run = fc.record({
    id: fc.constantFrom("r1", "r2", "r3"),
    weight: fc.constantFrom(1, 3),
    asks: fc.array(ask, { minLength: 1, maxLength: 2 }).map(inOrder),
  });
  const scenario = fc.record({
    id: fc.constantFrom("a", "b", "c"),
    traffic: fc.constantFrom(null, 100, 200_000),
    output: fc.constantFrom(300, 500),
    runs: fc.uniqueArray(run, {
      minLength: 1,
      maxLength: 2,
      selector: ({ id }) => id,
    }),
  });
  return fc.uniqueArray(scenario, {
    minLength: 1,
    maxLength: 2,
    selector: ({ id }) => id,
  });
}

const anyPair = fc
  .array(anyAsk, { minLength: 1, maxLength: 3 })
  .chain((stock) => fc.tuple(anySpec(stock), anySpec(stock)));

function sum(parts: readonly { readonly usd: bigint }[]): bigint {
  return parts.reduce((total, { usd }) => total + usd, 0n);
}

test("causes add up to the delta, and the way from main's figure to the head's adds up", () => {
  fc.assert(
    fc.property(anyPair, ([head, base]) => {
      const comparisons = compareAll(head, base);
      for (const comparison of comparisons) {
        if (comparison.state === "new") {
          expect(comparison.deltaUsd).toBeNull();
          continue;
        }
        expect(comparison.deltaUsd).toBe(sum(comparison.causes));
        expect(comparison.headUsd).toBe(
          (comparison.baseUsd ?? 0n) + sum(comparison.adjustments) + (comparison.deltaUsd ?? 0n),
        );
        if (comparison.like !== null) {
          expect(comparison.like.deltaLow <= (comparison.deltaUsd ?? 0n)).toBe(true);
          expect(comparison.like.deltaHigh >= (comparison.deltaUsd ?? 0n)).toBe(true);
        }
      }
      const total = compareTotals(comparisons, true);
      if (total.headUsd === null) return;
      expect(total.headUsd).toBe(
        (total.baseUsd ?? 0n) + sum(total.adjustments) + (total.deltaUsd ?? 0n),
      );
      const months = (specs: readonly ScenarioSpec[]): bigint =>
        specs.reduce((all, spec) => all + (sideOf(spec).projection.usdPerMonth ?? 0n), 0n);
      expect(total.headUsd).toBe(months(head));
      expect(total.baseUsd).toBe(months(base));
    }),
    { numRuns: 300 },
  );
});

test("a tree compared with itself is unchanged", () => {
  fc.assert(
    fc.property(anyPair, ([head]) => {
      for (const comparison of compareAll(head, head)) {
        expect(comparison.state).toBe("unchanged");
        expect(comparison.deltaUsd).toBe(0n);
      }
      // Without the shortcut of equal inputs too.
      const other = head.map((spec) => ({
        ...spec,
        output: (spec.output ?? 0) + 1,
        runs: spec.runs.map((run) => ({ ...run, file: `elsewhere/${run.id}` })),
      }));
      for (const comparison of compareAll(other, head)) expect(comparison.deltaUsd).toBe(0n);
    }),
    { numRuns: 100 },
  );
});

test("there and back: the deltas of a swap cancel", () => {
  fc.assert(
    fc.property(anyPair, ([head, base]) => {
      const same = (specs: readonly ScenarioSpec[]): readonly ScenarioSpec[] =>
        specs.slice(0, 1).map((spec) => ({
          ...spec,
          id: "a",
          traffic: 200_000,
          output: 1,
          runs: spec.runs.slice(0, 1).map((run) => ({ ...run, id: "r1", weight: 1 })),
        }));
      const strip = (specs: readonly ScenarioSpec[]): readonly ScenarioSpec[] =>
        same(specs).map((spec) => ({
          ...spec,
          runs: spec.runs.map((run) => ({
            ...run,
            asks: run.asks.map((ask) => ({
              ...ask,
              residual: 0,
              recorded: "r",
              basis: "recorded" as const,
              webSearches: 0,
              output: 300,
            })),
          })),
        }));
      const [there, back] = [
        compareAll(strip(head), strip(base)),
        compareAll(strip(base), strip(head)),
      ];
      expect((there[0]?.deltaUsd ?? 0n) + (back[0]?.deltaUsd ?? 0n)).toBe(0n);
    }),
    { numRuns: 100 },
  );
});
