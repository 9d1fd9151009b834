import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { readText } from "../reading.ts";
import { tokensOf } from "./read.ts";

const model = "claude-sonnet-4-5";

function message(id: string, usage: JsonObject): JsonObject {
  return { id, type: "message", role: "assistant", model, content: [], usage };
}

/** The events of a stream that begins with 1 token of output and ends with 30. */
function eventsOf(id: string): readonly JsonObject[] {
  const text = { type: "text_delta", text: "Down the hill." };
  return [
    { type: "message_start", message: message(id, { input_tokens: 12, output_tokens: 1 }) },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "ping" },
    { type: "content_block_delta", index: 0, delta: text },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 30 } },
    { type: "message_stop" },
  ];
}

function asText(events: readonly JsonObject[]): string {
  const lines = events.map(
    (event) =>
      `event: ${JSON.stringify(event["type"]).slice(1, -1)}\ndata: ${JSON.stringify(event)}`,
  );
  return `${lines.join("\n\n")}\n`;
}

function asLines(events: readonly JsonObject[]): string {
  return events.map((event) => JSON.stringify(event)).join("\n");
}

describe("an answer of the API with nothing around it", () => {
  test("as a message, one or a list", () => {
    const usage = { input_tokens: 23, cache_read_input_tokens: 4425, output_tokens: 44 };
    const one = readText(JSON.stringify(message("msg_1", usage)), "answer.json");
    expect([one.format, one.problems, one.leftOut]).toEqual(["answer", [], {}]);
    expect(one.calls).toMatchObject([{ id: "msg_1", request: null, response: { model, usage } }]);
    const list = JSON.stringify([message("msg_1", usage), message("msg_2", usage)]);
    expect(readText(list, "answers.json").calls.map(({ id }) => id)).toEqual(["msg_1", "msg_2"]);
  });

  test.each([
    ["the text of its stream", asText(eventsOf("msg_1")), "answer.txt"],
    ["the text of its stream, whatever its name", asText(eventsOf("msg_1")), "answer"],
    ["data alone", asText(eventsOf("msg_1")).replaceAll(/^event:.*\n/gm, ""), "answer.sse"],
    ["events, one a line", asLines(eventsOf("msg_1")), "answer.chunks.txt"],
    ["events in JSONL", asLines(eventsOf("msg_1")), "answer.jsonl"],
  ])("as %s", (_, text, file) => {
    const { format, calls, problems } = readText(text, file);
    expect([format, problems]).toEqual(["answer", []]);
    expect(tokensOf(calls)).toMatchObject({ input: 12, output: 30 });
    expect(calls[0]?.response).toMatchObject({
      stop_reason: "end_turn",
      content: [{ type: "text", text: "Down the hill." }],
    });
  });

  test.each([
    ["text", asText],
    ["lines", asLines],
  ])("two streams one after the other, the first one cut, as %s", (_, write) => {
    const events = [...eventsOf("msg_1").slice(0, 3), ...eventsOf("msg_2")];
    const { calls } = readText(write(events), "answers.txt");
    expect(calls.map(({ id, response }) => [id, response?.["stop_reason"]])).toEqual([
      ["msg_1", null],
      ["msg_2", "end_turn"],
    ]);
    expect(tokensOf(calls)).toMatchObject({ input: 24, output: 31 });
  });

  test("of a platform with prices of its own is counted", () => {
    const usage = { input_tokens: 2, output_tokens: 3 };
    const list = ["msg_bdrk_1", "msg_vrtx_1", "msg_01"].map((id) => message(id, usage));
    const { calls, leftOut } = readText(JSON.stringify(list), "answers.json");
    expect(calls.map(({ id }) => id)).toEqual(["msg_01"]);
    expect(leftOut).toEqual({ "host Amazon Bedrock": 1, "host Google Vertex AI": 1 });
  });
});
