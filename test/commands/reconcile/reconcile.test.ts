import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reconcileJson } from "../../../src/commands/reconcile/json.ts";
import { reconcile, type Reconciliation } from "../../../src/commands/reconcile/reconcile.ts";
import { reconcileText } from "../../../src/commands/reconcile/text.ts";
import { noQuantities } from "../../../src/billing/ledger/ledger.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import { multiplyRatio, ratio, ratioToNumber } from "../../../src/money.ts";
import { significant, writeRuns } from "../../../src/reconcile/runs.ts";
import { daysOf } from "../../../src/reconcile/period.ts";
import type { RealBill } from "../../../src/reconcile/real.ts";
import { billOf, chargeOf, fixtureOf, october, projectionOf, usageOf } from "./bills.ts";

const sonnet = "claude-sonnet-5";
const haiku = "claude-haiku-4-5";
const files = { "rag.json": fixtureOf(sonnet), "triage.json": fixtureOf(haiku, 20) };
const config = `scenarios:
  rag: { fixtures: rag.json, traffic: { runs: 200k/month } }
  triage: { fixtures: triage.json, traffic: { runs: 20k/month } }
`;
const head = projectionOf(config, files);
const days = daysOf(october);

function done(bill: RealBill, from = head): Reconciliation {
  const { result, problems } = reconcile({ head: from, bill, period: october });
  if (result === null) throw new Error(JSON.stringify(problems));
  return result;
}

/** What the projection says was used, a day of each model, times `scale`. */
function asProjected(scale: readonly [bigint, bigint], from = head): RealBill {
  const projected = done(billOf({ charges: [chargeOf({ day: "2026-10-01" })] }), from);
  const usage = projected.items.flatMap(({ model, projected: item }) => {
    if (item === null || model === null) return [];
    const whole = (value: { n: bigint; d: bigint }): bigint =>
      (value.n * scale[0]) / (value.d * scale[1] * 31n);
    const { input, cacheWrite5m, cacheWrite1h, cacheRead, output } = item.quantities;
    const quantities = {
      ...noQuantities,
      input: whole(input),
      cacheWrite5m: whole(cacheWrite5m),
      cacheWrite1h: whole(cacheWrite1h),
      cacheRead: whole(cacheRead),
      output: whole(output),
    };
    const requests = Number(whole(item.requests));
    return days.map((day) => usageOf({ day, model, quantities, requests }));
  });
  return billOf({ source: "analytics", usage });
}

const codesOf = ({ problems }: { problems: readonly { code: string }[] }) =>
  problems.map(({ code }) => code);

test("a bill of just what is projected has a ratio of one, and only ones in it", () => {
  const result = done(asProjected([1n, 1n]));
  expect(ratioToNumber(result.ratio ?? ratio(0n))).toBeCloseTo(1, 4);
  for (const { name, factor } of result.parts ?? [])
    expect([name, ratioToNumber(factor)]).toEqual([name, expect.closeTo(1, 3)]);
  expect(result.parts?.map(({ name }) => name)).toEqual([
    "traffic",
    "prompt",
    "output",
    "cache",
    "rates",
    "unexplained",
  ]);
  expect(result.traffic.map(({ scenario, runs }) => [scenario, runs])).toEqual([
    ["rag", "200k/month"],
    ["triage", "20k/month"],
  ]);
  expect(result.residual).toEqual([]);
  expect(result.discount).toBeNull();
});

test("as much again of everything is traffic, and nothing else", () => {
  const { parts } = done(asProjected([3n, 2n]));
  const factors = Object.fromEntries(
    (parts ?? []).map(({ name, factor }) => [name, ratioToNumber(factor)]),
  );
  expect(factors["traffic"]).toBeCloseTo(1.5, 3);
  for (const name of ["prompt", "output", "cache", "rates", "unexplained"])
    expect(factors[name]).toBeCloseTo(1, 3);
});

test("what reads of the cache would have saved is the cache's part", () => {
  const bill = asProjected([1n, 1n]);
  const cold = bill.usage?.map((usage) => {
    const { cacheRead, input } = usage.quantities;
    return {
      ...usage,
      quantities: { ...usage.quantities, input: input + cacheRead, cacheRead: 0n },
    };
  });
  const result = done({ ...bill, usage: cold ?? [] });
  const cache = result.parts?.find(({ name }) => name === "cache");
  expect(ratioToNumber(cache?.factor ?? ratio(0n))).toBeGreaterThan(1.5);
  const traffic = result.parts?.find(({ name }) => name === "traffic");
  expect(ratioToNumber(traffic?.factor ?? ratio(0n))).toBeCloseTo(1, 3);
});

