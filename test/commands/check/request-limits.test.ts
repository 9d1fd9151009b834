import { describe, expect, test } from "vitest";
import type { Report } from "../../../src/report/report.ts";
import { renderComment } from "../../../src/report/views/comment.ts";
import { renderTerminal } from "../../../src/report/views/terminal.ts";
import { digest } from "../../../src/io/hash.ts";
import { check, config, run, type Files } from "./two-trees.ts";

/** Limits that look at requests: nobody states traffic. */
const tool = (name: string, tokens: number) => ({ $tokens: tokens, name });

const files = (budget: string, runs: Files = { "f/run.json": run(10_000) }): Files => ({
  "promptcost.yml": config("", budget),
  ...runs,
});

function limits({ scenarios }: Report) {
  return scenarios.flatMap(({ budgets }) =>
    budgets.map(({ kind, verdict }) => `${kind} ${verdict}`),
  );
}

function views(report: Report): readonly string[] {
  const stamp = { key: "k", head: "0".repeat(40), run: 1, attempt: 1 };
  return [
    renderComment(report, { stamp, digest }),
    renderTerminal(report, { colour: false, source: { file: "promptcost.yml", text: "" } }),
  ];
}

describe("tokens", () => {
  test("are held in every request, at the token, on the line that says so", () => {
    const base = files("{ tokens: { prompt: 10101, system: 10k, output: 100 } }");
    const { scenarios } = check(base, {});
    const sizes = scenarios[0]?.budgets ?? [];
    // Declared blocks have no framing, but for an empty one.
    const prompt = sizes[0]?.actualTokens ?? 0;
    expect(prompt).toBeGreaterThanOrEqual(10_100);
    const at = (most: number) => check(files(`{ tokens: ${most} }`), {}).scenarios[0]?.budgets[0];
    expect(at(prompt)).toMatchObject({ over: false, verdict: "pass", line: 4 });
    expect(at(prompt - 1)).toMatchObject({
      kind: "tokens.prompt",
      over: true,
      verdict: "fail",
      limitTokens: prompt - 1,
      actualTokens: prompt,
      exchange: "f/run#0",
      line: 4,
    });
  });

  test("the largest of all runs counts, not their mean nor a run's sum", () => {
    const longer = { exchanges: [...run(400).exchanges, ...run(900).exchanges] };
    const base = files("{ tokens: { system: 900 } }", { "f/a.json": run(5), "f/b.json": longer });
    expect(check(base, {}).scenarios[0]?.budgets).toMatchObject([
      { over: false, actualTokens: 900, exchange: "f/b#1" },
    ]);
  });

  test("a first run is held to them too, and to no ratchet", () => {
    const base = files("{ tokens: { system: 9k, ratchet: true } }");
    const report = check({}, base);
    expect(report.comparison).toBe("first-run");
    expect(limits(report)).toEqual(["tokens.system fail", "tokens.ratchet pass"]);
    expect(report.scenarios[0]?.budgets[1]).toMatchObject({
      judged: false,
      notJudged: "nothing-compared",
    });
    for (const view of views(report))
      expect(view).toContain("not judged: no more tokens than on main");
  });
});

test("a model without a price is an error, and its tokens are held to their limits all the same", () => {
  const runs = { "f/run.json": run(10_000, 100, { model: "claude-opus-9" }) };
  const report = check({}, files("{ tokens: { prompt: 20k, system: 9k } }", runs));
  const errors = report.problems.filter(({ severity }) => severity === "error");
  expect(report.verdict).toBe("error");
  expect(errors.map(({ code, line }) => [code, line])).toEqual([
    ["tokens-over-budget", 4],
    ["unknown-model", expect.any(Number)],
  ]);
  expect(errors[0]?.message).toContain("10,000 tokens of system");
  const kept = check({}, files("{ tokens: { prompt: 20k } }", runs));
  expect(kept.problems.map(({ code }) => code)).not.toContain("tokens-over-budget");
});

