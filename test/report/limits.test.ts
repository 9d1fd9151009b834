import { expect, test } from "vitest";
import { ratio } from "../../src/money.ts";
import { reportLimits } from "../../src/report/limits.ts";
import { judgeOne, exact } from "../budget/limits/judge-one.ts";
import { usd } from "../dollars.ts";

const apart = { limitUsd: null, limitShare: null, actualUsd: null, actualShare: null };
const increase = { percent: ratio(5n), atLeast: usd(10) };
const grown = { base: usd(1_000), delta: exact(usd(51)), basis: "month" } as const;

test.each([
  ["monthly", { monthly: usd(900) }, { monthly: exact(usd(901)) }, ["900", null, "901", null]],
  ["per-run", { perRun: usd(0.02) }, { perRun: exact(usd(0.01)) }, ["0.02", null, "0.01", null]],
  ["increase", { increase }, { increase: grown }, ["10", "0.05", "51", "0.051"]],
  [
    "cache-hit-rate",
    { cacheHitRate: ratio(4n, 5n) },
    { hitRate: ratio(1n, 2n) },
    [null, "0.8", null, "0.5"],
  ],
])("%s: money and shares apart", (kind, limits, figures, expected) => {
  const [reported] = reportLimits([judgeOne(limits, figures)]);
  expect(reported).toMatchObject({ kind, judged: true, file: null });
  expect([
    reported?.limitUsd,
    reported?.limitShare,
    reported?.actualUsd,
    reported?.actualShare,
  ]).toEqual(expected);
});

test("a limit without a figure is not judged, and has none", () => {
  expect(reportLimits([judgeOne({ increase: { ...increase, atLeast: null } }, {})])).toMatchObject([
    { ...apart, limitShare: "0.05", kind: "increase", judged: false, over: false },
  ]);
  expect(reportLimits([])).toEqual([]);
});
