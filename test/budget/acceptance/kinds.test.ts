import { describe, expect, test } from "vitest";
import type { Acceptance } from "../../../src/budget/acceptance/acceptance.ts";
import { ratio } from "../../../src/money.ts";
import type { ScenarioSpec } from "../../compare/scenario-specs.ts";
import { usd } from "../../dollars.ts";
import { budgetOf } from "../budget-of.ts";
import { spec } from "../judged-specs.ts";
import { increase, judged, states, yes } from "./accepted-specs.ts";

/** `a` as it is, with each request's model, or its width in tokens, as said. */
function asking(over: {
  readonly models?: readonly string[];
  readonly wide?: number;
}): ScenarioSpec {
  const plain = spec("a", 0);
  const { models = ["claude-sonnet-5"], wide } = over;
  return {
    ...plain,
    runs: plain.runs.map((run) => ({
      ...run,
      asks: models.flatMap((model) =>
        run.asks.map((ask) => ({
          ...ask,
          body: { ...ask.body, model },
          ...(wide === undefined ? {} : { wide }),
        })),
      ),
    })),
  };
}

describe("dearer models", () => {
  const budget = budgetOf({ others: [{ kind: "dearer-model", value: "needs-accept" }] });
  const model = (name: string): Acceptance =>
    yes("a", 0n, { upTo: { kind: "model", model: name } });
  const two = {
    head: [asking({ models: ["claude-opus-5", "claude-fable-5"] })],
    base: [asking({ models: ["claude-sonnet-5", "claude-sonnet-5"] })],
    config: { each: { a: budget } },
  };

  test("may each have an acceptance of their own, which names it", () => {
    const one = judged({ ...two, acceptances: [model("claude-opus-5")] });
    expect([one.judgement.verdict, states(one)]).toEqual(["fail", ["exceeded"]]);
    const all = judged({
      ...two,
      acceptances: [model("claude-opus-5"), model("claude-fable-5"), model("claude-haiku-4-5")],
    });
    expect([all.judgement.verdict, states(all)]).toEqual(["pass", ["covers", "covers", "unused"]]);
    expect(all.judgement.scenarios.get("a")).toMatchObject([
      { over: false, uncertain: false, accepted: true },
    ]);
    expect(all.acceptances.map(({ basis }) => basis)).toEqual([null, null, null]);
  });

  test("are no money: an amount beside them is used by nothing", () => {
    const mixed = judged({
      ...two,
      acceptances: [model("claude-opus-5"), model("claude-fable-5"), yes("a", usd(99))],
    });
    expect(states(mixed)).toEqual(["covers", "covers", "unused"]);
    expect(mixed.acceptances[2]).toMatchObject({ needed: null, basis: "month" });
  });

  test("of a sum are asked of the scenario that has them", () => {
    const sum = { ...two, config: { budget } };
    expect(judged({ ...sum, acceptances: [] }).judgement.verdict).toBe("fail");
    const half = judged({ ...sum, acceptances: [model("claude-fable-5")] });
    expect(half.judgement.total).toMatchObject([
      { over: true, accepted: false, actual: { to: "claude-opus-5" } },
    ]);
    expect(half.acceptances).toMatchObject([
      {
        state: "exceeded",
        needed: { kind: "model", models: ["claude-fable-5", "claude-opus-5"] },
      },
    ]);
    const all = judged({
      ...sum,
      acceptances: [model("claude-fable-5"), model("claude-opus-5")],
    });
    expect([all.judgement.verdict, states(all)]).toEqual(["pass", ["covers", "covers"]]);
  });

  test("of a sum: what one scenario may have another may not", () => {
    const [a] = two.head;
    const [main] = two.base;
    if (a === undefined || main === undefined) throw new Error("no scenario");
    const both = judged({
      head: [a, { ...a, id: "b" }],
      base: [main, { ...main, id: "b" }],
      config: { budget },
      acceptances: [model("claude-fable-5"), model("claude-opus-5")],
    });
    expect(both.judgement.total).toMatchObject([
      { over: true, needs: { kind: "model", models: ["claude-fable-5", "claude-opus-5"] } },
    ]);
  });

  test("of a group that a scenario is not of are no business of its acceptance", () => {
    const config = { groups: [{ name: "g", scenarios: ["other"], budget }] };
    const other = judged({ ...two, config, acceptances: [model("claude-opus-5")] });
    expect(states(other)).toEqual(["unused"]);
  });
});

describe("an interval", () => {
  // $2 a month more, ± $0.20: two hundred tokens either way.
  const [before, after] = [spec("a", 0), spec("a", 1)];
  const wide = {
    ...after,
    runs: after.runs.map((run) => ({
      ...run,
      asks: run.asks.map((ask) => ({ ...ask, wide: 100 })),
    })),
  };
  const judge = (amount: bigint, config: object, acceptances = [yes("a", amount)]) =>
    judged({ head: [wide], base: [before], config, acceptances });
  const own = { each: { a: increase } };

  test("that reaches over what is accepted leaves the limit uncertain, within it does not", () => {
    const edge = judge(usd(2), own);
    expect(edge.judgement.scenarios.get("a")).toMatchObject([
      { over: false, uncertain: true, accepted: true },
    ]);
    const whole = judge(usd(2.2), own);
    expect(whole.judgement.scenarios.get("a")).toMatchObject([
      { over: false, uncertain: false, accepted: true },
    ]);
    const short = judge(usd(2) - 1n, own);
    expect(short.judgement.scenarios.get("a")).toMatchObject([{ over: true, accepted: false }]);
  });

  test("is left out of a sum as far as it is accepted", () => {
    const sum = { budget: increase };
    expect(judge(usd(2.2), sum).judgement.total).toMatchObject([
      { over: false, uncertain: false, accepted: true, actual: { usd: 0n } },
    ]);
    expect(judge(usd(2), sum).judgement.total).toMatchObject([
      { over: false, uncertain: true, accepted: true, actual: { usd: 0n } },
    ]);
  });

  test("may be all that is uncertain: accepted whole it is certain, in part it changes nothing", () => {
    // $2 is within $2.10, and $2.20, the high end, is not.
    const budget = budgetOf({ increase: { percent: null, atLeast: usd(2.1) } });
    const unsure = { each: { a: budget } };
    const limit = (amount: bigint) => judge(amount, unsure).judgement.scenarios.get("a");
    expect(limit(usd(1))).toMatchObject([{ over: false, uncertain: true, accepted: false }]);
    expect(limit(usd(2))).toMatchObject([{ over: false, uncertain: true, accepted: false }]);
    expect(limit(usd(2.2))).toMatchObject([{ over: false, uncertain: false, accepted: true }]);
    expect(judge(usd(2.2), { budget }).judgement.total).toMatchObject([
      { over: false, uncertain: false, accepted: true },
    ]);
    expect(judge(usd(1), { budget }).judgement.total).toMatchObject([
      { over: false, uncertain: true, accepted: false },
    ]);
  });
});

