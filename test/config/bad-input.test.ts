import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";

function parse(text: string, file = "promptcost.yml") {
  return parseConfig({ file, text });
}

/** Problems as `line:column code path`. */
function list(text: string): readonly string[] {
  return parse(text).problems.map(
    (problem) =>
      `${String(problem.line)}:${String(problem.column)} ${problem.code} ${problem.path ?? "-"}`,
  );
}

function fixes(text: string): readonly string[] {
  return parse(text).problems.map(({ fix }) => fix);
}

describe("every problem at once, each at its place", () => {
  test("shape and rules together, in the order of the file", () => {
    expect(
      list(`version: 1
scenarios:
  a:
    fixtures: x.json
    varaints: [no-cache]
    budget:
      monthly: $900
      increase: { percent: 5, at-least: $10 }
      cache-hit-rate: 180%
      action: fial
  b:
    fixtures: ../x.json
    traffic: { runs: lots, arivals: poisson }
    variants: [no-cach, beat]
    vars: { now: { changes: run } }
  c: 7
groups: { g: { scenarios: [d], budget: { monthly: 3 } } }
prices: { m: { input: 0.00000001 } }
on-no-base: perhaps
`),
    ).toEqual([
      "5:5 config-unknown-key scenarios.a.varaints",
      "7:16 budget-needs-traffic scenarios.a.budget.monthly",
      "8:41 increase-needs-traffic scenarios.a.budget.increase.at-least",
      "9:23 cache-hit-rate-range scenarios.a.budget.cache-hit-rate",
      "10:15 config-wrong-value scenarios.a.budget.action",
      "12:15 config-outside scenarios.b.fixtures",
      "13:22 config-wrong-value scenarios.b.traffic.runs",
      "13:28 config-unknown-key scenarios.b.traffic.arivals",
      "14:16 config-unknown-name scenarios.b.variants.0",
      "14:25 config-unknown-name scenarios.b.variants.1",
      "15:13 config-missing-key scenarios.b.vars.now",
      "16:6 config-wrong-value scenarios.c",
      "17:28 group-unknown-scenario groups.g.scenarios.0",
      "17:51 budget-needs-traffic groups.g.budget.monthly",
      "18:23 config-wrong-value prices.m.input",
      "19:13 config-wrong-value on-no-base",
    ]);
  });

  test("an item of a list is named by its place in the list, whatever stands before it", () => {
    expect(list("scenarios: { a: { fixtures: [7, ../x.json] } }")).toEqual([
      "1:29 config-wrong-value scenarios.a.fixtures",
      "1:33 config-outside scenarios.a.fixtures.1",
    ]);
  });

  test.each([
    ["replay: { max-usd: 1e-20 }", "2:20 config-wrong-value replay.max-usd"],
    ["replay: { max-usd: 0.0000000000001 }", "2:20 config-wrong-value replay.max-usd"],
    ["replay: { max-usd: -1 }", "2:20 config-wrong-value replay.max-usd"],
  ])("%s is not left out in silence", (more, expected) => {
    expect(list(`scenarios: { a: { fixtures: x.json } }\n${more}`)).toEqual([expected]);
  });

  test.each([
    ["models: { our-chat: claude-sonet-5 }", "2:21 models-unknown-id models.our-chat"],
    ["models: { our-chat: gpt-4o }", "2:21 models-unknown-id models.our-chat"],
    [
      "models: { our-chat: ~anthropic/claude-opus-latest }",
      "2:21 models-unknown-id models.our-chat",
    ],
    ["models: { claude-opus-5: claude-haiku-4-5 }", "2:11 models-known-name models.claude-opus-5"],
    ["models: { our-chat: 5 }", "2:21 config-wrong-value models.our-chat"],
    ["models: { our-chat: [claude-opus-5] }", "2:21 config-wrong-value models.our-chat"],
    ["models: [our-chat]", "2:9 config-wrong-value models"],
  ])("%s", (more, expected) => {
    expect(list(`scenarios: { a: { fixtures: x.json } }\n${more}`)).toEqual([expected]);
  });

  test("a size that is too large to be read is said", () => {
    const text =
      "scenarios: { a: { fixtures: x, traffic: { runs: 1/day, shared: { system: 99999999999 } } } }";
    expect(list(text)).toEqual(["1:74 config-wrong-value scenarios.a.traffic.shared.system"]);
  });

  test("a number under a key that is none has one thing wrong with it", () => {
    const text = "scenarios: { a: { fixtures: x, budget: { hit-share: 0.0000000000000001 } } }";
    expect(list(text)).toEqual(["1:42 config-unknown-key scenarios.a.budget.hit-share"]);
  });

  test.each([
    ["scenarios: { a: { fixture: x.json } }", "Did you mean `fixtures`?"],
    ["scenarios: { a: { fixtures: x.json, variants: [no-cash] } }", "Did you mean `no-cache`?"],
    ['scenarios: { a: { fixtures: x.json, variants: ["effort:lowest"] } }', "Use `as-written`"],
    [
      'scenarios: { a: { fixtures: x.json, variants: ["route:130%:claude-haiku-5-5"] } }',
      "Use `as-written`",
    ],
    [
      "scenarios: { a: { fixtures: x.json, traffic: { runs: 1/day, arrivals: poison } } }",
      "Did you mean `poisson`?",
    ],
    ["scenarios: { a: { fixtures: x.json } }\nbaselin: x", "Did you mean `baseline`?"],
    [
      "scenarios: { a: { fixtures: x.json } }\ngroups: { g: { scenarios: [a], budget: { montly: 3 } } }",
      "Did you mean `monthly`?",
    ],
    ["scenarios: { a: { fixtures: x.json, vars: { b: { valeu: x } } } }", "Did you mean `value`?"],
  ])("%s names the nearest known name", (text, fix) => {
    expect(fixes(text).some((found) => found.startsWith(fix))).toBe(true);
  });

  test("variants and arrivals of later versions are named with those known", () => {
    const text =
      "scenarios: { a: { fixtures: x.json, variants: [keep-dead], traffic: { runs: 1/day, arrivals: bursts } } }";
    expect(parse(text).problems.map(({ message }) => message)).toEqual([
      "`keep-dead` is no variant this version knows.",
      "`bursts` is no kind of arrivals this version knows.",
    ]);
  });

  test.each([
    ["broken", "scenarios: { a: [", "1:", "config-syntax"],
    [
      "duplicate key",
      "scenarios: { a: { fixtures: x } }\nscenarios: {}",
      "2:1",
      "config-duplicate-key",
    ],
    ["two documents", "scenarios: { a: { fixtures: x } }\n---\nb: 1", "2:1", "config-syntax"],
    ["anchor missing", "scenarios: *x", "1:12", "config-syntax"],
    ["anchor in itself", "scenarios: &x [*x]", "1:", "config-syntax"],
    ["key that is no text", "scenarios: { ? [a] : b }", "1:", "config-syntax"],
    ["number without end", "scenarios: .inf", "1:12", "config-syntax"],
    ["empty", "", "1:1", "config-wrong-value"],
    ["a list", "- a", "1:1", "config-wrong-value"],
    ["no scenarios", "version: 1", "1:1", "config-missing-key"],
    ["none among scenarios", "scenarios: {}", "1:12", "config-missing-key"],
    ["another version", "version: 2\nscenarios: { a: { fixtures: x } }", "1:10", "config-version"],
    [
      "leading out",
      "scenarios: { a: { fixtures: x } }\nbaseline: ../../b.json",
      "2:11",
      "config-outside",
    ],
    [
      "runs: none",
      "scenarios: { a: { fixtures: x, traffic: { runs: 0/day } } }",
      "1:49",
      "traffic-zero",
    ],
    [
      "an amount with too many digits",
      "scenarios: { a: { fixtures: x, budget: { per-run: 0.00000000000001 } } }",
      "1:51",
      "config-wrong-value",
    ],
    [
      "a share with too many digits",
      "scenarios: { a: { fixtures: x, budget: { increase: { percent: 1e300 } } } }",
      "1:63",
      "config-wrong-value",
    ],
    [
      "a share that may be two",
      "scenarios: { a: { fixtures: x, budget: { cache-hit-rate: 0.8 } } }",
      "1:58",
      "config-ambiguous-share",
    ],
  ])("%s", (_name, text, place, code) => {
    const { config, problems } = parse(text);
    expect(config).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
    expect(`${String(problems[0]!.line)}:${String(problems[0]!.column)}`.startsWith(place)).toBe(
      true,
    );
    expect(problems[0]!.code).toBe(code);
    expect(problems[0]!.fix).not.toBe("");
  });

  test("aliases that multiply without end are refused at once", () => {
    const levels = Array.from(
      { length: 12 },
      (_, index) =>
        `l${String(index + 1)}: &l${String(index + 1)} [${Array.from({ length: 9 }, () => `*l${String(index)}`).join(",")}]`,
    );
    const { problems } = parse(["l0: &l0 [x,x]", ...levels].join("\n"));
    expect(problems.map(({ code }) => code)).toContain("config-syntax");
  });

  test("a budget of the sum needs traffic somewhere", () => {
    expect(list("scenarios: { a: { fixtures: x } }\nbudget: { monthly: $3 }")).toEqual([
      "2:20 budget-needs-traffic budget.monthly",
    ]);
    expect(
      list(
        "scenarios: { a: { fixtures: x, traffic: { runs: 1/day } }, b: { fixtures: y } }\nbudget: { monthly: $3 }",
      ),
    ).toEqual([]);
  });
});

