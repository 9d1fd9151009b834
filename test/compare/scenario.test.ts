import { describe, expect, test } from "vitest";
import { compareScenarios, compareWithBaseline } from "../../src/compare/compare.ts";
import { compareTotals } from "../../src/compare/total.ts";
import { plainEntry } from "../baseline/entries.ts";
import { estimator, declared, sideOf } from "./scenario-specs.ts";
import { body, ask, spec, compareAll } from "./one-scenario.ts";
import { usd } from "../dollars.ts";

describe("scenarios", () => {
  test("new, gone and renamed", () => {
    const [a, b] = [
      spec([ask()], { id: "a" }),
      spec([ask({ output: 200 })], {
        id: "b",
        runs: [{ id: "other", asks: [ask({ output: 200 })] }],
      }),
    ];
    const comparisons = compareAll(
      [{ ...a, id: "c" }, b],
      [a, spec([ask()], { id: "d", runs: [{ id: "gone", asks: [ask(), ask()] }] })],
    );
    expect(
      comparisons.map((comparison) => [comparison.id, comparison.state, comparison.formerId]),
    ).toEqual([
      ["b", "new", null],
      ["c", "renamed", "a"],
      ["d", "gone", null],
    ]);
    expect(comparisons[0]).toMatchObject({ baseUsd: null, deltaUsd: null, headUsd: usd(4) });
    expect(comparisons[1]).toMatchObject({ baseUsd: usd(3), deltaUsd: 0n, headUsd: usd(3) });
    expect(comparisons[2]).toMatchObject({
      baseUsd: usd(6),
      deltaUsd: 0n,
      headUsd: 0n,
      adjustments: [{ kind: "scenarios", usd: -usd(6) }],
    });
    expect(compareTotals(comparisons, true)).toMatchObject({
      headUsd: usd(7),
      baseUsd: usd(9),
      deltaUsd: usd(4),
      likeUsd: usd(3),
      adjustments: [{ kind: "scenarios", usd: -usd(6) }],
    });
  });

  test("without traffic: per run, and no part in the sum", () => {
    const bare = { traffic: null };
    const comparisons = compareAll(
      [
        spec([ask({ body: body({ system: [declared("s", 500)] }) })], bare),
        spec([ask()], { id: "b" }),
      ],
      [spec([ask()], bare), spec([ask()], { id: "b" })],
    );
    expect(comparisons[0]).toMatchObject({
      basis: "run",
      baseUsd: usd(0.003),
      headUsd: usd(0.004),
      deltaUsd: usd(0.001),
    });
    expect(compareTotals(comparisons, true)).toMatchObject({
      headUsd: usd(3),
      baseUsd: usd(3),
      deltaUsd: 0n,
      leftOut: ["a"],
    });
  });

  test("traffic that comes or goes is an adjustment as a whole, with no base figure made up", () => {
    const came = compareAll([spec([ask()])], [spec([ask()], { traffic: null })]);
    expect(came[0]).toMatchObject({
      basis: "month",
      baseUsd: null,
      headUsd: usd(3),
      deltaUsd: 0n,
      adjustments: [{ kind: "traffic", usd: usd(3), detail: "no traffic → 1000/month" }],
    });
    expect(compareTotals(came, true)).toMatchObject({ headUsd: usd(3), baseUsd: 0n, deltaUsd: 0n });
    const went = compareAll([spec([ask()], { traffic: null })], [spec([ask()])]);
    expect(went[0]).toMatchObject({
      basis: "run",
      baseUsd: usd(0.003),
      headUsd: usd(0.003),
      deltaUsd: 0n,
    });
    // No month is not a month of nothing.
    expect(compareTotals(went, true)).toMatchObject({
      headUsd: null,
      baseUsd: usd(3),
      deltaUsd: null,
      leftOut: ["a"],
      adjustments: [{ kind: "traffic", usd: -usd(3) }],
    });
  });

  test("nothing compared is never no change", () => {
    const comparisons = compareScenarios({
      head: [sideOf(spec([ask()]))],
      base: null,
      estimator,
    });
    expect(comparisons).toMatchObject([
      { state: "new", baseUsd: null, deltaUsd: null, like: null, causes: [], adjustments: [] },
    ]);
    expect(compareTotals(comparisons, false)).toMatchObject({
      headUsd: usd(3),
      baseUsd: null,
      deltaUsd: null,
      likeUsd: null,
      deltaLow: null,
      deltaHigh: null,
    });
  });

  test("with a base that cannot be projected, its baseline's figures are compared, unexplained", () => {
    const entry = { ...plainEntry, usd: { "as-written": { month: "2", run: "0.002" } } };
    const heads = [
      sideOf(spec([ask()])),
      sideOf(spec([ask()], { id: "b", traffic: null })),
      sideOf(spec([ask()], { id: "c" })),
    ];
    const comparisons = compareWithBaseline(heads, {
      baseline: new Map([
        ["a", entry],
        ["b", entry],
        ["gone", entry],
      ]),
      pricesOf: () => null,
    });
    expect(comparisons).toMatchObject([
      {
        id: "a",
        baseUsd: usd(2),
        deltaUsd: usd(1),
        causes: [{ kind: "unexplained", usd: usd(1) }],
        like: { baseUsd: usd(2) },
      },
      { id: "b", baseUsd: usd(0.002), deltaUsd: usd(0.001), basis: "run" },
      { id: "c", baseUsd: null, deltaUsd: null, causes: [] },
    ]);
  });
});
