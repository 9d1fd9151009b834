import { describe, expect, test } from "vitest";
import { ratio } from "../../src/money.ts";
import { peakLoad, type PeakArrivals } from "../../src/traffic/peak.ts";

const minutes = 730n * 60n;
const peak = (arrivals: PeakArrivals, perMinute: bigint, loads: readonly number[]): number =>
  peakLoad({ arrivals, runsPerMonth: ratio(perMinute * minutes) }, loads);

/** P(N ≤ k) of a Poisson number, summed. */
function atMost(k: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let n = 1; n <= k; n += 1) {
    term *= mean / n;
    sum += term;
  }
  return sum;
}

describe("by chance", () => {
  test.each([1n, 2n, 5n, 20n, 100n, 500n])(
    "%i a minute: one minute in a thousand is busier",
    (mean) => {
      const found = peak({ kind: "poisson" }, mean, [1]);
      expect(Number.isInteger(found)).toBe(true);
      expect(atMost(found, Number(mean))).toBeGreaterThanOrEqual(0.999);
      // Not much more than that: two fewer are too few.
      expect(atMost(found - 2, Number(mean))).toBeLessThan(0.999);
    },
  );

  test("a run over many minutes is spread: its peak is nearer the mean", () => {
    const long = Array.from({ length: 30 }, () => 2);
    const [together, spread] = [
      peak({ kind: "poisson" }, 10n, [60]),
      peak({ kind: "poisson" }, 10n, long),
    ];
    expect(spread).toBeGreaterThan(600);
    expect(spread).toBeLessThan(together);
  });

  test("a schedule of 42 hours a week is four times as busy in them", () => {
    const active = [{ start: 0, end: 42 * 3_600_000 }];
    expect(peak({ kind: "schedule", active }, 5n, [1])).toBe(peak({ kind: "poisson" }, 20n, [1]));
  });
});

test("steady runs are as many every minute, a burst all at once", () => {
  expect(peak({ kind: "steady" }, 7n, [3])).toBe(21);
  expect(peak({ kind: "burst", size: 50 }, 7n, [3, 1])).toBe(150);
});

test("observed: the fullest minute, more often where the traffic says more", () => {
  const starts = [0, 1_000, 59_000, 61_000, 400_000].map((atMs) => ({ atMs }));
  const pattern = { starts, lengthMs: 300_000_000 };
  expect(peakLoad({ arrivals: { kind: "observed", pattern }, runsPerMonth: ratio(1n) }, [2])).toBe(
    6,
  );
});
