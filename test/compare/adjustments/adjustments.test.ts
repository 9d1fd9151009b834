import { describe, expect, test } from "vitest";
import { declared, type Ask, type ScenarioSpec } from "../scenario-specs.ts";
import { body, ask, spec, compare, shown } from "../one-scenario.ts";
import { usd } from "../../dollars.ts";

describe("what is not counted in the change", () => {
  test("traffic: all of it, and nothing is offset by it", () => {
    const tools = [{ $tokens: 500, name: "t" }];
    const comparison = compare(
      spec([ask({ body: body({ tools }) })], { traffic: 500 }),
      spec([ask()]),
    );
    expect(comparison.baseUsd).toBe(usd(3));
    expect(comparison.headUsd).toBe(usd(2));
    expect(shown(comparison)).toEqual({
      causes: [["tools", usd(0.5)]],
      adjustments: [["traffic", -usd(1.5)]],
    });
    expect(comparison.deltaUsd).toBe(usd(0.5));
    expect(comparison.like?.baseUsd).toBe(usd(1.5));
    expect(comparison.adjustments[0]?.detail).toBe("1000/month → 500/month");
  });

  test("runs: gone and weights before the delta, new ones after it", () => {
    const dear = ask({ output: 1_100 });
    const base = {
      traffic: 1_000,
      runs: [
        { id: "a", asks: [ask()] },
        { id: "b", asks: [dear] },
      ],
    };
    const gone = compare({ ...base, runs: base.runs.slice(0, 1) }, base);
    expect(shown(gone)).toEqual({ causes: [], adjustments: [["runs", -usd(5)]] });
    expect(gone.deltaUsd).toBe(0n);
    expect(gone.adjustments[0]?.detail).toBe("1 run gone");
    const fresh = compare(base, { ...base, runs: base.runs.slice(0, 1) });
    expect(shown(fresh)).toEqual({ causes: [], adjustments: [["runs", usd(5)]] });
    expect(fresh.adjustments[0]?.detail).toBe("1 run new");
    const heavier = compare(
      { ...base, runs: [{ ...base.runs[0]!, weight: 3 }, base.runs[1]!] },
      base,
    );
    expect(shown(heavier)).toEqual({ causes: [], adjustments: [["runs", -usd(2.5)]] });
    expect(heavier.adjustments[0]?.detail).toBe("weight of a 1 → 3");
  });

  test("a run both sides have shares out all of the head's traffic", () => {
    const base = spec([ask()], { runs: [{ id: "a", asks: [ask()] }] });
    const longer = ask({ body: body({ system: [declared("s", 100)] }) });
    const comparison = compare(
      {
        ...base,
        runs: [
          { id: "a", asks: [longer] },
          { id: "b", asks: [ask({ output: 200 })] },
        ],
      },
      base,
    );
    // Half of the traffic is the new run's, and yet the delta is that of all 1,000 runs.
    expect(shown(comparison)).toEqual({
      causes: [["system", usd(0.2)]],
      adjustments: [["runs", usd(0.4)]],
    });
  });

  test("an edited expect, and an edited output, are assumed", () => {
    const comparison = compare(spec([ask({ output: 50 })]), spec([ask()]));
    expect(shown(comparison)).toEqual({ causes: [], adjustments: [["assumed", -usd(0.5)]] });
    expect(comparison.adjustments[0]?.detail).toBe("r#0 output 100 → 50");
    const scenario = (output: number): ScenarioSpec =>
      spec([ask({ output, basis: "scenario", expected: null })], { output });
    expect(shown(compare(scenario(200), scenario(100)))).toEqual({
      causes: [],
      adjustments: [["assumed", usd(1)]],
    });
  });

  test("an answer and a count measured anew are re-recorded", () => {
    const recorded = (name: string, over: Partial<Ask>): ScenarioSpec =>
      spec([ask({ recorded: name, basis: "recorded", expected: null, ...over })]);
    expect(shown(compare(recorded("2", { output: 150 }), recorded("1", {})))).toEqual({
      causes: [],
      adjustments: [["re-recorded", usd(0.5)]],
    });
    expect(shown(compare(recorded("2", { residual: 50 }), recorded("1", {})))).toEqual({
      causes: [],
      adjustments: [["re-recorded", usd(0.1)]],
    });
    expect(shown(compare(recorded("2", { webSearches: 1 }), recorded("1", {})))).toEqual({
      causes: [],
      adjustments: [["re-recorded", usd(10)]],
    });
  });

  test("another witness is no change of cost: what the head's own recording says more is an adjustment", () => {
    const system = [declared("s", 100)];
    const head = spec([ask({ body: body({ system }), residual: 40 })]);
    const comparison = compare(head, spec([ask({ residual: 10 })]));
    expect(shown(comparison)).toEqual({
      causes: [["system", usd(0.2)]],
      adjustments: [["re-recorded", usd(0.06)]],
    });
  });
});
