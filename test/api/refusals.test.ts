import { describe, expect, test } from "vitest";
import { declinedModels, refusalOf } from "../../src/api/refusals.ts";

describe("an answer that is a refusal", () => {
  test("has the category that is recorded: a name, the API's null, or nothing", () => {
    const refused = (details?: object) =>
      refusalOf({ stop_reason: "refusal", ...(details ? { stop_details: { ...details } } : {}) });
    expect(refused({ category: "cyber" })).toEqual({ category: "cyber" });
    expect(refused({ category: null })).toEqual({ category: null });
    expect(refused({ category: 5 })).toEqual({ category: undefined });
    expect(refused()).toEqual({ category: undefined });
  });

  test("says so by its stop reason alone", () => {
    expect(refusalOf({ stop_reason: "end_turn", stop_details: { category: "cyber" } })).toBeNull();
    expect(refusalOf({})).toBeNull();
  });
});

test("the models of a fallback chain that declined, in order; blocks that name none are left out", () => {
  const content = [
    { type: "fallback", from: { model: "claude-fable-5" }, trigger: { category: "bio" } },
    { type: "text", text: "Yes." },
    { type: "fallback", from: {}, trigger: { category: "bio" } },
    { type: "fallback", from: { model: "claude-opus-5" } },
  ];
  expect(declinedModels({ content })).toEqual([
    { model: "claude-fable-5", category: "bio" },
    { model: "claude-opus-5", category: undefined },
  ]);
  expect(declinedModels({ content: "Yes." })).toEqual([]);
});
