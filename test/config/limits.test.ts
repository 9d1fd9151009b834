import { expect, test } from "vitest";
import { limitPath } from "../../src/config/limits.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { ratio } from "../../src/money.ts";

function budgetOf(budget: string) {
  const text = `scenarios: { a: { fixtures: x.json, budget: ${budget} } }\n`;
  const { config, problems } = parseConfig({ file: "promptcost.yml", text });
  return { limits: config?.scenarios[0]?.budget?.limits ?? null, problems };
}

const whole = (share: bigint, of = 100n) => ratio(share, of);

test.each([
  ["{ tokens: 20k }", [["tokens.prompt", 20_000]]],
  ["{ tokens: 4000 }", [["tokens.prompt", 4_000]]],
  ["{ tokens: 0 }", [["tokens.prompt", 0]]],
  ["{ tokens: 1.5k }", [["tokens.prompt", 1_500]]],
  ["{ tokens: 1.2M }", [["tokens.prompt", 1_200_000]]],
  ["{ tokens: 2e3 }", [["tokens.prompt", 2_000]]],
  [
    "{ tokens: { output: 1k, messages: 8k, system: 9k, tools: 4k, prompt: 20k } }",
    [
      ["tokens.prompt", 20_000],
      ["tokens.tools", 4_000],
      ["tokens.system", 9_000],
      ["tokens.messages", 8_000],
      ["tokens.output", 1_000],
    ],
  ],
  [
    "{ tokens: { ratchet: true } }",
    [["tokens.ratchet", { tools: whole(0n), system: whole(0n), messages: whole(0n) }]],
  ],
  [
    "{ tokens: { ratchet: 2.5% } }",
    [
      [
        "tokens.ratchet",
        { tools: whole(25n, 1000n), system: whole(25n, 1000n), messages: whole(25n, 1000n) },
      ],
    ],
  ],
  [
    "{ tokens: { ratchet: { system: 10%, tools: 0 } } }",
    [["tokens.ratchet", { tools: whole(0n), system: whole(10n), messages: null }]],
  ],
  ["{ dearer-model: needs-accept }", [["dearer-model", "needs-accept"]]],
  ["{ batch-share: 60% }", [["batch-share", whole(60n)]]],
  ["{ tokens: {} }", []],
])("%s", (budget, expected) => {
  const { limits, problems } = budgetOf(budget);
  expect(problems).toEqual([]);
  expect(limits?.map(({ kind, value }) => [kind, value])).toEqual(expected);
});

test.each([
  ["{ tokens: 1.5 }", "config-wrong-value"],
  ["{ tokens: '1.5' }", "config-wrong-value"],
  ["{ tokens: 1.2345k }", "config-wrong-value"],
  ["{ tokens: -1 }", "config-wrong-value"],
  ["{ tokens: 20K }", "config-wrong-value"],
  ["{ tokens: 12345678901 }", "config-wrong-value"],
  ["{ tokens: lots }", "config-wrong-value"],
  ["{ tokens: { prompts: 2k } }", "config-unknown-key"],
  ["{ tokens: { ratchet: false } }", "config-wrong-value"],
  ["{ tokens: { ratchet: { tool: 2% } } }", "config-unknown-key"],
  ["{ dearer-model: true }", "config-wrong-value"],
  ["{ batch-share: 120% }", "cache-hit-rate-range"],
  ["{ batch-share: 0.6 }", "config-ambiguous-share"],
  ["{ on-uncertain: maybe }", "config-wrong-value"],
])("%s is refused, in the budget", (budget, code) => {
  const { limits, problems } = budgetOf(budget);
  expect(limits).toBeNull();
  expect(problems).toMatchObject([{ code, line: 1, fix: expect.stringMatching(/\S/) }]);
});

test("a kind with a dot stands in its mapping, a number alone where the mapping would", () => {
  expect(limitPath("tokens.tools")).toEqual(["tokens", "tools"]);
  expect(limitPath("tokens.prompt")).toEqual(["tokens", "prompt"]);
  expect(limitPath("tokens.prompt", { tokens: 4 })).toEqual(["tokens"]);
  expect(limitPath("per-run-p90", { "per-run-p90": 4 })).toEqual(["per-run-p90"]);
});

test("`on-uncertain` is the budget's own, else the file's, else the figure decides", () => {
  const { config, problems } = parseConfig({
    file: "promptcost.yml",
    text: `on-uncertain: warn
scenarios:
  a: { fixtures: x.json, budget: { tokens: 1k, on-uncertain: fail } }
  b: { fixtures: x.json, budget: { tokens: 1k } }
`,
  });
  expect(problems).toEqual([]);
  expect(config?.onUncertain).toBe("warn");
  expect(config?.scenarios.map(({ budget }) => budget?.onUncertain)).toEqual(["fail", null]);
  const plain = parseConfig({ file: "p.yml", text: "scenarios: { a: { fixtures: x.json } }\n" });
  expect(plain.config?.onUncertain).toBe("judge");
});
