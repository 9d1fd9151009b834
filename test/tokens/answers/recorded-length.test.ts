import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { answeringOf, differingSettings } from "../../../src/tokens/answers/answering.ts";
import { carryOver } from "../../../src/tokens/answers/recorded-length.ts";

const body: JsonObject = { model: "claude-opus-5", max_tokens: 4_000 };

/** A recorded answer under other settings: tokens, its ends and who says so. */
function carried(
  before: JsonObject,
  after: JsonObject,
  recording: { readonly length?: number; readonly response?: JsonObject } = {},
) {
  const { length = 1_000, response = {} } = recording;
  const under = answeringOf({ ...body, ...before });
  const now = answeringOf({ ...body, ...after });
  const start = { tokens: length, low: length, high: length };
  const { tokens, low, high, basis, changed } = carryOver(start, {
    answer: { response, length, under },
    now,
  });
  return [tokens, low, high, basis, changed.join()];
}

function effort(level: string): JsonObject {
  return { output_config: { effort: level } };
}

describe("a recorded length under other settings", () => {
  test.each<readonly [string, JsonObject, JsonObject, readonly unknown[]]>([
    ["none other", {}, {}, [1_000, 1_000, 1_000, "recorded", ""]],
    ["the default, said", {}, effort("high"), [1_000, 1_000, 1_000, "recorded", ""]],
    ["what decides no length", {}, { temperature: 0 }, [1_000, 1_000, 1_000, "recorded", ""]],
    ["a lower max_tokens", {}, { max_tokens: 600 }, [600, 600, 600, "recorded", ""]],
    // Opus 5: high 1, low .67, xhigh 1.6 (billing.md §3a); half to twice the change.
    ["a higher effort", {}, effort("xhigh"), [1_600, 1_300, 2_200, "scaled", "effort"]],
    ["a lower effort", {}, effort("low"), [670, 449, 835, "scaled", "effort"]],
    ["effort left out", effort("low"), {}, [1_493, 1_246, 1_985, "scaled", "effort"]],
    ["an effort nobody knows", {}, effort("huge"), [4_000, 1, 4_000, "bounded", "effort"]],
    [
      "thinking off",
      {},
      { thinking: { type: "disabled" } },
      [1_000, 1, 1_000, "bounded", "thinking"],
    ],
    [
      "thinking on",
      { thinking: { type: "disabled" } },
      { thinking: { type: "adaptive" } },
      [4_000, 1_000, 4_000, "bounded", "thinking"],
    ],
    [
      "thinking shown otherwise",
      {},
      { thinking: { type: "adaptive", display: "omitted" } },
      [1_000, 1_000, 1_000, "recorded", ""],
    ],
    [
      "two at once",
      {},
      { ...effort("xhigh"), stop_sequences: ["END"] },
      [1_600, 1, 2_200, "bounded", "effort,stop_sequences"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(carried(before, after)).toEqual(expected);
  });

  test("a model without an index: at most, at least", () => {
    const of46 = (before: string, after: string) =>
      carried(
        { model: "claude-opus-4-6", ...effort(before) },
        { model: "claude-opus-4-6", ...effort(after) },
      );
    expect(of46("low", "high")).toEqual([4_000, 1_000, 4_000, "bounded", "effort"]);
    expect(of46("high", "low")).toEqual([1_000, 1, 1_000, "bounded", "effort"]);
  });

  test("a model that has no effort answers with the same text", () => {
    const [, , , basis, changed] = carried(
      { model: "claude-opus-4-6", ...effort("low") },
      { model: "claude-haiku-4-5" },
    );
    expect([basis, changed]).toEqual(["same-text", "model"]);
  });

  test("what was thought is known: the rest stays at least", () => {
    const thought = { usage: { output_tokens_details: { thinking_tokens: 700 } } };
    expect(carried({}, { thinking: { type: "disabled" } }, { response: thought })).toEqual([
      1_000,
      300,
      1_000,
      "bounded",
      "thinking",
    ]);
    const budget = (tokens: number) => ({
      model: "claude-sonnet-4-5",
      thinking: { type: "enabled", budget_tokens: tokens },
    });
    expect(carried(budget(3_000), budget(2_000), { response: thought })[2]).toBe(1_000);
    expect(carried(budget(2_000), budget(3_000), { response: thought })[2]).toBe(4_000);
  });

  test("an answer that was cut off has no end that anybody saw", () => {
    const cut = { length: 1_000, response: { stop_reason: "max_tokens" } };
    const at = (most: number) => ({ max_tokens: most });
    expect(carried(at(1_000), at(1_000), cut)).toEqual([1_000, 1_000, 1_000, "recorded", ""]);
    expect(carried(at(1_000), at(3_000), cut)).toEqual([
      3_000,
      1_000,
      3_000,
      "bounded",
      "max_tokens",
    ]);
    expect(carried(at(1_000), { ...at(1_000), ...effort("low") }, cut)).toEqual([
      670,
      449,
      1_000,
      "scaled",
      "effort",
    ]);
  });

  test("without max_tokens it is at most what the model can answer", () => {
    const none = { model: "claude-opus-5" };
    const off = { ...none, thinking: { type: "disabled" } };
    const start = { tokens: 10, low: 10, high: 10 };
    const answer = { response: {}, length: 10, under: answeringOf(off) };
    expect(carryOver(start, { answer, now: answeringOf(none) }).tokens).toBe(128_000);
  });

  const settings = fc.record(
    {
      model: fc.constantFrom("claude-opus-5", "claude-opus-4-6", "nobody-knows"),
      output_config: fc.constantFrom(
        {},
        ...["low", "high", "max", "odd"].map((e) => ({ effort: e })),
      ),
      thinking: fc.constantFrom({ type: "disabled" }, { type: "adaptive" }),
      stop_sequences: fc.subarray(["END", "STOP"]),
      max_tokens: fc.constantFrom(1, 500, 4_000),
    },
    { requiredKeys: [] },
  );
  const responses = fc.record(
    {
      stop_reason: fc.constantFrom("end_turn", "max_tokens", "stop_sequence"),
      content: fc.constantFrom([], [{ type: "text", text: "One. END of it." }]),
      usage: fc.constantFrom({ output_tokens_details: { thinking_tokens: 400 } }, {}),
    },
    { requiredKeys: [] },
  );
  test("lies between its ends and within max_tokens, and is exact only where nothing moved it", () => {
    fc.assert(
      fc.property(settings, settings, responses, (before, after, response) => {
        const under = answeringOf({ ...body, ...before });
        const now = answeringOf({ ...body, ...after });
        const start = { tokens: 500, low: 500, high: 500 };
        const found = carryOver(start, { answer: { response, length: 500, under }, now });
        expect(found.low).toBeLessThanOrEqual(found.tokens);
        expect(found.tokens).toBeLessThanOrEqual(found.high);
        expect(found.high).toBeLessThanOrEqual(now.maxTokens ?? Infinity);
        const moved = differingSettings(under, now).filter((name) => name !== "max_tokens");
        if (moved.length > 0) expect(found.basis).not.toBe("recorded");
      }),
    );
  });
});
