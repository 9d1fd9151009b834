import { expect, test } from "vitest";
import { findRelaxedAssertions } from "../../../src/budget/trust/relaxed-fixtures.ts";
import { placeholder, type ScenarioSpec } from "../../compare/scenario-specs.ts";
import { spec, scenarioOf } from "./configs.ts";

test("what fixtures assert smaller is listed too", () => {
  const found = (base: ScenarioSpec, head: ScenarioSpec) =>
    findRelaxedAssertions([scenarioOf(base)], [scenarioOf(head)]).map(({ rule, from, to }) => [
      rule,
      from,
      to,
    ]);
  expect(found(spec(), spec({ output: 299 }))).toEqual([
    ["r#0 expect.output_tokens", "300", "299"],
  ]);
  expect(found(spec({ output: 299 }), spec())).toEqual([]);
  // Of one run alone the weight says nothing; of two, that one gets less.
  expect(found(spec({}, 3), spec())).toEqual([]);
  const two = (r: number, s: number): ScenarioSpec => ({
    runs: [
      ...spec({}, r).runs,
      { id: "s", weight: s, asks: [{ body: { model: "claude-opus-5" }, output: 3 }] },
    ],
  });
  expect(found(two(1, 1), two(2, 2))).toEqual([]);
  expect(found(two(1, 1), two(1, 99))).toEqual([["r weight", "1 of 2", "1 of 100"]]);
  expect(found(spec({ expected: null }), spec({ expected: 5 }))).toEqual([
    ["r#0 expect.output_tokens", "at most `max_tokens`", "5"],
  ]);
  const now = (changes: "request" | "day") =>
    spec({ placeholders: [placeholder(["system", 0, "text"], "now", changes)] });
  expect(found(now("request"), now("day"))).toEqual([["r#0 now changes", "request", "day"]]);
  expect(found(now("day"), now("request"))).toEqual([]);
});