describe("the traffic that would explain a bill", () => {
  test("is found with the hits of the cache that come with it", () => {
    // At 6 runs an hour most runs write; at 60 most read: not the same price a run.
    const seldom = projectionOf(config.replace("200k/month", "6/hour"), files);
    const often = projectionOf(config.replace("200k/month", "60/hour"), files);
    const { traffic } = done(asProjected([1n, 1n], often), seldom);
    const rag = traffic.find(({ scenario }) => scenario === "rag");
    expect(ratioToNumber(rag?.runsPerMonth ?? ratio(0n)) / 730).toBeCloseTo(60, 0);
    const off = ratioToNumber(
      ratio((rag?.projectedUsd ?? 0n) - (rag?.billedUsd ?? 0n), rag?.billedUsd ?? 1n),
    );
    expect(Math.abs(off)).toBeLessThan(0.006);
  });

  test("of scenarios that share a model is one factor; of one without traffic is found all the same", () => {
    const shared = projectionOf(
      `scenarios:
  a: { fixtures: rag.json, traffic: { runs: 100k/month } }
  b: { fixtures: rag.json, traffic: { runs: 50k/month } }
  c: { fixtures: triage.json }
`,
      files,
    );
    const { traffic, leftOut, residual } = done(asProjected([1n, 1n]), shared);
    expect(traffic.map(({ scenario, together }) => [scenario, together])).toEqual([
      ["a", ["a", "b"]],
      ["b", ["a", "b"]],
      ["c", ["c"]],
    ]);
    const [a, b, c] = traffic.map(({ runsPerMonth }) => ratioToNumber(runsPerMonth));
    expect((a ?? 0) / (b ?? 1)).toBeCloseTo(2, 1);
    expect(c).toBeGreaterThan(19_800);
    expect(c).toBeLessThan(20_200);
    expect(leftOut).toEqual(["c"]);
    expect(residual).toMatchObject([{ model: haiku, why: "no-traffic" }]);
  });

  test("is written as the config reads it", () => {
    fc.assert(
      fc.property(
        // Within what `runs` may be: ten billion a month, and one in a century.
        fc.bigInt({ min: 1n, max: 10n ** 10n }),
        fc.bigInt({ min: 1n, max: 1_000n }),
        (n, d) => {
          const runs = significant(ratio(n, d), 3);
          const text = config.replace("200k/month", writeRuns(runs));
          const read = parseConfig({ file: "promptcost.yml", text }).config?.scenarios[0];
          expect(read?.traffic?.runsPerMonth).toEqual(runs);
          const off = Math.abs(ratioToNumber(runs) / ratioToNumber(ratio(n, d)) - 1);
          expect(off).toBeLessThan(0.0051);
        },
      ),
    );
  });
});

test("what no scenario explains: models, tiers, fees", () => {
  const quantities = { ...noQuantities, input: 1_000_000n };
  const result = done(
    billOf({
      source: "analytics",
      usage: days.flatMap((day) => [
        usageOf({ day, quantities, requests: 1 }),
        usageOf({ day, quantities, tier: "batch", requests: 1 }),
        usageOf({ day, quantities, tier: "priority", requests: 1 }),
        usageOf({ day, quantities, model: "claude-opus-5", requests: 1 }),
      ]),
      charges: days.flatMap((day) => [
        chargeOf({ day, tier: "standard", usd: 9n, listUsd: 10n }),
        chargeOf({ day, tier: "batch", usd: 4n, listUsd: 5n }),
        chargeOf({ day, model: "claude-opus-5", tier: "standard", usd: 7n, listUsd: 7n }),
        chargeOf({ day, costType: "code_execution", model: null, usd: 2n, listUsd: 2n }),
      ]),
    }),
  );
  expect(
    result.residual.map(({ model, costType, tier, why, usd }) => [
      model ?? costType,
      tier,
      why,
      usd,
    ]),
  ).toEqual([
    ["claude-opus-5", null, "no-scenario", 217n],
    [sonnet, "batch", "tier", 124n],
    ["code_execution", null, "fee", 62n],
  ]);
  expect(codesOf(result)).toEqual([]);
});

test("what was paid without its list price: that is worked out from the usage", () => {
  const bill = asProjected([1n, 1n]);
  const list = done(bill);
  const charges = list.items.flatMap(({ model, days: own }) =>
    own.map(({ day, usd }) => chargeOf({ day, model, tier: "standard", usd: (usd * 8n) / 10n })),
  );
  const result = done({ ...bill, source: "reports", charges });
  expect(result.listUsd).toBe(list.listUsd);
  expect(ratioToNumber(result.discount ?? ratio(0n))).toBeCloseTo(0.2, 6);
  expect(result.parts?.at(-1)?.name).toBe("discount");
  expect(codesOf(result)).toContain("reconcile-list-worked-out");
});

