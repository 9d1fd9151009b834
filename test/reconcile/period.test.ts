import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dayAfter, daysOf, readPeriod, titleOf } from "../../src/reconcile/period.ts";

const asOf = "2026-11-24";
const nothing = { month: null, from: null, to: null, asOf };

test.each([
  ["the last month that is over", {}, "2026-10-01", "2026-10-31", "October 2026"],
  ["over the year", { asOf: "2027-01-05" }, "2026-12-01", "2026-12-31", "December 2026"],
  ["a month", { month: "2024-02" }, "2024-02-01", "2024-02-29", "February 2024"],
  [
    "days",
    { from: "2026-10-05", to: "2026-10-06" },
    "2026-10-05",
    "2026-10-06",
    "2026-10-05 to 2026-10-06",
  ],
  [
    "days that are a month",
    { from: "2026-09-01", to: "2026-09-30" },
    "2026-09-01",
    "2026-09-30",
    "September 2026",
  ],
])("%s", (_, words, from, to, title) => {
  const period = readPeriod({ ...nothing, ...words });
  expect(period).toMatchObject({ from, to });
  expect("from" in period && titleOf(period)).toBe(title);
});

test.each([
  ["a month that runs", { month: "2026-11" }, "reconcile-not-over"],
  ["today", { from: "2026-11-20", to: asOf }, "reconcile-not-over"],
  ["a month to come", { month: "2027-03" }, "reconcile-not-over"],
  ["both ways", { month: "2026-10", from: "2026-10-01" }, "reconcile-period"],
  ["one end", { from: "2026-10-01" }, "reconcile-period"],
  ["upside down", { from: "2026-10-09", to: "2026-10-01" }, "reconcile-period"],
  ["no month", { month: "2026-13" }, "reconcile-period"],
  ["October", { month: "October" }, "reconcile-period"],
  ["years", { from: "2020-01-01", to: "2026-01-01" }, "reconcile-period"],
])("%s is refused", (_, words, code) => {
  expect(readPeriod({ ...nothing, ...words })).toMatchObject({ code });
});

test("days are counted with both ends", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 0, max: 400 }),
      (start, more) => {
        const from = dayAfter("1990-01-01", start);
        const days = daysOf({ from, to: dayAfter(from, more) });
        expect(days).toHaveLength(more + 1);
        expect(new Set(days).size).toBe(more + 1);
      },
    ),
  );
});
