import { describe, expect, test } from "vitest";
import type { Figures } from "../../../src/budget/figures.ts";
import type { notJudgedReasons } from "../../../src/budget/limits/rules.ts";
import type { Limit, LimitKind } from "../../../src/config/limits.ts";
import { ratio } from "../../../src/money.ts";
import { usd } from "../../dollars.ts";
import { judgeOne } from "./judge-one.ts";

const share = { tools: ratio(0n), system: ratio(1n, 10n), messages: null };
const limits: readonly (readonly [Limit, keyof typeof notJudgedReasons])[] = [
  [{ kind: "monthly", value: 1n }, "no-traffic"],
  [{ kind: "per-run", value: 1n }, "nothing-sent"],
  [{ kind: "per-run-p90", value: 1n }, "nothing-sent"],
  [{ kind: "increase", value: { percent: ratio(1n), atLeast: null } }, "nothing-compared"],
  [{ kind: "cache-hit-rate", value: ratio(1n, 2n) }, "nothing-sent"],
  [{ kind: "batch-share", value: ratio(1n, 2n) }, "nothing-sent"],
  [{ kind: "tokens.prompt", value: 1 }, "nothing-sent"],
  [{ kind: "tokens.ratchet", value: share }, "nothing-compared"],
  [{ kind: "dearer-model", value: "needs-accept" }, "nothing-compared"],
];

test.each(limits)("%o without a figure says why, and neither fails nor is unsure", (limit, why) => {
  expect(judgeOne({ others: [limit] }, {})).toMatchObject({
    actual: null,
    over: false,
    uncertain: false,
    range: null,
    notJudged: why,
    needs: null,
    accepted: false,
  });
});

describe("an increase needs", () => {
  const limit: Limit = { kind: "increase", value: { percent: ratio(5n), atLeast: null } };
  const needs = (low: number, middle: number, high: number, basis: "month" | "run" = "month") =>
    judgeOne(
      { others: [limit] },
      {
        increase: {
          base: usd(1),
          delta: { usd: usd(middle), low: usd(low), high: usd(high) },
          basis,
        },
      },
    ).needs;

  test("its amount with the high end, of a month or of a run", () => {
    expect(needs(1, 2, 3)).toEqual({ kind: "usd", usd: usd(2), high: usd(3), basis: "month" });
    expect(needs(-1, 0, 1, "run")).toEqual({ kind: "usd", usd: 0n, high: usd(1), basis: "run" });
  });

  test("nothing where even the high end is none", () => {
    expect(needs(-2, -1, 0)).toBeNull();
    expect(needs(-3, -2, -1)).toBeNull();
  });
});

describe("a ratchet", () => {
  type Changes = NonNullable<Figures["levelChanges"]>;
  type Change = Changes[number];
  const change = (
    level: Change["level"],
    from: number,
    to: number,
    over: Partial<Change> = {},
  ) => ({
    scenario: "a",
    level,
    from,
    to,
    low: to,
    high: to,
    exchange: `${level}#0`,
    ...over,
  });
  const judged = (levelChanges: Changes, covers?: Figures["covers"]) =>
    judgeOne(
      { others: [{ kind: "tokens.ratchet", value: share }] },
      { levelChanges, ...(covers === undefined ? {} : { covers }) },
    );

  test("names the level that outgrew what it may have by most, with both ends", () => {
    // 200 of which 100 are allowed against 150 of which none is.
    const found = judged([
      change("system", 1_000, 1_200),
      change("tools", 1_000, 1_150, { low: 1_140, high: 1_160 }),
    ]);
    const tools = { level: "tools", from: 1_000, exchange: "tools#0" };
    expect(found).toMatchObject({
      over: true,
      actual: { ...tools, to: 1_150 },
      range: { low: { ...tools, to: 1_140 }, high: { ...tools, to: 1_160 } },
    });
    expect(judged([change("system", 1_000, 2_000), change("tools", 1_000, 1_150)]).actual).toEqual({
      level: "system",
      from: 1_000,
      to: 2_000,
      exchange: "system#0",
    });
    expect(judged([])).toMatchObject({ actual: null, range: null });
  });

  test("needs the most that a level it holds grew, and asks for none of others", () => {
    expect(
      judged([change("messages", 1, 900), change("tools", 10, 12.5, { high: 13 })]).needs,
    ).toEqual({ kind: "tokens", tokens: ratio(5n, 2n), high: ratio(3n) });
    expect(judged([change("messages", 1, 900)]).needs).toBeNull();
    // It may have grown, though its figure did not.
    expect(judged([change("tools", 10, 10, { high: 11 })]).needs).toEqual({
      kind: "tokens",
      tokens: ratio(0n),
      high: ratio(1n),
    });
  });

  test("of a sum leaves out each scenario whose own growth is accepted", () => {
    const grown = [
      change("tools", 10, 15),
      change("tools", 10, 12),
      change("tools", 10, 14, { scenario: "b" }),
    ];
    const asked: unknown[] = [];
    const onlyA: Figures["covers"] = (scenario, needed) => {
      asked.push([scenario, needed]);
      return scenario === "a";
    };
    expect(judged(grown, onlyA)).toMatchObject({ over: true, actual: { to: 14 } });
    expect(asked).toEqual([
      ["a", { kind: "tokens", tokens: ratio(5n), high: ratio(5n) }],
      ["b", { kind: "tokens", tokens: ratio(4n), high: ratio(4n) }],
    ]);
    expect(judged(grown, () => true)).toMatchObject({ over: false, actual: null });
    expect(judged(grown, () => false)).toMatchObject({ over: true, actual: { to: 15 } });
    // Nothing of it grew: there is nothing to accept, and what fell is named all the same.
    expect(judged([change("tools", 10, 9)], () => true).actual).toMatchObject({ to: 9 });
  });
});

test("a dearer model of a sum is asked for by its scenario and its id, and is never unsure", () => {
  const asked: unknown[] = [];
  const model = { from: "claude-haiku-4-5", to: "claude-opus-5", exchange: "a#0" };
  const limit: Limit = { kind: "dearer-model", value: "needs-accept" };
  const found = judgeOne(
    { others: [limit] },
    {
      dearerModels: [{ ...model, scenario: "a", model: "claude-opus-5" }],
      covers: (scenario, needed) => {
        asked.push([scenario, needed]);
        return false;
      },
    },
  );
  expect(found).toMatchObject({ over: true, uncertain: false, range: null });
  expect(asked).toEqual([["a", { kind: "model", models: ["claude-opus-5"] }]]);
});

test("every kind of limit that can be accepted says what it needs, and no other does", () => {
  const figures: Partial<Figures> = {
    monthly: { usd: 9n, low: 9n, high: 9n },
    perRun: { usd: 9n, low: 9n, high: 9n },
    increase: { base: 1n, delta: { usd: 9n, low: 9n, high: 9n }, basis: "month" },
    levelChanges: [
      { scenario: "a", level: "tools", from: 1, to: 9, low: 9, high: 9, exchange: null },
    ],
    dearerModels: [{ scenario: "a", model: "m", from: "n", to: "m", exchange: null }],
  };
  const needing = limits
    .filter(([limit]) => judgeOne({ others: [limit] }, figures).needs !== null)
    .map(([{ kind }]): LimitKind => kind);
  expect(needing).toEqual(["increase", "tokens.ratchet", "dearer-model"]);
});