test("no file whatever makes it throw, and a config is given only where nothing is wrong", () => {
  const word = fc.constantFrom(
    "version",
    "scenarios",
    "a",
    "fixtures",
    "traffic",
    "runs",
    "budget",
    "monthly",
    "increase",
    "groups",
    "prices",
    "vars",
    "value",
    "__proto__",
    "$900",
    "200k/month",
    "80%",
    "x/*.json",
  );
  const value = fc.letrec((link) => ({
    any: fc.oneof(
      { depthSize: "small" },
      word,
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.constant(null),
      fc.boolean(),
      fc.array(link("any"), { maxLength: 3 }),
      fc.dictionary(word, link("any"), { maxKeys: 5 }),
    ),
  })).any;
  fc.assert(
    fc.property(value, fc.string(), (part, noise) => {
      for (const text of [
        JSON.stringify(part),
        JSON.stringify({ scenarios: { a: part } }),
        JSON.stringify({ scenarios: { a: { fixtures: "x", budget: part } } }),
        noise,
      ]) {
        const { config, problems } = parse(text);
        expect(config === null).toBe(problems.length > 0);
      }
    }),
    { numRuns: 300 },
  );
});

test("what is wrong inside a mapping that may be a number, too, is said there", () => {
  const problemsOf = (budget: string): readonly string[] =>
    parseConfig({
      file: "promptcost.yml",
      text: `scenarios: { a: { fixtures: x, budget: ${budget} } }\n`,
    }).problems.map(({ path, message }) => `${path}: ${message}`);
  expect(problemsOf("{ tokens: { ratchet: false, tools: -1, promt: 5 } }")).toMatchObject([
    expect.stringMatching(/tokens\.ratchet: `ratchet` must be `true`, a percentage/),
    expect.stringMatching(/tokens\.tools: `tools` must be a number of tokens/),
    expect.stringMatching(/tokens\.promt: `promt` is not a key/),
  ]);
  expect(problemsOf("{ increase: { percent: -1 } }")).toEqual([
    "scenarios.a.budget.increase.percent: `percent` must be a percentage such as `80%`; this is another number.",
  ]);
});