describe("days", () => {
  const charge = (day: string) => chargeOf({ day, usd: 10n ** 13n, listUsd: 10n ** 13n });

  test("after the last complete one are left out", () => {
    const bill = billOf({
      source: "analytics",
      charges: days.map(charge),
      completeTo: "2026-10-20",
    });
    const result = done(bill);
    expect(result.period).toEqual({ from: "2026-10-01", to: "2026-10-20", month: null });
    expect(codesOf(result)).toEqual(["reconcile-incomplete", "reconcile-outside"]);
    expect(result.usd).toBe(20n * 10n ** 13n);
  });

  test.each([
    [
      "none of them is there",
      billOf({ charges: [charge("2026-08-02"), charge("2026-08-05")] }),
      "reconcile-empty",
    ],
    [
      "none is complete",
      billOf({ charges: [charge("2026-10-01")], completeTo: "2026-09-30" }),
      "reconcile-no-data-yet",
    ],
    ["nothing at all", billOf({ charges: [] }), "reconcile-empty"],
  ])("%s", (_, bill, code) => {
    const { result, problems } = reconcile({ head, bill, period: october });
    expect(result).toBeNull();
    expect(codesOf({ problems })).toContain(code);
  });

  test("without a row are said", () => {
    expect(codesOf(done(billOf({ charges: [charge("2026-10-03")] })))).toEqual([
      "reconcile-days-empty",
    ]);
  });
});

test("a model without a price is an error, never nothing", () => {
  const quantities = { ...noQuantities, input: 5n };
  const usage = [usageOf({ day: "2026-10-01", model: "Claude Next 9", quantities })];
  expect(codesOf(done(billOf({ usage })))).toContain("unknown-model");
  const flex = [usageOf({ day: "2026-10-01", tier: "flex", quantities })];
  expect(done(billOf({ usage: flex })).problems.map(({ severity }) => severity)).toContain("error");
});

test("models and days add up to the whole, and the parts multiply to the ratio", () => {
  const tokens = fc.bigInt({ min: 0n, max: 10n ** 9n });
  const quantities = fc.record({
    input: tokens,
    cacheWrite5m: tokens,
    cacheWrite1h: tokens,
    cacheRead: tokens,
    output: tokens,
    webSearches: fc.bigInt({ min: 0n, max: 100n }),
  });
  const where = {
    day: fc.constantFrom(...days),
    model: fc.constantFrom(sonnet, haiku, "claude-opus-5"),
  };
  const usage = fc.record({
    ...where,
    quantities,
    tier: fc.constantFrom("standard", "batch", "priority"),
    requests: fc.option(fc.nat(10_000)),
  });
  const money = fc.bigInt({ min: 0n, max: 10n ** 16n });
  const charge = fc.record({
    ...where,
    usd: money,
    listUsd: fc.option(money),
    tier: fc.constantFrom("standard", "batch", null),
    costType: fc.constantFrom("tokens", "web_search", "code_execution"),
  });
  const bills = fc.tuple(
    fc.option(fc.array(usage, { minLength: 1, maxLength: 12 })),
    fc.option(fc.array(charge, { minLength: 1, maxLength: 12 })),
  );
  fc.assert(
    fc.property(bills, ([used, charged]) => {
      if (used === null && charged === null) return;
      const bill = billOf({
        usage: used?.map((one) => usageOf(one)) ?? null,
        charges:
          charged?.map((one) =>
            chargeOf({ ...one, model: one.costType === "tokens" ? one.model : null }),
          ) ?? null,
      });
      const result = done(bill);
      const json = reconcileJson(result);
      for (const name of ["usd", "listUsd", "projectedUsd", "unexplainedUsd"] as const) {
        const sum = (all: readonly { readonly [name in typeof name]: bigint }[]): bigint =>
          all.reduce((total, one) => total + one[name], 0n);
        expect(sum(result.items)).toBe(result[name]);
        for (const item of result.items) expect(sum(item.days)).toBe(item[name]);
      }
      expect(result.residual.reduce((total, { listUsd }) => total + listUsd, 0n)).toBe(
        result.unexplainedUsd,
      );
      expect(json.rows).toHaveLength(result.items.length * days.length);
      for (const { parts, usd, projectedUsd } of [result, ...result.items]) {
        if (parts === null || projectedUsd === 0n) continue;
        const product = parts.reduce((all, { factor }) => multiplyRatio(all, factor), ratio(1n));
        expect(product).toEqual(ratio(usd, projectedUsd));
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

test("for people", async () => {
  const bill = asProjected([23n, 20n]);
  const list = done(bill);
  const charges = [
    ...list.items.flatMap(({ model, days: own }) =>
      own.map(({ day, usd }) => chargeOf({ day, model, usd: (usd * 9n) / 10n, listUsd: usd })),
    ),
    ...days.map((day) =>
      chargeOf({ day, model: "claude-opus-5", usd: 2n * 10n ** 12n, listUsd: 2n * 10n ** 12n }),
    ),
  ];
  const result = done({ ...bill, source: "analytics", charges });
  await expect(reconcileText(result)).toMatchFileSnapshot("__snapshots__/reconcile.txt");
  await expect(
    `${JSON.stringify({ ...reconcileJson(result), rows: reconcileJson(result).rows.slice(0, 1) }, null, 2)}\n`,
  ).toMatchFileSnapshot("__snapshots__/reconcile-json.txt");
});