describe("the ratchet", () => {
  const base = files("{ tokens: { ratchet: true } }", {
    "f/run.json": run(10_000, 100, { tools: [tool("a", 500)] }),
  });
  const ratchet = (change: Files, on: Files = base, fork = false) =>
    check(on, change, fork).scenarios[0]?.budgets.find(({ kind }) => kind === "tokens.ratchet");

  test("a level that grows is seen behind one that shrinks by more", () => {
    const change = { "f/run.json": run(9_000, 100, { tools: [tool("a", 501)] }) };
    expect(ratchet(change)).toMatchObject({
      over: true,
      verdict: "fail",
      level: "tools",
      exchange: "f/run#0",
    });
    expect(ratchet({ "f/run.json": run(9_000, 100, { tools: [tool("a", 500)] }) })).toMatchObject({
      over: false,
      judged: true,
    });
  });

  test("a small request may not grow behind a large one", () => {
    const two = { ...base, "f/small.json": run(100) };
    expect(ratchet({ "f/small.json": run(101) }, two)).toMatchObject({
      over: true,
      level: "system",
      baselineTokens: 100,
      actualTokens: 101,
    });
  });

  test("an exchange put into a run brings no longer tools or system prompt", () => {
    const [first] = run(10_000, 100, { tools: [tool("a", 500)] }).exchanges;
    const [later] = run(10_000, 100, { tools: [tool("a", 500), tool("b", 9)] }).exchanges;
    expect(ratchet({ "f/run.json": { exchanges: [first, later] } })).toMatchObject({
      over: true,
      level: "tools",
      exchange: "f/run#1",
    });
    expect(ratchet({ "f/run.json": { exchanges: [first, first] } })).toMatchObject({ over: false });
  });

  test("a renamed run is the same, a new one has nothing to outgrow", () => {
    const grown = run(10_001, 100, { tools: [tool("a", 500)] });
    expect(
      ratchet(
        { "f/other.json": grown },
        { "promptcost.yml": base["promptcost.yml"], "f/run.json": base["f/run.json"] },
      ),
    ).toMatchObject({ over: false });
    const renamed = check(
      { "promptcost.yml": base["promptcost.yml"], "f/run.json": base["f/run.json"] },
      {
        "promptcost.yml": String(base["promptcost.yml"]).replace("f/*.json", "f/other.json"),
        "f/other.json": grown,
      },
    );
    expect(renamed.scenarios[0]?.budgets).toMatchObject([{ over: true, level: "system" }]);
  });

  test("a fork is held by main's", () => {
    const change = {
      "f/run.json": run(10_001, 100, { tools: [tool("a", 500)] }),
      "promptcost.yml": config("", "{ tokens: 90k }"),
    };
    expect(ratchet(change, base, true)).toMatchObject({ over: true });
    // A colleague changes the rule, which leads the report.
    const own = check(base, change);
    expect(limits(own)).toEqual(["tokens.prompt pass"]);
    expect(own.loosened).toMatchObject([
      { rule: "scenarios.a.budget.tokens.ratchet", from: "tools 0 %, system 0 %, messages 0 %" },
    ]);
  });

  test("is laxer where it allows more, or holds fewer levels", () => {
    const rules = (budget: string) =>
      check(base, { "promptcost.yml": config("", budget) }).loosened.map(({ rule }) => rule);
    expect(rules("{ tokens: { ratchet: 1% } }")).toEqual(
      ["tools", "system", "messages"].map((level) => `scenarios.a.budget.tokens.ratchet.${level}`),
    );
    expect(rules("{ tokens: { ratchet: { tools: 0, system: 0 } } }")).toEqual([
      "scenarios.a.budget.tokens.ratchet.messages",
    ]);
    expect(rules("{ tokens: { ratchet: 0%, prompt: 1 } }")).toEqual([]);
  });
});

describe("a dearer model", () => {
  const base = files("{ dearer-model: needs-accept }");
  const asks = (model: string) => run(10_000, 100, { model });
  const found = (change: Files, on: Files = base) => check(on, change).scenarios[0]?.budgets[0];

  test.each([
    ["claude-sonnet-5", false],
    ["claude-opus-5", false],
    ["anthropic/claude-opus-5", false],
    ["claude-fable-5", true],
  ])("%s in place of claude-opus-5: %s", (model, over) => {
    expect(found({ "f/run.json": asks(model) })).toMatchObject({ over, judged: true });
  });

  test("one class that costs more is enough, whatever the bill says", () => {
    const prices =
      "prices: { claude-opus-5: { input: 5, output: 25 }, claude-sonnet-5: { input: 1, output: 25.000001 } }\n";
    const on = { ...base, "promptcost.yml": `${String(base["promptcost.yml"])}${prices}` };
    const report = check(on, { "f/run.json": asks("claude-sonnet-5") });
    expect(Number(report.scenarios[0]?.deltaUsd)).toBeLessThan(0);
    expect(report.scenarios[0]?.budgets).toMatchObject([
      { over: true, model: "claude-sonnet-5", baselineModel: "claude-opus-5" },
    ]);
  });

  test("the premium of a regional endpoint is seen in its name", () => {
    const on = { ...base, "f/run.json": asks("global.anthropic.claude-opus-4-6-v1") };
    const eu = { "f/run.json": asks("eu.anthropic.claude-opus-4-6-v1") };
    expect(found(eu, on)).toMatchObject({
      over: true,
      model: "claude-opus-4-6 at a regional endpoint",
    });
  });

  test("in a run, or an exchange, that main has not", () => {
    expect(found({ "f/new.json": asks("claude-fable-5") })).toMatchObject({ over: true });
    expect(found({ "f/new.json": asks("claude-sonnet-5") })).toMatchObject({ over: false });
    const [first] = run(10_000).exchanges;
    const [dear] = asks("claude-fable-5").exchanges;
    expect(found({ "f/run.json": { exchanges: [first, dear] } })).toMatchObject({
      over: true,
      exchange: "f/run#1",
    });
  });

  test("is not seen where another scenario has it, nor hidden by another run that has it", () => {
    const mixed = { ...base, "f/dear.json": asks("claude-fable-5") };
    expect(found({ "f/run.json": asks("claude-fable-5") }, mixed)).toMatchObject({ over: true });
  });
});

