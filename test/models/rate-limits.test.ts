import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { catalogue } from "../../src/models/catalogue.ts";
import { modelGroupOf, modelGroups } from "../../src/models/limits/rate-limits.ts";

test("every model that is out has one group, and none has two", () => {
  const grouped = modelGroups.flatMap(({ models }) => models);
  expect(new Set(grouped).size).toBe(grouped.length);
  const out = catalogue.filter(({ status }) => status === "active").map(({ id }) => id);
  expect(out.filter((id) => modelGroupOf(id) === null)).toEqual([]);
});

/** billing.md §7. */
test.each([
  ["claude-opus-4-8", "start", 1_000, 2_000_000, 400_000],
  ["claude-haiku-5-5", "build", 5_000, 5_000_000, 1_000_000],
  ["claude-fable-5-1", "scale", 4_000, 4_000_000, 800_000],
] as const)("%s in %s", (model, tier, requests, inputTokens, outputTokens) => {
  expect(modelGroupOf(model)?.limits?.[tier]).toEqual({ requests, inputTokens, outputTokens });
});

test("what nobody published, or another platform sets, is unknown", () => {
  expect(modelGroupOf("claude-fable-5-2")?.limits).toBeNull();
  expect(modelGroupOf("us.anthropic.claude-opus-4-6-v1")).toBeNull();
});

test("a scenario's tier stands above the file's; one that is none is named", () => {
  const scenarios = "scenarios: { a: { fixtures: a.json }, b: { fixtures: b.json, tier: scale } }";
  const { config } = parseConfig({ file: "promptcost.yml", text: `tier: build\n${scenarios}\n` });
  expect(config?.scenarios.map(({ rateTier }) => rateTier)).toEqual(["build", "scale"]);
  const wrong = parseConfig({ file: "promptcost.yml", text: `tier: huge\n${scenarios}\n` });
  expect(wrong.problems.map(({ code, path }) => [code, path])).toEqual([
    ["config-wrong-value", "tier"],
  ]);
});
