import { describe, expect, test } from "vitest";
import { type Files, check, run, config, rules } from "./two-trees.ts";

describe("a relaxed rule is named", () => {
  const base = {
    "promptcost.yml": config("100/hour", "{ monthly: $700 }"),
    "f/run.json": run(10_000, null),
  };

  test("an assertion where the answer counted at most, another weight, sharing and arrivals, a share of hits", () => {
    expect(rules(check(base, { "f/run.json": run(10_000, 1) }))).toEqual([
      "f/run#0 expect.output_tokens",
    ]);
    const two = { ...base, "f/two.json": run(20_000, null) };
    expect(rules(check(two, { "f/run.json": { weight: 100, ...run(10_000, null) } }))).toEqual([
      "f/two weight",
    ]);
    const yml = base["promptcost.yml"];
    const scenario = (more: string): Files => ({
      "promptcost.yml": yml.replace("    traffic: { runs: 100/hour }\n", more),
    });
    expect(
      rules(
        check(
          base,
          scenario(
            "    traffic: { runs: 100/hour, arrivals: steady, shared: { messages: all } }\n",
          ),
        ),
      ),
    ).toEqual(["scenarios.a.traffic.arrivals", "scenarios.a.traffic.shared.messages"]);
    expect(
      rules(
        check(
          base,
          scenario(
            "    traffic: { runs: 100/hour }\n    batch: { hit-share: 98% }\n    output: 1\n",
          ),
        ),
      ),
    ).toEqual(["scenarios.a.batch.hit-share", "scenarios.a.output"]);
    const policy = { system: [{ type: "text", text: { $file: "../policy.md" } }] };
    const braces = { ...base, "policy.md": "It is {{now}}.\n", "f/run.json": run(0, 100, policy) };
    const declared = scenario(
      "    traffic: { runs: 100/hour }\n    vars: { now: { value: x, changes: never } }\n",
    );
    expect(rules(check(braces, declared))).toEqual(["f/run#0 now changes"]);
    // Nothing that costs less.
    expect(
      rules(
        check(
          { ...base, "f/run.json": run(10_000, 100) },
          scenario("    traffic: { runs: 100/hour }\n    output: 1\n"),
        ),
      ),
    ).toEqual([]);
  });

  test.each([
    ["runs: 50-100/hour", "runs: 50-100/hour, judged-at: low", ["traffic"]],
    ["runs: 50-100/hour", "runs: 40-90/hour", ["traffic"]],
    ["runs: 50-100/hour, judged-at: low", "runs: 50-100/hour", []],
    ["runs: 50-100/hour", "runs: 40-100/hour", []],
    ["runs: 100/hour", "runs: 100/hour, arrivals: { burst: 20 }", ["traffic.arrivals"]],
    [
      "runs: 9/hour, arrivals: { burst: 20 }",
      "runs: 9/hour, arrivals: { burst: 2 }",
      ["traffic.arrivals"],
    ],
    ["runs: 9/hour, readable-after: 3s", "runs: 9/hour", ["traffic.readable-after"]],
    ["runs: 9/hour, gaps: 2m", "runs: 9/hour, gaps: 1s", ["traffic.gaps"]],
  ])("traffic: { %s } to { %s }", (before, after, expected) => {
    const yml = (traffic: string): string =>
      base["promptcost.yml"].replace("traffic: { runs: 100/hour }", `traffic: { ${traffic} }`);
    const main = { ...base, "promptcost.yml": yml(before) };
    expect(rules(check(main, { "promptcost.yml": yml(after) }))).toEqual(
      expected.map((rule) => `scenarios.a.${rule}`),
    );
  });

  test("a scenario by another name keeps no rule behind", () => {
    const renamed = base["promptcost.yml"]
      .replace("  a:", "  z:")
      .replace("    budget: { monthly: $700 }\n", "");
    expect(check(base, { "promptcost.yml": renamed }).loosened).toMatchObject([
      { rule: "scenarios.z.budget.monthly", to: "none" },
    ]);
  });

  test("a price of one's own that is taken out", () => {
    const priced = `${base["promptcost.yml"]}prices: { claude-opus-5: { input: 9 } }\n`;
    expect(
      rules(
        check({ ...base, "promptcost.yml": priced }, { "promptcost.yml": base["promptcost.yml"] }),
      ),
    ).toEqual(["prices.claude-opus-5.input"]);
  });
});

describe("a text of a fixture that is filled", () => {
  const template = (name: string, changes: string) => ({
    $text: `It is {{${name}}}.`,
    vars: { [name]: { value: "14:02", changes } },
  });
  const withSystem = (text: unknown): Files => ({
    "promptcost.yml": config("100/hour", "{ monthly: $700 }"),
    "f/run.json": run(0, 100, { system: [{ type: "text", text }] }),
  });
  const base = withSystem(template("time", "request"));

  test.each([
    ["a calmer change", template("time", "never"), "never"],
    ["another name, with a calmer change", template("t", "day"), "day"],
    ["the same text, with nothing filled in", "It is 14:02.", "never"],
  ])("%s is a relaxed rule", (_, text, to) => {
    expect(check(base, withSystem(text)).loosened).toMatchObject([
      { rule: "f/run#0 time changes", from: "request", to },
    ]);
  });

  test("another text is a change of the prompt, and a more frequent change is none that costs less", () => {
    expect(rules(check(base, withSystem("It is late.")))).toEqual([]);
    expect(
      rules(check(withSystem(template("time", "day")), withSystem(template("t", "request")))),
    ).toEqual([]);
  });

  test("fools nobody from a fork", () => {
    const honest = check(base, base, true).totals.monthlyUsd;
    for (const text of ["It is 14:02.", template("time", "never"), template("t", "never")])
      expect(check(base, withSystem(text), true).totals.monthlyUsd).toBe(honest);
  });
});
