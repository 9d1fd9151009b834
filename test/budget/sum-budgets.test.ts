import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/json.ts";
import { ratio, ratioToNumber } from "../../src/money.ts";
import { budgetOf } from "./budget-of.ts";
import { declared, type ScenarioSpec } from "../compare/scenario-specs.ts";
import { spec, run } from "./judged-specs.ts";
import { usd } from "../dollars.ts";

describe("sums", () => {
  const specs = [spec("a", 0), spec("b", 1), spec("c", 0, { traffic: null })];

  test("add up scenarios with traffic, at the edge", () => {
    expect(run(specs, specs, { budget: budgetOf({ monthly: usd(8) }) }).total).toMatchObject([
      { over: false, actual: usd(8) },
    ]);
    expect(run(specs, specs, { budget: budgetOf({ monthly: usd(8) - 1n }) }).total).toMatchObject([
      { over: true, place: { path: "budget.monthly" } },
    ]);
  });

  test("of a group are its members' alone", () => {
    const groups = [
      {
        name: "g",
        scenarios: ["b"],
        budget: budgetOf({ monthly: usd(5), action: "warn" as const }),
      },
    ];
    expect(run(specs, specs, { groups }).groups).toMatchObject([
      {
        name: "g",
        limits: [{ over: false, actual: usd(5), place: { path: "groups.g.budget.monthly" } }],
      },
    ]);
    const tighter = [{ ...groups[0]!, budget: budgetOf({ monthly: usd(5) - 1n, action: "warn" }) }];
    expect(run(specs, specs, { groups: tighter }).verdict).toBe("warn");
  });

  test("a new scenario counts whole in the increase, one that is gone offsets nothing", () => {
    const budget = budgetOf({ increase: { percent: ratio(5n), atLeast: usd(5) - 1n } });
    const judged = run([spec("a", 0), spec("b", 1)], [spec("a", 0), spec("gone", 3)], { budget });
    expect(judged.total).toMatchObject([{ over: true, actual: { usd: usd(5) } }]);
    const dearer = budgetOf({ increase: { percent: ratio(5n), atLeast: usd(5) } });
    expect(
      run([spec("a", 0), spec("b", 1)], [spec("a", 0), spec("gone", 3)], { budget: dearer })
        .verdict,
    ).toBe("pass");
  });

  test("are not judged for an increase on a first run", () => {
    expect(
      run(specs, null, { budget: budgetOf({ increase: { percent: ratio(0n), atLeast: null } }) })
        .total,
    ).toMatchObject([{ actual: null, over: false }]);
  });

  test("per run is the average of a month's runs; hit rates weigh by tokens and traffic", () => {
    const two = [spec("a", 0), spec("b", 1, { traffic: 3_000 })];
    const judged = run(two, two, {
      budget: budgetOf({ perRun: usd(0.0045), cacheHitRate: ratio(0n) }),
    });
    expect(judged.total).toMatchObject([
      { kind: "per-run", over: false, actual: usd(0.0045) },
      { kind: "cache-hit-rate", over: false, actual: ratio(0n) },
    ]);
    expect(run(two, two, { budget: budgetOf({ perRun: usd(0.0045) - 1n }) }).verdict).toBe("fail");
  });

  test("hit rates weigh by tokens and by traffic", () => {
    // a reads 18,000 of 19,000 tokens on nearly every run; b reads none of 1,000, three times as
    // often.
    const marked = (system: readonly JsonObject[]): ScenarioSpec["runs"] => [
      {
        id: "r",
        asks: [
          {
            output: 1,
            body: {
              model: "claude-sonnet-5",
              system,
              messages: [{ role: "user", content: [declared("q", 1_000)] }],
            },
          },
        ],
      },
    ];
    const both = [
      spec("a", 0, { traffic: 20_000_000, runs: marked([declared("s", 18_000, true)]) }),
      spec("b", 0, { traffic: 60_000_000, runs: marked([]) }),
    ];
    const [limit] = run(both, both, { budget: budgetOf({ cacheHitRate: ratio(1n, 2n) }) }).total;
    const rate = limit?.kind === "cache-hit-rate" ? limit.actual : null;
    expect(ratioToNumber(rate ?? ratio(0n))).toBeCloseTo(18_000 / (19_000 + 3 * 1_000), 9);
  });

  test("are uncertain where their scenarios' intervals together cross the limit", () => {
    const wide = (id: string): ScenarioSpec => {
      const [only] = spec(id, 0).runs;
      return spec(id, 0, {
        runs: [{ id: "r", asks: only!.asks.map((ask) => ({ ...ask, wide: 100 })) }],
      });
    };
    // $3 ± 0.20 each.
    const two = [wide("a"), wide("b")];
    const uncertain = (monthly: bigint) =>
      run(two, null, { budget: budgetOf({ monthly }) }).total[0]?.uncertain;
    expect(uncertain(usd(6.4))).toBe(false);
    expect(uncertain(usd(6.4) - 1n)).toBe(true);
    expect(uncertain(usd(5.6))).toBe(true);
    expect(uncertain(usd(5.6) - 1n)).toBe(false);
    // New as a whole: $6 more, ± 0.40.
    const grown = (atLeast: bigint) =>
      run(two, [], { budget: budgetOf({ increase: { percent: null, atLeast } }) }).total[0];
    expect(grown(usd(5.6))).toMatchObject({ over: true, uncertain: true });
    expect(grown(usd(5.6) - 1n)).toMatchObject({ over: true, uncertain: false });
    expect(grown(usd(6.4) - 1n)).toMatchObject({ over: false, uncertain: true });
    expect(grown(usd(6.4))).toMatchObject({ over: false, uncertain: false });
  });

  test("without any traffic there are figures per run, and none a month", () => {
    const bare = { traffic: null };
    const budget = budgetOf({
      increase: { percent: ratio(33n), atLeast: null },
      monthly: usd(1),
      perRun: usd(1),
    });
    const judged = run(
      [spec("a", 1, bare), spec("b", 0, bare)],
      [spec("a", 0, bare), spec("b", 0, bare)],
      { budget },
    );
    expect(judged.total.map((limit) => [limit.kind, limit.actual !== null, limit.over])).toEqual([
      ["monthly", false, false],
      ["per-run", true, false],
      ["increase", true, true],
    ]);
    const tight = budgetOf({ perRun: 1n, cacheHitRate: ratio(999n, 1000n) });
    const perRun = run([spec("a", 1, bare)], [spec("a", 1, bare)], { budget: tight }).total;
    expect(perRun.map((limit) => [limit.kind, limit.actual !== null, limit.over])).toEqual([
      ["per-run", true, true],
      ["cache-hit-rate", true, true],
    ]);
    const looser = budgetOf({ increase: { percent: ratio(34n), atLeast: null } });
    expect(
      run([spec("a", 1, bare), spec("b", 0, bare)], [spec("a", 0, bare), spec("b", 0, bare)], {
        budget: looser,
      }).verdict,
    ).toBe("pass");
  });
});
