import { describe, expect, test } from "vitest";
import { headlineOf } from "../../../src/report/views/words/headline.ts";
import type { Report } from "../../../src/report/report.ts";
import { budget, report, scenario } from "../parts.ts";

function ofScenarios(
  scenarios: Report["scenarios"],
  totals: Partial<Report["totals"]> = {},
): string {
  const usual = report();
  return headlineOf({ ...usual, scenarios, totals: { ...usual.totals, ...totals } }).sentence;
}

describe("the headline", () => {
  const dearer = { state: "changed", deltaUsd: "10", monthlyUsd: "322" } as const;

  test("of equally large moves it names the first", () => {
    const moved = ["a", "b", "c"].map((id) => scenario(id, dearer));
    expect(ofScenarios(moved, { deltaUsd: "30" })).toBe(
      "3 scenarios cost $30 a month more together, most of it a",
    );
  });

  test.each([
    ["about", "300", "400", "10"],
    ["at least", "322", "400", "10"],
    ["at most", "300", "322", "10"],
    ["at most", "322", "400", "-10"],
    ["at least", "300", "322", "-10"],
  ])("says %s where the figure may be %s to %s, and moves by %s", (hedge, low, high, delta) => {
    const over = { ...dearer, deltaUsd: delta, lowUsd: low, highUsd: high };
    const words = `costs ${hedge} $10 a month ${delta.startsWith("-") ? "less" : "more"}`;
    const unknown = scenario("a", { ...over, outputUnknown: true });
    expect(ofScenarios([unknown], { deltaUsd: delta })).toBe(`a ${words}`);
    // Of counts alone no more is said than that: both sides are counted the same way.
    expect(ofScenarios([scenario("a", over)], { deltaUsd: delta })).not.toContain(hedge);
    const two = ofScenarios([unknown, scenario("b", dearer)], { deltaUsd: "20" });
    expect(two).toMatch(/^2 scenarios cost about \$20 a month more together/);
  });

  test("never calls unchanged what nobody recorded", () => {
    const unknown = scenario("a", { state: "changed", outputUnknown: true });
    expect(ofScenarios([unknown], { deltaUsd: "0", monthlyUsd: "312" })).toBe(
      "what this change costs is not known: nobody recorded how long its answers are; " +
        "counted at $312 a month",
    );
  });

  test("says where a budget that holds lies within the uncertainty", () => {
    const close = scenario("a", {
      ...dearer,
      budgets: [budget({ uncertain: true, low: "1900", high: "2100" })],
    });
    expect(ofScenarios([close], { deltaUsd: "10" })).toContain(
      "; the budget of a, $2,000 a month, is uncertain: $1,900 to $2,100",
    );
  });
});
