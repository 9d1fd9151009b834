import { describe, expect, test } from "vitest";
import { forkRules, withBaseAssertions } from "../../../src/budget/trust/fork-rules.ts";
import { placeholder, type ScenarioSpec } from "../../compare/scenario-specs.ts";
import { strict, strictBut, config, spec, scenarioOf } from "./configs.ts";
import { usd } from "../../dollars.ts";

describe("whose rules judge", () => {
  const [head, base] = [
    config({ budget: strictBut({ monthly: usd(1_000_000) }) }),
    config({ budget: strict }),
  ];

  test("the head's, unless it comes from a fork and the base has some", () => {
    expect(forkRules({ head, base, fork: false })).toBe(head);
    expect(forkRules({ head, base, fork: true })).toBe(base);
    expect(forkRules({ head, base: null, fork: true })).toBe(head);
  });

  test("a fork's runs keep the base's assertions, for runs the base has", () => {
    const placeholders = (changes: "request" | "never") => [
      placeholder(["system", 0, "text"], "now", changes),
    ];
    const theirs: ScenarioSpec = {
      runs: [
        {
          id: "r",
          weight: 9,
          asks: [
            { body: { model: "other" }, output: 1, placeholders: placeholders("never") },
            { body: {}, output: 7, offsetMs: 50 },
          ],
        },
        { id: "s", weight: 9, asks: [{ body: {}, output: 1 }] },
      ],
    };
    const ours: ScenarioSpec = {
      runs: [
        {
          id: "r",
          weight: 1,
          asks: [{ body: {}, output: 300, placeholders: placeholders("request"), offsetMs: 60 }],
        },
      ],
    };
    const [r, s] = withBaseAssertions(scenarioOf(theirs).runs, scenarioOf(ours).runs);
    const [alone] = withBaseAssertions(scenarioOf(theirs).runs, []);
    expect(r).toMatchObject({
      weight: 1,
      exchanges: [
        {
          expectedOutput: 300,
          offsetMs: 60,
          request: { body: { model: "other" }, placeholders: [{ changes: "request" }] },
        },
        { expectedOutput: null, recorded: null, counted: null, offsetMs: 60 },
      ],
    });
    // Where main has runs, another thins them out no more.
    expect([s, alone?.weight]).toEqual([undefined, 9]);
  });

  test(
    "what the base does not say a fork cannot say either, nor by another name of the " +
      "run, nor by a recording or a new variable",
    () => {
      const base = scenarioOf(spec({ expected: null })).runs;
      const [renamed] = scenarioOf(
        spec({ expected: 5, placeholders: [placeholder(["system", 0, "text"], "new", "never")] }),
      ).runs.map((run) => ({
        ...run,
        id: "other",
      }));
      if (renamed === undefined) throw new Error("no run");
      const [run] = withBaseAssertions([renamed], base);
      expect(run?.exchanges[0]).toMatchObject({
        expectedOutput: null,
        recorded: null,
        request: { placeholders: [{ name: "new", changes: "request" }] },
      });
    },
  );
});
