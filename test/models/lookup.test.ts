import { assert, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/models/catalogue.ts";
import { findModel, nearestModels } from "../../src/models/lookup.ts";

describe("findModel", () => {
  test.each([
    ["claude-sonnet-4-5", "claude-sonnet-4-5", "claude", false],
    ["claude-sonnet-4-5-20250929", "claude-sonnet-4-5", "claude", false],
    ["claude-sonnet-4-0", "claude-sonnet-4-20250514", "claude", false],
    ["claude-4-sonnet-20250514", "claude-sonnet-4-20250514", "claude", false],
    ["claude-3-5-sonnet-latest", "claude-3-5-sonnet-20241022", "claude", false],
    ["anthropic.claude-sonnet-5", "claude-sonnet-5", "bedrock", null],
    ["global.anthropic.claude-sonnet-4-6", "claude-sonnet-4-6", "bedrock", false],
    ["us.anthropic.claude-opus-4-6-v1", "claude-opus-4-6", "bedrock", true],
    ["apac.anthropic.claude-sonnet-4-20250514-v1:0", "claude-sonnet-4-20250514", "bedrock", false],
    ["anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3-5-sonnet-20241022", "bedrock", false],
    ["anthropic.claude-haiku-4-5", "claude-haiku-4-5", "bedrock", null],
    ["claude-sonnet-4-5@20250929", "claude-sonnet-4-5", "vertex", null],
    ["claude-3-5-sonnet-v2@20241022", "claude-3-5-sonnet-20241022", "vertex", false],
    ["claude-opus-4-6@default", "claude-opus-4-6", "vertex", null],
  ])("%s", (id, model, platform, regional) => {
    const found = findModel(id);
    expect([found?.model.id, found?.platform, found?.regional]).toEqual([
      model,
      platform,
      regional,
    ]);
  });

  test.each([
    "claude-2.1",
    "claude-sonnet-5-20260630",
    "claude-sonnet-5-5-5",
    "sonnet",
    "",
    "us.claude-sonnet-4-6",
    "mars.anthropic.claude-sonnet-4-6",
    "@default",
  ])("%j is unknown: nothing is matched by its beginning", (id) =>
    expect(findModel(id)).toBeNull(),
  );

  test("no id names two models", () => {
    const ids = catalogue.flatMap((model) => [model.id, ...model.aliases]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("nearestModels", () => {
  test.each([
    ["claude-sonet-4-5", "claude-sonnet-4-5"],
    ["claude-opus-5.5", "claude-opus-5-5"],
    ["claude-haiku-4.5", "claude-haiku-4-5"],
  ])("%s → %s", (asked, first) => expect(nearestModels(asked)[0]).toBe(first));

  test.each(["gpt-4o", "gemini-3-pro", "llama-4", "o5-mini", ""])("%s is nobody of ours", (asked) =>
    expect(nearestModels(asked)).toEqual([]),
  );

  test("names three known ids whatever stands around a name of ours", () => {
    assert(
      property(string(), string(), (front, back) => {
        const asked = `${front}sonnet${back}`;
        const near = nearestModels(asked);
        expect(near).toHaveLength(3);
        expect(near.every((id) => findModel(id) !== null)).toBe(true);
      }),
    );
  });
});
