import { describe, expect, test } from "vitest";
import { acceptancesOf, isExpired, isWithin } from "../../../src/budget/acceptance/acceptance.ts";
import type { Needed } from "../../../src/budget/acceptance/needed.ts";
import type { AcceptedAmount } from "../../../src/config/accept/amount.ts";
import { ratio } from "../../../src/money.ts";
import { usd } from "../../dollars.ts";
import { configWith } from "../judged-specs.ts";
import { yes } from "./accepted-specs.ts";

const dollars = (basis: "month" | "run" | null): AcceptedAmount => ({
  kind: "usd",
  usd: usd(5),
  basis,
});
const tokens: AcceptedAmount = { kind: "tokens", tokens: 300 };
const model: AcceptedAmount = { kind: "model", model: "claude-opus-5" };
const more = (amount: bigint, high = amount, basis: "month" | "run" = "month"): Needed => ({
  kind: "usd",
  usd: amount,
  high,
  basis,
});
const longer = (count: bigint, high = count): Needed => ({
  kind: "tokens",
  tokens: ratio(count, 10n),
  high: ratio(high, 10n),
});
const dearer = (...models: readonly string[]): Needed => ({ kind: "model", models });

const [both, figure, neither] = [
  { figure: true, high: true },
  { figure: true, high: false },
  { figure: false, high: false },
];

test.each<readonly [AcceptedAmount, Needed, typeof both]>([
  [dollars("month"), more(usd(5)), both],
  [dollars("month"), more(usd(5), usd(5) + 1n), figure],
  [dollars("month"), more(usd(5) + 1n), neither],
  [dollars("month"), more(usd(5), usd(5), "run"), neither],
  [dollars("run"), more(usd(5), usd(5), "run"), both],
  [dollars(null), more(usd(5)), both],
  [dollars(null), more(usd(5), usd(5), "run"), neither],
  [tokens, longer(3_000n), both],
  [tokens, longer(3_000n, 3_001n), figure],
  [tokens, longer(3_001n), neither],
  [model, dearer("claude-opus-5"), both],
  [model, dearer("claude-opus-5", "claude-fable-5"), neither],
  [model, dearer("claude-fable-5"), neither],
  // Of one kind, and of no other.
  [dollars("month"), longer(1n), neither],
  [dollars("month"), dearer("claude-opus-5"), neither],
  [tokens, more(1n), neither],
  [tokens, dearer("claude-opus-5"), neither],
  [model, more(1n), neither],
  [model, longer(1n), neither],
])("%o for %o: %o", (upTo, needed, expected) =>
  expect(isWithin(upTo, needed, "month")).toEqual(expected),
);

describe("an acceptance", () => {
  test("holds on its last day; one without a last day always", () => {
    const until = (day: string | null) => yes("a", 1n, { until: day });
    expect(isExpired(until("2026-11-24"), "2026-11-24")).toBe(false);
    expect(isExpired(until("2026-11-24"), "2026-11-25")).toBe(true);
    expect(isExpired(until(null), "2999-01-01")).toBe(false);
  });

  test("of the config is accepted by its line", () => {
    const entry = {
      scenario: "a",
      upTo: dollars("run"),
      from: null,
      reason: "a launch",
      until: "2027-01-31",
      path: ["accept", 0],
    };
    expect(acceptancesOf(configWith([], { accept: [entry] }))).toMatchObject([
      {
        scenario: "a",
        upTo: dollars("run"),
        reason: "a launch",
        until: "2027-01-31",
        by: { kind: "config", place: { file: "promptcost.yml", path: "accept.0" } },
      },
    ]);
  });
});