describe("groups and the sum without traffic", () => {
  const base: Files = {
    "promptcost.yml": `scenarios:
  a: { fixtures: a.json }
  b: { fixtures: b.json }
groups:
  both: { scenarios: [a, b], budget: { tokens: { system: 900 }, per-run-p90: $0.02, action: warn } }
  small: { scenarios: [a], budget: { tokens: 1k } }
budget: { per-run: $0.001 }
`,
    "a.json": run(10),
    "b.json": run(1_000),
  };

  test("are judged, and every view says so", () => {
    const report = check(base, {});
    expect(report.verdict).toBe("fail");
    expect(report.groups.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["both", "warn"],
      ["small", "pass"],
    ]);
    expect(report.totals).toMatchObject({ verdict: "fail", budgets: [{ kind: "per-run" }] });
    for (const view of views(report)) {
      expect(view).toMatch(
        /group `?both`?:? \**1,000 tokens of system prompt in a request, over .*900/i,
      );
      expect(view).toMatch(/together:? \**\$0\.0\d+ a run, over/);
    }
  });

  test("nine of ten of their runs are those of all", () => {
    const both = check(base, {}).groups[0]?.budgets.find(({ kind }) => kind === "per-run-p90");
    const [a, b] = check(base, {}).scenarios;
    expect(both?.actualUsd).toBe(b?.perRunUsd);
    expect(Number(b?.perRunUsd)).toBeGreaterThan(Number(a?.perRunUsd));
  });

  test("a renamed scenario that stays in its group is no laxer rule, one that leaves is", () => {
    const yml = String(base["promptcost.yml"]);
    const renamed = yml.replace("  b: { f", "  c: { f").replace("[a, b]", "[a, c]");
    expect(check(base, { "promptcost.yml": renamed }).loosened).toEqual([]);
    expect(check(base, { "promptcost.yml": yml.replace("[a, b]", "[a]") }).loosened).toMatchObject([
      { rule: "groups.both.scenarios", from: "a, b", to: "a" },
    ]);
  });
});

describe("batch share", () => {
  const item = (id: string, over: Files = {}) =>
    JSON.stringify({
      custom_id: id,
      params: { ...run(100).exchanges[0]?.request, ...over },
    });
  const on = (budget: string, more: Files = {}): Files => ({
    "promptcost.yml": `scenarios: { a: { fixtures: "f/*", output: 50, budget: ${budget} } }\n`,
    "f/batch.jsonl": `${item("x")}\n${item("y")}\n`,
    ...more,
  });
  const line = JSON.stringify(run(100, 50).exchanges[0]);
  const share = (report: Report) => report.scenarios[0]?.budgets[0];

  test("is that of the requests whose files are of a batch", () => {
    expect(share(check(on("{ batch-share: 100% }"), {}))).toMatchObject({
      over: false,
      actualShare: "1",
    });
    const mixed = on("{ batch-share: 60% }", { "f/one.json": run(100, 50) });
    const found = share(check(mixed, {}));
    expect(found).toMatchObject({ over: false });
    expect(Number(found?.actualShare)).toBeCloseTo(2 / 3, 2);
    expect(
      share(
        check(on("{ batch-share: 1% }", { "f/batch.jsonl": `${item("x")}\n` }), {
          "f/batch.jsonl": line,
        }),
      ),
    ).toMatchObject({ over: true, actualShare: "0" });
  });

  test("a fork goes in a batch only where main does", () => {
    const plain = on("{ batch-share: 50% }", { "f/batch.jsonl": line });
    expect(share(check(plain, { "f/batch.jsonl": `${item("x")}\n` }, true))).toMatchObject({
      over: true,
      actualShare: "0",
    });
    expect(share(check(plain, { "f/batch.jsonl": `${item("x")}\n` }))).toMatchObject({
      over: false,
      actualShare: "1",
    });
  });
});
