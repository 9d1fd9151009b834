import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/json.ts";
import { assistant, countBody, counter, promptOf, tokens, user } from "../../prompts.ts";
import { sealOf } from "../../media/seals.ts";

const thought = "The user asks for a sum. Two and two are four.";
const reply = { type: "text", text: "Four." };

function bodyOf(model: string, block: JsonObject): JsonObject {
  return {
    model,
    thinking: { type: "adaptive" },
    messages: [user("What is 2+2?"), assistant([block, reply]), user("And 3+3?")],
  };
}

function thinking(text: string, signature: string): JsonObject {
  return { type: "thinking", thinking: text, signature };
}

describe("thinking that is sent back", () => {
  test("is exact where its signature seals as many bytes as it shows", () => {
    const count = countBody(bodyOf("claude-sonnet-4-6", thinking(thought, sealOf(thought.length))));
    expect(count).toMatchObject({ low: count.total, high: count.total, problems: [] });
  });

  test("is sized by its signature where its text is left out", () => {
    const whole = countBody(bodyOf("claude-sonnet-4-6", thinking(thought, sealOf(thought.length))));
    const hidden = countBody(bodyOf("claude-sonnet-4-6", thinking("", sealOf(thought.length))));
    expect(hidden.problems.map(({ code }) => code)).toEqual(["thinking-hidden"]);
    expect(hidden.low).toBeLessThanOrEqual(whole.total);
    expect(hidden.high).toBeGreaterThanOrEqual(whole.total);
    expect(hidden.high - hidden.low).toBeLessThan(25);
  });

  test("is sized by its signature where it shows a summary", () => {
    const long = countBody(bodyOf("claude-opus-4-8", thinking("A sum.", sealOf(3000))));
    expect(long.problems.map(({ code }) => code)).toEqual(["thinking-hidden"]);
    expect(long.total).toBeGreaterThan(800);
    expect(long.low).toBeGreaterThan(500);
  });

  test.each([
    ["claude-sonnet-4-6", "signature_REDACTED_1", thought],
    ["claude-opus-4-7", "REDACTED", ""],
    ["claude-opus-5", "<masked>", ""],
    ["claude-sonnet-5", "", ""],
  ])("on %s is said to be masked where its signature is %j", (model, signature, text) => {
    const count = countBody(bodyOf(model, thinking(text, signature)));
    expect(count.problems).toMatchObject([
      { code: "content-masked", severity: "warning", path: "messages.1.content.0" },
    ]);
    expect(JSON.stringify(count.problems)).not.toContain("Two");
    expect(count.high).toBeGreaterThan(count.total);
    expect(count.low).toBeLessThan(count.total);
    // Masked in full, it may be as long as any that was recorded.
    if (text === "") expect(count.high - count.low).toBeGreaterThan(2000);
  });

  test("redacted by the API is sized by its data, and masked by a recorder is said to be so", () => {
    const data = (value: string): JsonObject => ({ type: "redacted_thinking", data: value });
    const codes = (value: string) =>
      countBody(bodyOf("claude-sonnet-4-6", data(value))).problems.map(({ code }) => code);
    expect(codes(sealOf(600))).toEqual(["thinking-hidden"]);
    expect(codes("redacted_thinking_REDACTED_1")).toEqual(["content-masked"]);
  });

  test("of a padded form has an interval from nothing to what may be in it", () => {
    const count = countBody(bodyOf("claude-opus-5-5", thinking("", sealOf(433, 4))));
    expect(count.high - count.low).toBeGreaterThan(200);
  });

  test("has the size that the run's recorded answer tells, masked or not", () => {
    const block = thinking("", "signature_REDACTED_1");
    const body = bodyOf("claude-opus-4-7", block);
    const answer = (usage: JsonObject): JsonObject => ({
      model: "claude-opus-4-7",
      content: [block, reply],
      stop_reason: "end_turn",
      usage,
    });
    const countWith = (usage: JsonObject) => {
      const prompt = promptOf(body);
      const first = { model: "claude-opus-4-7", messages: [user("What is 2+2?")] };
      const thoughts = [{ block, body: first, response: answer(usage) }];
      return counter.count({ ...prompt, request: { ...prompt.request, thoughts } });
    };
    const bare = countWith({
      output_tokens: 120,
      output_tokens_details: { thinking_tokens: 16 },
    }).total;
    const reported = countWith({
      output_tokens: 220,
      output_tokens_details: { thinking_tokens: 116 },
    });
    expect(reported.total).toBe(bare + 100);
    expect(reported.high - reported.low).toBeLessThan(10);
    expect(reported.problems).toEqual([]);
    expect(countWith({ output_tokens: 320 }).total).toBe(
      countWith({ output_tokens: 220 }).total + 100,
    );
  });
});

test("a summary is not taken for the whole", () => {
  const count = countBody(bodyOf("claude-sonnet-4-6", thinking(thought, sealOf(4000))));
  expect(count.total).toBeGreaterThan(tokens(thought) + 700);
});
