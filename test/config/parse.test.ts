import { describe, expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { ratio } from "../../src/money.ts";

function parse(text: string, file = "promptcost.yml") {
  return parseConfig({ file, text });
}

const whole = `version: 1
scenarios:
  support-rag:
    fixtures: fixtures/support-rag/*.json
    traffic: { runs: 200k/month, arrivals: poisson }
    variants: [no-cache, cache-1h, batch, model:claude-haiku-4-5]
    budget:
      monthly: $900
      per-run: $0.02
      increase: { percent: 5, at-least: $10 }
      cache-hit-rate: 80%
      action: fail
  labels:
    fixtures: [a.json, b/*.yaml]
    output: 300
    cache: main
    batch: { hit-share: 40% }
    traffic: { runs: 1.5m per day, arrivals: steady, shared: { tools: all, system: 40, messages: 2 blocks } }
    vars:
      company: { value: Acme, changes: never }
      now: { value: { $tokens: 12 }, changes: request }
      raw: { literal: true }
      which: { value: a, changes: 7 }
budget: { monthly: $2000 }
groups: { both: { scenarios: [support-rag, labels], budget: { monthly: 100.5, action: warn } } }
baseline: costs/baseline.json
prices: { claude-x: { input: 2, cache-read: 0.20 } }
on-no-base: error
`;

test("`models:` holds for prices and variants too; a known id may be said to run elsewhere", () => {
  const { config, problems } = parse(`scenarios:
  a: { fixtures: x.json, variants: ["model:our-small"] }
models:
  our-small: vertex_ai/claude-haiku-4-5@20251001
  claude-sonnet-5: eu.anthropic.claude-sonnet-5
  __proto__: claude-opus-5
prices: { our-small: { input: 2 } }
`);
  expect(problems).toEqual([]);
  expect([...config!.models.keys()]).toEqual(["our-small", "claude-sonnet-5", "__proto__"]);
  expect(config!.scenarios[0]!.variants).toEqual(["model:vertex_ai/claude-haiku-4-5@20251001"]);
  expect(config!.prices).toMatchObject([{ model: "vertex_ai/claude-haiku-4-5@20251001" }]);
});

test("a whole number is one in whatever form YAML has it", () => {
  const { config, problems } = parse(`scenarios:
  a:
    fixtures: x.json
    output: 1.0
    vars: { b: { value: { $tokens: 12.0 }, changes: 7.0 } }
`);
  expect(problems).toEqual([]);
  expect(config!.scenarios[0]).toMatchObject({
    output: 1,
    vars: { b: { value: { tokens: 12 }, changes: 7 } },
  });
});

describe("a complete file", () => {
  test("the whole of DESIGN.md's example, and all else that a config may hold", () => {
    const { config, problems } = parse(whole, "app/promptcost.yml");
    expect(problems).toEqual([]);
    const [support, labels] = config!.scenarios;
    expect(support).toMatchObject({
      id: "support-rag",
      fixtures: ["app/fixtures/support-rag/*.json"],
      traffic: {
        runsPerMonth: ratio(200_000n),
        written: "200k/month",
        range: null,
        arrivals: { kind: "poisson" },
        shared: {},
      },
      variants: ["no-cache", "cache-1h", "batch", "model:claude-haiku-4-5"],
      budget: {
        limits: [
          { kind: "monthly", value: 900_000_000_000_000n },
          { kind: "per-run", value: 20_000_000_000n },
          { kind: "increase", value: { percent: ratio(5n), atLeast: 10_000_000_000_000n } },
          { kind: "cache-hit-rate", value: ratio(4n, 5n) },
        ],
        action: "fail",
      },
      output: null,
      cacheGroup: null,
      batchHitShare: ratio(1n, 2n),
      vars: {},
    });
    expect(labels).toMatchObject({
      fixtures: ["app/a.json", "app/b/*.yaml"],
      output: 300,
      cacheGroup: "main",
      batchHitShare: ratio(2n, 5n),
      traffic: {
        runsPerMonth: ratio(1_500_000n * 730n, 24n),
        arrivals: { kind: "steady" },
        shared: { tools: "all", system: { tokens: 40 }, messages: { blocks: 2 } },
      },
      vars: {
        company: { value: "Acme", changes: "never", literal: false },
        now: { value: { tokens: 12 }, changes: "request", literal: false },
        raw: { value: null, literal: true },
        which: { value: "a", changes: 7, literal: false },
      },
    });
    expect(config).toMatchObject({
      file: "app/promptcost.yml",
      baseline: "app/costs/baseline.json",
      onNoBase: "error",
      prices: [{ model: "claude-x", input: 2_000_000n, cacheRead: 200_000n }],
      groups: [
        {
          name: "both",
          scenarios: ["support-rag", "labels"],
          budget: { limits: [{ kind: "monthly", value: 100_500_000_000_000n }], action: "warn" },
        },
      ],
    });
  });

  test("the shortest file", () => {
    const { config, problems } = parse('scenarios: { a: { fixtures: "x/*.json" } }');
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      baseline: ".promptcost/baseline.json",
      onNoBase: "judge",
      budget: null,
      groups: [],
      prices: [],
    });
    expect(config!.scenarios[0]).toMatchObject({ traffic: null, variants: [], budget: null });
  });

  test("places of values for problems found later", () => {
    const { config } = parse(whole);
    expect(config!.locate(["scenarios", "support-rag", "budget", "monthly"])).toMatchObject({
      file: "promptcost.yml",
      line: 8,
      column: 16,
    });
    expect(config!.locate(["scenarios", "support-rag", "nothing"])).toMatchObject({ line: 3 });
  });

  test("a literal folder name is no pattern", () => {
    const { config } = parse(
      'scenarios: { a: { fixtures: "x/*.json" } }',
      "app/[id]/promptcost.yml",
    );
    expect(config!.scenarios[0]!.fixtures).toEqual(["app/\\[id\\]/x/*.json"]);
  });
});

test("an exponent is another way to write a number", () => {
  const { config } = parse("scenarios: { a: { fixtures: x, budget: { per-run: 2e-2 } } }");
  expect(config!.scenarios[0]!.budget!.limits[0]!.value).toBe(20_000_000_000n);
});
