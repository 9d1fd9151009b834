import { expect, test } from "vitest";
import { catalogue } from "../../src/models/catalogue.ts";
import { lookbackRule } from "../../src/models/cache-rules.ts";

test.each([
  ["claude-opus-5", "2026-11-24", true, "documented"],
  ["claude-opus-5", "2026-09-01", true, "documented"],
  ["claude-opus-5", "2026-08-31", false, "earlier"],
  ["claude-opus-5", null, true, "documented"],
  ["anthropic.claude-opus-4-8", "2026-11-24", false, "platform"],
  ["eu.anthropic.claude-sonnet-4-5-20250929-v1:0", null, false, "platform"],
  ["claude-sonnet-4-5@20250929", "2026-11-24", false, "platform"],
  ["a-model-of-nobody", "2026-11-24", true, "documented"],
] as const)("%s on %s: a run of tool calls is one place: %s, %s", (model, day, joinsRuns, why) => {
  expect(lookbackRule(model, day)).toEqual({ joinsRuns, why });
});

test("what a changed effort keeps is known of models where it was measured, each with its source", () => {
  const measured = catalogue.flatMap(({ id, effortChange }) =>
    effortChange === null ? [] : [[id, effortChange.keeps, /^\S+#\d+$/.test(effortChange.source)]],
  );
  expect(measured).toEqual([
    ["claude-fable-5-1", "all", true],
    ["claude-opus-5", "nothing", true],
    ["claude-sonnet-5", "system", true],
  ]);
});
