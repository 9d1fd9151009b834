import { expect, test } from "vitest";
import { contentOf } from "../../../src/api/response.ts";
import { declinedModels, refusalOf } from "../../../src/api/refusals.ts";
import { keptOf, recordResponse } from "../../../src/replay/answers/recording.ts";

const answer = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-5",
  content: [
    {
      type: "fallback",
      from: { model: "claude-fable-5" },
      to: { model: "claude-sonnet-5" },
      trigger: { type: "refusal", category: "bio", explanation: "CANARY" },
    },
    { type: "thinking", thinking: "CANARY", signature: "CANARY" },
    { type: "text", text: "CANARY" },
    { type: "tool_use", id: "toolu_1", name: "look", input: { at: "CANARY" } },
  ],
  stop_reason: "refusal",
  stop_sequence: null,
  stop_details: { type: "refusal", category: "cyber", explanation: "CANARY" },
  usage: { input_tokens: 3, output_tokens: 4, iterations: [{ type: "message", input_tokens: 3 }] },
  container: { id: "container_1" },
};

test("what a rule reads is kept whole, and nothing else", () => {
  const { model, usage, stop_reason, stop_details, content } = answer;
  const kept = keptOf(answer);
  expect(kept).toEqual({ model, usage, stop_reason, stop_details, content });
  expect(Object.keys(kept).at(-1)).toBe("content");
  expect(keptOf({ ...answer, stop_details: null })).not.toHaveProperty("stop_details");
});

test("without its words an answer still says what it cost, and why nothing was said", () => {
  const bare = recordResponse(answer, { keepsAnswers: false });
  expect(JSON.stringify(bare)).not.toContain("CANARY");
  expect([bare["usage"], refusalOf(bare), declinedModels(bare)]).toEqual([
    answer.usage,
    refusalOf(answer),
    declinedModels(answer),
  ]);
  // Nobody takes that for the content of the answer.
  expect(contentOf(bare)).toBeNull();
  const plain = recordResponse(
    { ...answer, content: answer.content.slice(1) },
    { keepsAnswers: false },
  );
  expect(plain).not.toHaveProperty("content");
  expect(recordResponse(bare, { keepsAnswers: true })).toEqual(bare);
});
