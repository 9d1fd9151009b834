import { assert, bigInt, constantFrom, option, property } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Acceptance } from "../../../src/budget/acceptance/acceptance.ts";
import { ratio } from "../../../src/money.ts";
import { nowhere } from "../../../src/problem.ts";
import type { ScenarioSpec } from "../../compare/scenario-specs.ts";
import { usd } from "../../dollars.ts";
import { budgetOf } from "../budget-of.ts";
import { spec } from "../judged-specs.ts";
import { asOf, increase, judged, states, yes, zero } from "./accepted-specs.ts";

describe("an accepted increase", () => {
  test("counts from what main cost where it says so: what was merged since is used up", () => {
    const from = (base: bigint, amount: bigint) =>
      judged({
        head: [spec("a", 2), spec("b", 0)],
        base: [spec("a", 1), spec("b", 0)],
        config: { budget: increase, each: { a: increase } },
        acceptances: [yes("a", amount, { from: base })],
      });
    const main = judged({
      head: [spec("a", 1), spec("b", 0)],
      acceptances: [],
    }).judgement;
    expect(main.verdict).toBe("fail");
    const costs = usd(2) + zero;
    // One thousand tokens were merged, one more is asked for.
    for (const [base, amount, verdict] of [
      [costs, usd(2), "pass"],
      [costs - usd(2), usd(4), "pass"],
      [costs - usd(2), usd(4) - 1n, "fail"],
      [costs - usd(2) - 1n, usd(4), "fail"],
      [0n, usd(2), "fail"],
      // Cheaper than it was gives nothing back.
      [costs + usd(9), usd(2), "pass"],
      [costs + usd(9), usd(2) - 1n, "fail"],
    ] as const)
      expect([base, amount, from(base, amount).judgement.verdict]).toEqual([base, amount, verdict]);
    expect(from(costs - usd(2), usd(3)).acceptances).toMatchObject([
      { state: "exceeded", used: usd(2), needed: { usd: usd(2) } },
    ]);
    expect(states(from(costs - usd(2), usd(4)))).toEqual(["covers"]);
  });

  test("of exactly as much does not fail, of a pico-dollar more does", () => {
    const exact = judged({ acceptances: [yes("a", usd(2))] });
    expect(exact.judgement.verdict).toBe("pass");
    expect(exact.judgement.scenarios.get("a")).toMatchObject([{ over: false, accepted: true }]);
    expect(states(exact)).toEqual(["covers"]);
    const short = judged({ acceptances: [yes("a", usd(2) - 1n)] });
    expect(short.judgement.verdict).toBe("fail");
    expect(short.judgement.scenarios.get("a")).toMatchObject([{ over: true, accepted: false }]);
    expect(short.acceptances).toMatchObject([
      { state: "exceeded", needed: { kind: "usd", usd: usd(2) } },
    ]);
  });

  test("is of its own scenario alone", () => {
    const other = judged({ acceptances: [yes("b", usd(99)), yes("gone", usd(99))] });
    expect([other.judgement.verdict, states(other)]).toEqual(["fail", ["unused", "unused"]]);
  });

  test("holds on its last day, and not on the next", () => {
    const on = (until: string) => judged({ acceptances: [yes("a", usd(2), { until })] });
    expect(states(on(asOf))).toEqual(["covers"]);
    expect([states(on("2026-11-23")), on("2026-11-23").judgement.verdict]).toEqual([
      ["expired"],
      "fail",
    ]);
  });

  test("several do not add up; one that covers is enough", () => {
    expect(judged({ acceptances: [yes("a", usd(1)), yes("a", usd(1))] }).judgement.verdict).toBe(
      "fail",
    );
    const one = judged({ acceptances: [yes("a", usd(1)), yes("a", usd(3))] });
    expect([one.judgement.verdict, states(one)]).toEqual(["pass", ["unused", "covers"]]);
  });

  test("a saving, and an increase within the budget, need none", () => {
    const saving = judged({
      head: [spec("a", 0), spec("b", 0)],
      base: [spec("a", 1), spec("b", 0)],
      acceptances: [yes("a", usd(2))],
    });
    expect([saving.judgement.verdict, states(saving)]).toEqual(["pass", ["unused"]]);
  });

  test("lets no absolute budget pass", () => {
    const budget = budgetOf({
      monthly: usd(1),
      perRun: 1n,
      increase: { percent: ratio(5n), atLeast: null },
    });
    const { judgement } = judged({
      config: { each: { a: budget } },
      acceptances: [yes("a", usd(9))],
    });
    expect(judgement.verdict).toBe("fail");
    expect(judgement.scenarios.get("a")).toMatchObject([
      { kind: "monthly", over: true, accepted: false, needs: null },
      { kind: "per-run", over: true, accepted: false, needs: null },
      { kind: "increase", over: false, accepted: true },
    ]);
  });

  test("is of a month or of a run, and never of the other", () => {
    const perRun = (head: ScenarioSpec, base: ScenarioSpec, acceptance: Acceptance) =>
      judged({
        head: [head],
        base: [base],
        config: { each: { a: increase } },
        acceptances: [acceptance],
      }).judgement.verdict;
    const none = { traffic: null };
    const ofRun = (basis: "month" | "run" | null) =>
      yes("a", usd(0.002), { upTo: { kind: "usd", usd: usd(0.002), basis } });
    expect(perRun(spec("a", 1, none), spec("a", 0, none), ofRun(null))).toBe("pass");
    expect(perRun(spec("a", 1, none), spec("a", 0, none), ofRun("run"))).toBe("pass");
    expect(perRun(spec("a", 1, none), spec("a", 0, none), ofRun("month"))).toBe("fail");
    expect(perRun(spec("a", 1), spec("a", 0), ofRun("run"))).toBe("fail");
    // Traffic taken out makes no month's dollars a run's.
    expect(perRun(spec("a", 1, none), spec("a", 0), yes("a", usd(500)))).toBe("fail");
    expect(perRun(spec("a", 1, none), spec("a", 0), ofRun("run"))).toBe("pass");
  });
});