describe("what nothing exceeds", () => {
  test("needs no acceptance, and is marked by none", () => {
    const roomy = budgetOf({ increase: { percent: ratio(90n), atLeast: null } });
    const { judgement, acceptances } = judged({
      config: { each: { a: roomy }, budget: roomy },
      acceptances: [yes("a", usd(2))],
    });
    expect(judgement.scenarios.get("a")).toMatchObject([{ over: false, accepted: false }]);
    expect(judgement.total).toMatchObject([{ over: false, accepted: false }]);
    expect(acceptances).toMatchObject([{ state: "unused", needed: null, basis: "month" }]);
  });

  test("a scenario that saves has no part in what a sum needs", () => {
    const sum = judged({
      head: [spec("a", 0), spec("b", 3)],
      base: [spec("a", 1), spec("b", 0)],
      config: { budget: increase },
      acceptances: [yes("a", usd(9)), yes("b", usd(9)), yes("same", usd(9))],
    });
    // What a saves is b's to spend no more once b's increase is accepted.
    expect(sum.acceptances).toMatchObject([
      { state: "unused", needed: null },
      { state: "covers", needed: { kind: "usd", usd: usd(6), basis: "month" } },
      { state: "unused", needed: null, basis: null },
    ]);
    const still = judged({
      head: [spec("a", 0), spec("b", 3)],
      base: [spec("a", 0), spec("b", 0)],
      config: { budget: increase },
      acceptances: [yes("a", usd(9))],
    });
    expect(still.acceptances).toMatchObject([{ state: "unused", needed: null }]);
    expect(still.judgement.total).toMatchObject([{ over: true, accepted: false }]);
  });

  test("what a scenario saves stays in its sum, whatever was accepted of it", () => {
    const sum = judged({
      head: [spec("a", 0), spec("b", 1)],
      base: [spec("a", 1), spec("b", 0)],
      config: { budget: increase },
      acceptances: [yes("a", usd(9))],
    });
    expect(sum.judgement.total).toMatchObject([{ over: false, actual: { usd: 0n } }]);
  });

  test("a group that a scenario is not of needs nothing of it", () => {
    const other = judged({
      head: [spec("a", 1), spec("b", 1)],
      base: [spec("a", 0), spec("b", 0)],
      config: { groups: [{ name: "g", scenarios: ["b"], budget: increase }] },
      acceptances: [yes("a", usd(9))],
    });
    expect([other.judgement.verdict, states(other)]).toEqual(["fail", ["unused"]]);
    const own = judged({
      config: { groups: [{ name: "g", scenarios: ["a"], budget: increase }] },
      acceptances: [yes("a", usd(2))],
    });
    expect([own.judgement.verdict, states(own)]).toEqual(["pass", ["covers"]]);
  });

  test("a new scenario needs all it costs accepted, for the sum it is in", () => {
    const added = judged({
      head: [spec("b", 0), spec("a", 1)],
      base: [spec("b", 0)],
      config: { budget: increase },
      acceptances: [yes("a", usd(5))],
    });
    expect(added.judgement.verdict).toBe("pass");
    expect(added.acceptances).toMatchObject([
      { state: "covers", needed: { kind: "usd", usd: usd(5), basis: "month" } },
    ]);
  });

  test("nobody accepted anything: no acceptance is judged", () => {
    expect(judged({ acceptances: [] }).acceptances).toEqual([]);
  });

  test("a scenario that is gone, or of which its sum knows nothing, needs none", () => {
    const gone = judged({
      head: [spec("b", 1)],
      base: [spec("a", 0), spec("b", 0)],
      config: { budget: increase },
      acceptances: [yes("a", usd(9))],
    });
    expect(gone.acceptances).toMatchObject([{ state: "unused", needed: null }]);
    expect(gone.judgement.verdict).toBe("fail");
  });

  test("an acceptance that has expired is unused where another one covers", () => {
    const both = judged({
      acceptances: [yes("a", usd(9), { until: "2026-11-01" }), yes("a", usd(2))],
    });
    expect([both.judgement.verdict, states(both)]).toEqual(["pass", ["unused", "covers"]]);
  });
});

test("an amount that says what it is of keeps that", () => {
  const upTo = { kind: "usd", usd: usd(1), basis: "run" } as const;
  const { acceptances } = judged({ acceptances: [yes("a", 0n, { upTo })] });
  expect(acceptances).toMatchObject([{ basis: "run", state: "exceeded" }]);
});
