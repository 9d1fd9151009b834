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

  test("never calls unchanged what nobody recorded", () => {
    const unknown = scenario("a", { state: "changed", outputUnknown: true });
    expect(ofScenarios([unknown], { deltaUsd: "0", monthlyUsd: "312" })).toBe(
      "what this change costs is not known: nobody recorded how long its answers are; " +
        "counted at $312 a month",
    );
  });

  test("says where a budget that holds lies within the uncertainty", () => {
    const close = scenario("a", { ...dearer, budgets: [budget({ uncertain: true })] });
    expect(ofScenarios([close], { deltaUsd: "10" })).toContain(
      "; a budget lies within the uncertainty of its figures",
    );
  });
});
