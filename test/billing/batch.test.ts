import { expect, test } from "vitest";
import { batchOutcomes, expectBatch } from "../../src/billing/batch.ts";
import { ratio } from "../../src/money.ts";
import { layoutOf } from "./layouts.ts";

const layout = layoutOf(
  [1_000, 2_000, 500, 40],
  [
    [1, "1h"],
    [2, "5m"],
  ],
);
const half = ratio(1n, 2n);

test("a share of the requests reads what they share, the rest writes all", () => {
  const outcomes = batchOutcomes({ layout, lastShared: 1, hitShare: ratio(3n, 10n) });
  expect(outcomes).toEqual([
    { chance: ratio(3n, 10n), split: { read: 3_000, write1h: 0, write5m: 500, input: 40, hitBlock: 1 } },
    { chance: ratio(7n, 10n), split: { read: 0, write1h: 3_000, write5m: 500, input: 40, hitBlock: -1 } },
  ]);
  expect(expectBatch(outcomes)).toEqual({ read: ratio(900n), write1h: ratio(2_100n), write5m: ratio(500n), input: ratio(40n) });
});

test.each([
  ["nothing is shared", layout, -1],
  ["nothing shared is marked", layout, 0],
  ["nothing is marked", layoutOf([1_000, 40], []), 1],
  ["it is below the minimum", layoutOf([1_000, 40], [[0, "5m"]], { minimum: 1_024 }), 1],
] as const)("no hit where %s", (_, one, lastShared) => {
  const outcomes = batchOutcomes({ layout: one, lastShared, hitShare: half });
  expect(outcomes.map(({ chance, split }) => [chance, split.read])).toEqual([[ratio(1n), 0]]);
});

test("a share of one always hits, a share of none never", () => {
  expect(batchOutcomes({ layout, lastShared: 3, hitShare: ratio(1n) }).map(({ split }) => split.read)).toEqual([3_500]);
  expect(batchOutcomes({ layout, lastShared: 3, hitShare: ratio(0n) }).map(({ split }) => split.read)).toEqual([0]);
});