describe("sums and groups", () => {
  const group = { name: "g", scenarios: ["a"], budget: increase };

  test("are judged without the accepted deltas", () => {
    const config = { budget: increase, groups: [group] };
    const before = judged({ config, acceptances: [] });
    expect(before.judgement.verdict).toBe("fail");
    const after = judged({ config, acceptances: [yes("a", usd(2))] });
    expect([after.judgement.verdict, states(after)]).toEqual(["pass", ["covers"]]);
    expect(after.judgement.total).toMatchObject([{ accepted: true, actual: { usd: 0n } }]);
    expect(after.judgement.groups[0]?.limits).toMatchObject([{ accepted: true }]);
  });

  test("still hold what nobody accepted", () => {
    const two = {
      head: [spec("a", 1), spec("b", 1)],
      config: { budget: increase, groups: [group] },
    };
    const one = judged({ ...two, acceptances: [yes("a", usd(2))] });
    expect(one.judgement.verdict).toBe("fail");
    expect(one.judgement.total).toMatchObject([{ over: true, actual: { usd: usd(2) } }]);
    expect(one.judgement.groups[0]?.limits).toMatchObject([{ over: false, accepted: true }]);
    const both = judged({ ...two, acceptances: [yes("a", usd(2)), yes("b", usd(2))] });
    expect(both.judgement.verdict).toBe("pass");
  });

  test("leave nothing out for an acceptance that is exceeded", () => {
    const { judgement } = judged({
      config: { budget: increase },
      acceptances: [yes("a", usd(2) - 1n)],
    });
    expect(judgement.total).toMatchObject([{ over: true, actual: { usd: usd(2) } }]);
  });

  test("a new scenario, which counts whole in them, can be accepted, too", () => {
    const added = {
      head: [spec("a", 0), spec("new", 1)],
      base: [spec("a", 0)],
      config: { budget: increase },
    };
    expect(judged({ ...added, acceptances: [] }).judgement.verdict).toBe("fail");
    expect(judged({ ...added, acceptances: [yes("new", usd(5))] }).judgement.verdict).toBe("pass");
    expect(judged({ ...added, acceptances: [yes("new", usd(5) - 1n)] }).judgement.verdict).toBe(
      "fail",
    );
  });
});

test("where nothing was compared nothing is accepted", () => {
  const first = judged({ base: null, acceptances: [yes("a", usd(9))] });
  expect([first.judgement.verdict, states(first)]).toEqual(["pass", ["unused"]]);
});

test("an entry of the config counts like a comment", () => {
  const by = { kind: "config" as const, place: nowhere };
  expect(judged({ acceptances: [yes("a", usd(2), { by })] }).judgement.verdict).toBe("pass");
});

test("passes exactly where the amount is at least the delta and what main has come to cost since", () => {
  const main = zero;
  assert(
    property(
      bigInt(0n, usd(6)),
      constantFrom(0, 1, 2),
      option(bigInt(main - usd(3), main + usd(3)), { nil: null }),
      (amount, thousands, from) => {
        const options = {
          head: [spec("a", thousands), spec("b", 0)],
          config: { budget: increase, each: { a: increase } },
        };
        const plain = judged({ ...options, acceptances: [] }).judgement.verdict;
        const { judgement } = judged({ ...options, acceptances: [yes("a", amount, { from })] });
        const since = from === null || from > main ? 0n : main - from;
        const isEnough = amount >= usd(2) * BigInt(thousands) + since;
        expect(judgement.verdict).toBe(plain === "pass" || isEnough ? "pass" : "fail");
      },
    ),
  );
});
