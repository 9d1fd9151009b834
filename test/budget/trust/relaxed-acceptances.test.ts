import { expect, test } from "vitest";
import { relaxAcceptances } from "../../../src/budget/trust/relaxed-acceptances.ts";
import { parseConfig } from "../../../src/config/parse.ts";

function entries(...lines: readonly string[]) {
  const { config, problems } = parseConfig({
    file: "promptcost.yml",
    text: `scenarios: { a: { fixtures: x }, b: { fixtures: x } }\naccept:\n${lines.map((line) => `  - { ${line}, reason: x, until: 2027-01-31 }\n`).join("") || "  []\n"}`,
  });
  if (config === null) throw new Error(problems[0]?.message);
  return config.accept;
}

function found(before: readonly string[], after: readonly string[], renamed = {}) {
  return relaxAcceptances(
    entries(...before),
    entries(...after),
    new Map(Object.entries(renamed)),
  ).map(({ from, to }) => `${from} → ${to}`);
}

test("an entry that was not there, or that allows more, is laxer", () => {
  expect(found([], ["scenario: a, up-to: $500"])).toEqual([
    "none → a: up to $500 more until 2027-01-31",
  ]);
  expect(found(["scenario: a, up-to: $500"], ["scenario: a, up-to: $500.01"])).toEqual([
    "a: up to $500 more until 2027-01-31 → a: up to $500.01 more until 2027-01-31",
  ]);
  expect(
    found(
      ["scenario: a, up-to: $500/run"],
      ["scenario: a, up-to: $500, tokens: 5, model: claude-opus-5"],
    ),
  ).toHaveLength(3);
});

test("less, the same in another order, and a renamed scenario's own are not", () => {
  const two = ["scenario: a, up-to: $500", "scenario: b, tokens: 3000"] as const;
  expect(found(two, [two[1], two[0]])).toEqual([]);
  expect(found(two, ["scenario: a, up-to: $499"])).toEqual([]);
  expect(found(two, ["scenario: a, up-to: $499/month"])).toEqual([]);
  expect(found(two, ["scenario: a, up-to: $499/run"])).toHaveLength(1);
  expect(found(two, [])).toEqual([]);
  expect(found(["scenario: a, up-to: $5"], ["scenario: b, up-to: $5"], { a: "b" })).toEqual([]);
  expect(found(["scenario: a, up-to: $5"], ["scenario: b, up-to: $5"])).toHaveLength(1);
});

test("where it counts from is laxer taken out or raised, stricter set or lowered", () => {
  const [open, low, high] = ["", ", from: $100", ", from: $100.01"].map(
    (from) => `scenario: a, up-to: $500${from}`,
  );
  if (open === undefined || low === undefined || high === undefined) throw new Error("none");
  expect(found([low], [high])).toEqual([
    "a: up to $500 more from $100 until 2027-01-31 → a: up to $500 more from $100.01 until 2027-01-31",
  ]);
  expect(found([low], [open])).toHaveLength(1);
  for (const [before, after] of [
    [open, low],
    [high, low],
    [low, low],
    [open, open],
  ] as const)
    expect(found([before], [after])).toEqual([]);
});
