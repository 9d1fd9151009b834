import { expect, test } from "vitest";
import { sumQuantities } from "../../src/billing/ledger/ledger.ts";
import { createPriceBook } from "../../src/models/price-book.ts";
import { ratio, ratioToNumber, type Ratio } from "../../src/money.ts";
import { project } from "../../src/projection/project.ts";
import { runOf, scenarioOf, type Piece } from "./scenario.ts";

const book = createPriceBook();
const shared: readonly Piece[] = [
  { level: "tools", name: "tools", tokens: 1_000 },
  { level: "system", name: "policy", tokens: 2_000, mark: "1h" },
  { name: "document", tokens: 2_500, mark: "5m" },
  { name: "question", tokens: 40 },
];

/** Tokens read and written, expected, of a request of a batch. */
function inBatch(pieces: readonly Piece[], batchHitShare: Ratio) {
  const scenario = scenarioOf([runOf("r", [{ pieces }])], null, { tier: "batch", batchHitShare });
  const { perRun, range, usdPerRun } = project({
    scenario,
    neighbours: [],
    book,
    asOf: "2026-11-24",
  });
  const sum = sumQuantities(perRun);
  const tokens = (quantity: bigint): number => ratioToNumber(ratio(quantity, perRun.divisor));
  return {
    read: tokens(sum.cacheRead),
    write5m: tokens(sum.cacheWrite5m),
    write1h: tokens(sum.cacheWrite1h),
    range,
    usdPerRun,
  };
}

test("a share of the requests reads what they share, the rest writes all", () => {
  const { read, write1h, write5m } = inBatch(shared, ratio(3n, 10n));
  expect(read).toBeCloseTo(900, 6);
  expect(write1h).toBeCloseTo(2_100, 6);
  expect(write5m).toBeCloseTo(2_500, 6);
});

test("a share of one always hits, a share of none never", () => {
  expect([inBatch(shared, ratio(1n)).read, inBatch(shared, ratio(0n)).read]).toEqual([3_000, 0]);
});

test.each<[string, readonly Piece[]]>([
  [
    "nothing shared is marked",
    shared.map(({ mark, ...piece }) =>
      piece.name === "document" ? { ...piece, mark: mark ?? "5m" } : piece,
    ),
  ],
  ["nothing is marked", shared.map(({ mark: _mark, ...piece }) => piece)],
  [
    "it is below the minimum",
    [
      { level: "system", name: "policy", tokens: 500, mark: "5m" },
      { name: "question", tokens: 40 },
    ],
  ],
])("no hit where %s", (_, pieces) => {
  expect(inBatch(pieces, ratio(1n, 2n)).read).toBe(0);
});

test("its interval is the hit share's, 30 to 98 percent; none where no share matters", () => {
  const { range, usdPerRun } = inBatch(shared, ratio(1n, 2n));
  expect(range.low.usdPerRun).toBe(inBatch(shared, ratio(98n, 100n)).usdPerRun);
  expect(range.high.usdPerRun).toBe(inBatch(shared, ratio(30n, 100n)).usdPerRun);
  expect(range.low.usdPerRun < usdPerRun && usdPerRun < range.high.usdPerRun).toBe(true);
  const bare = inBatch(
    shared.map(({ mark: _mark, ...piece }) => piece),
    ratio(1n, 2n),
  );
  expect([bare.range.low.usdPerRun, bare.range.high.usdPerRun]).toEqual([
    bare.usdPerRun,
    bare.usdPerRun,
  ]);
});
