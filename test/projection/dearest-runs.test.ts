import { expect, test } from "vitest";
import { createPriceBook } from "../../src/models/price-book.ts";
import { ratio, type Pico } from "../../src/money.ts";
import { costRuns, dearestRunCost } from "../../src/projection/dearest-runs.ts";
import type { ProjectedExchange } from "../../src/projection/projection.ts";

const book = createPriceBook();
const rate = {
  model: "claude-sonnet-5",
  rate: "list",
  band: "base",
  geo: "global",
  speed: "standard",
  tier: "standard",
} as const;

/** An exchange of so many input tokens, at $2 per million. */
function exchange(run: string, share: readonly [bigint, bigint], input: bigint): ProjectedExchange {
  const line = {
    ...rate,
    input,
    cacheWrite5m: 0n,
    cacheWrite1h: 0n,
    cacheRead: 0n,
    output: 0n,
    webSearches: 0n,
  };
  return {
    run,
    exchange: `${run}#0`,
    index: 0,
    share: ratio(...share),
    ledger: { divisor: 1n, lines: [line] },
    rate,
    outcomes: [],
  };
}

const perToken: Pico = 2_000_000n;

test("a single run has no dearest one", () => {
  expect(dearestRunCost(costRuns([exchange("a", [1n, 1n], 10n)], book))).toBeNull();
});

test("it is the cost that nine tenths of the weight do not exceed", () => {
  const cheap = exchange("a", [9n, 10n], 10n);
  expect(dearestRunCost(costRuns([exchange("b", [1n, 10n], 500n), cheap], book))).toBe(
    10n * perToken,
  );
  const rarer = exchange("a", [89n, 100n], 10n);
  expect(dearestRunCost(costRuns([rarer, exchange("b", [11n, 100n], 500n)], book))).toBe(
    500n * perToken,
  );
});

test("a run's exchanges add up", () => {
  const long = [exchange("b", [1n, 2n], 30n), exchange("b", [1n, 2n], 40n)];
  expect(dearestRunCost(costRuns([exchange("a", [1n, 2n], 10n), ...long], book))).toBe(
    70n * perToken,
  );
});
