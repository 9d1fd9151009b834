import { describe, expect, test } from "vitest";
import { relaxBudget, relaxUncertain } from "../../../src/budget/limits/limits.ts";
import type { Limit } from "../../../src/config/limits.ts";
import { ratio } from "../../../src/money.ts";
import { budgetOf, type Limits } from "../budget-of.ts";
import { usd } from "../../dollars.ts";

const defaults = { before: "judge", after: "judge" } as const;

function relaxed(before: Limits, after: Limits) {
  return relaxBudget(budgetOf(before), budgetOf(after), defaults).map(
    ({ path, from, to }) => `${path.join(".")}: ${from} → ${to}`,
  );
}

const percent = (of: bigint, d = 100n) => ratio(of, d);
const increase = (of: bigint | null, atLeast: bigint | null): Limit => ({
  kind: "increase",
  value: { percent: of === null ? null : ratio(of), atLeast },
});
const ratchet = (tools: bigint | null, system: bigint | null): Limit => ({
  kind: "tokens.ratchet",
  value: {
    tools: tools === null ? null : percent(tools, 1_000n),
    system: system === null ? null : percent(system, 1_000n),
    messages: null,
  },
});

/** A limit, a laxer one, and what is said where the one becomes the other, or is taken out. */
const laxer: readonly (readonly [Limit, Limit, string, string])[] = [
  [
    { kind: "monthly", value: usd(900) },
    { kind: "monthly", value: usd(900) + 1n },
    "monthly: $900 → $900.000000000001",
    "monthly: $900 → none",
  ],
  [
    { kind: "cache-hit-rate", value: percent(29n) },
    { kind: "cache-hit-rate", value: percent(7n) },
    "cache-hit-rate: 29 % → 7 %",
    "cache-hit-rate: 29 % → none",
  ],
  [
    { kind: "batch-share", value: percent(57n) },
    { kind: "batch-share", value: percent(565n, 1_000n) },
    "batch-share: 57 % → 56.5 %",
    "batch-share: 57 % → none",
  ],
  [
    { kind: "tokens.prompt", value: 8_000 },
    { kind: "tokens.prompt", value: 8_001 },
    "tokens.prompt: 8,000 → 8,001",
    "tokens.prompt: 8,000 → none",
  ],
  [
    increase(5n, usd(10)),
    increase(6n, usd(10)),
    "increase.percent: 5 % → 6 %",
    "increase: 5 %, at least $10 → none",
  ],
  [
    increase(null, usd(10)),
    increase(null, usd(11)),
    "increase.at-least: $10 → $11",
    "increase: at least $10 → none",
  ],
  [
    increase(5n, null),
    increase(5n, usd(1)),
    "increase.at-least: none → $1",
    "increase: 5 % → none",
  ],
  [increase(null, null), increase(1n, null), "increase.percent: 0 % → 1 %", "increase: any → none"],
  [
    ratchet(0n, 70n),
    ratchet(0n, 71n),
    "tokens.ratchet.system: 7 % → 7.1 %",
    "tokens.ratchet: tools 0 %, system 7 % → none",
  ],
  [
    ratchet(0n, null),
    ratchet(null, null),
    "tokens.ratchet.tools: 0 % → none",
    "tokens.ratchet: tools 0 % → none",
  ],
];

describe.each(laxer)("%o, then %o", (before, after, sentence, gone) => {
  test("is laxer; the same and the other way round is not", () => {
    expect(relaxed({ others: [before] }, { others: [after] })).toEqual([sentence]);
    expect(relaxed({ others: [before] }, { others: [before] })).toEqual([]);
    expect(relaxed({ others: [after] }, { others: [before] })).toEqual([]);
  });

  test("taken out is laxer, put in is not", () => {
    expect(relaxed({ others: [before] }, {})).toEqual([gone]);
    expect(relaxed({}, { others: [before] })).toEqual([]);
    expect(relaxBudget(budgetOf({ others: [before] }), null, defaults)).toHaveLength(1);
    expect(relaxBudget(null, budgetOf({ others: [before] }), defaults)).toEqual([]);
  });
});

test("a dearer model that is let through again", () => {
  const limit: Limit = { kind: "dearer-model", value: "needs-accept" };
  expect(relaxed({ others: [limit] }, {})).toEqual(["dearer-model: needs-accept → none"]);
  expect(relaxed({ others: [limit] }, { others: [limit] })).toEqual([]);
  expect(relaxed({}, { others: [limit] })).toEqual([]);
});

test("limits of other kinds do not stand for one that is gone", () => {
  expect(relaxed({ monthly: usd(2) }, { perRun: usd(1) })).toEqual(["monthly: $2 → none"]);
});

describe("what a budget does", () => {
  test("a warning is laxer than a failure", () => {
    expect(relaxed({ action: "fail" }, { action: "warn" })).toEqual(["action: fail → warn"]);
    expect(relaxed({ action: "warn" }, { action: "fail" })).toEqual([]);
  });

  test("where it is uncertain: by its own words, else by those of its file", () => {
    expect(relaxed({ onUncertain: "fail" }, { onUncertain: "pass" })).toEqual([
      "on-uncertain: fail → pass",
    ]);
    expect(relaxed({ onUncertain: "fail" }, {})).toEqual(["on-uncertain: fail → judge"]);
    expect(relaxed({}, { onUncertain: "pass" })).toEqual(["on-uncertain: judge → pass"]);
    expect(relaxed({}, { onUncertain: "fail" })).toEqual([]);
    // What both leave to their files is a rule of the files.
    const files = { before: "fail", after: "pass" } as const;
    expect(relaxBudget(budgetOf({}), budgetOf({}), files)).toEqual([]);
    expect(relaxBudget(budgetOf({}), budgetOf({ onUncertain: "fail" }), files)).toEqual([]);
    expect(relaxBudget(budgetOf({ onUncertain: "fail" }), budgetOf({}), files)).toMatchObject([
      { path: ["on-uncertain"], from: "fail", to: "pass" },
    ]);
  });

  test.each([
    // Of a figure over its limit a warning is less, of one that is not it is more.
    ["judge", "warn", true],
    ["warn", "judge", true],
    ["warn", "fail", false],
    ["fail", "warn", true],
    ["pass", "judge", false],
    ["judge", "judge", false],
  ] as const)("%s, then %s", (before, after, isLaxer) =>
    expect(relaxUncertain(before, after)).toEqual(
      isLaxer ? [{ path: ["on-uncertain"], from: before, to: after }] : [],
    ),
  );
});
