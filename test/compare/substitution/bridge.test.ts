import { describe, expect, test } from "vitest";
import { compareScenarios } from "../../../src/compare/compare.ts";
import type { ProjectedScenario } from "../../../src/evaluation/project.ts";
import { estimator, declared, sideOf, type ScenarioSpec } from "../scenario-specs.ts";
import { body, ask, spec, compare, shown } from "../one-scenario.ts";
import { usd } from "../../dollars.ts";

describe("the bridge", () => {
  test("a delta's interval has both sides at the same end", () => {
    const system = [declared("s", 1_000)];
    const comparison = compare(
      spec([ask({ body: body({ system }), wide: 100 })]),
      spec([ask({ wide: 20 })]),
    );
    // $2 more, ± (100 − 20) tokens at $0.002 a thousand runs.
    expect(comparison.like).toEqual({
      baseUsd: usd(3),
      deltaLow: usd(2 - 0.16),
      deltaHigh: usd(2 + 0.16),
    });
  });

  test("a step is taken amid main's neighbours, the delta ends amid the head's", () => {
    const sized = (size: number): ScenarioSpec =>
      spec([ask({ body: body({ system: [declared("s", size)] }) })], { cacheGroup: "g" });
    const dearer = (
      projection: ProjectedScenario["projection"],
    ): ProjectedScenario["projection"] => ({
      ...projection,
      usdPerMonth: (projection.usdPerMonth ?? 0n) + usd(7),
    });
    const head = sideOf({
      ...sized(600),
      runs: [...sized(600).runs, { id: "new", asks: [ask()] }],
    });
    const [comparison] = compareScenarios({
      head: [{ ...head, projection: dearer(head.projection) }],
      base: [sideOf(sized(500))],
      estimator: {
        ...estimator,
        project: (scenario, neighbours) => {
          const projection = estimator.project(scenario, neighbours);
          return neighbours === "head" ? dearer(projection) : projection;
        },
      },
    });
    expect(shown(comparison!)).toEqual({
      causes: [
        ["system", usd(0.2)],
        ["cache", usd(7)],
      ],
      adjustments: [["runs", -usd(0.6)]],
    });
  });

  test("neighbours in a cache group that changed are the cache's", () => {
    const grouped = (output: number): ScenarioSpec => spec([ask()], { cacheGroup: "g", output });
    const [head, base] = [sideOf(grouped(1)), sideOf(grouped(2))];
    const cheaper = { ...head.projection, usdPerMonth: usd(2) };
    const [comparison] = compareScenarios({
      head: [{ ...head, projection: cheaper }],
      base: [base],
      estimator: {
        ...estimator,
        project: (scenario, neighbours) =>
          neighbours === "head" ? cheaper : estimator.project(scenario, neighbours),
      },
    });
    expect(shown(comparison!)).toEqual({ causes: [["cache", -usd(1)]], adjustments: [] });
  });
});
