import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createStreamFolder, foldStream } from "../../../src/formats/http/stream.ts";
import type { JsonObject } from "../../../src/json.ts";

function start(usage: JsonObject): JsonObject {
  const message = { id: "msg_1", type: "message", role: "assistant", model: "claude-haiku-4-5" };
  return { type: "message_start", message: { ...message, content: [], stop_reason: null, usage } };
}

function block(index: number, content: JsonObject): JsonObject {
  return { type: "content_block_start", index, content_block: content };
}

function delta(index: number, change: JsonObject): JsonObject {
  return { type: "content_block_delta", index, delta: change };
}

const whole: readonly JsonObject[] = [
  start({ input_tokens: 12, cache_read_input_tokens: 900, output_tokens: 1 }),
  { type: "ping" },
  block(0, { type: "thinking", thinking: "", signature: "" }),
  delta(0, { type: "thinking_delta", thinking: "Let me " }),
  delta(0, { type: "thinking_delta", thinking: "see…" }),
  delta(0, { type: "signature_delta", signature: "EuYB" }),
  { type: "content_block_stop", index: 0 },
  block(1, { type: "text", text: "" }),
  delta(1, { type: "text_delta", text: "Zürich\r\n" }),
  delta(1, { type: "text_delta", text: "is large. 🚆" }),
  delta(1, { type: "citations_delta", citation: { cited_text: "a" } }),
  delta(1, { type: "citations_delta", citation: { cited_text: "b" } }),
  { type: "content_block_stop", index: 1 },
  block(2, { type: "tool_use", id: "toolu_1", name: "trains", input: {} }),
  delta(2, { type: "input_json_delta", partial_json: "" }),
  delta(2, { type: "input_json_delta", partial_json: '{"from": "Zü' }),
  delta(2, { type: "input_json_delta", partial_json: 'rich", "at": 7.50}' }),
  { type: "content_block_stop", index: 2 },
  {
    type: "message_delta",
    delta: { stop_reason: "tool_use", stop_sequence: null },
    usage: { output_tokens: 47, input_tokens: null, output_tokens_details: { thinking_tokens: 9 } },
  },
  { type: "message_stop" },
];

function write(events: readonly JsonObject[], lineEnd = "\n"): string {
  return events
    .map((event) => {
      const { type } = event;
      if (typeof type !== "string") throw new Error("an event without a type");
      return `event: ${type}${lineEnd}data: ${JSON.stringify(event)}${lineEnd}${lineEnd}`;
    })
    .join("");
}

const folded = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-haiku-4-5",
  content: [
    { type: "thinking", thinking: "Let me see…", signature: "EuYB" },
    {
      type: "text",
      text: "Zürich\r\nis large. 🚆",
      citations: [{ cited_text: "a" }, { cited_text: "b" }],
    },
    { type: "tool_use", id: "toolu_1", name: "trains", input: { from: "Zürich", at: 7.5 } },
  ],
  stop_reason: "tool_use",
  stop_sequence: null,
  usage: {
    input_tokens: 12,
    cache_read_input_tokens: 900,
    output_tokens: 47,
    output_tokens_details: { thinking_tokens: 9 },
  },
};

/** As its JSON: a number with its text compares by its value. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe("a stream", () => {
  test("is the message it would be without streaming", () => {
    const { message, ...rest } = foldStream(write(whole));
    expect(plain(message)).toEqual(folded);
    expect(rest).toEqual({ isFinal: true, isWhole: true, error: null, damaged: 0 });
  });

  test("is the same however it is cut and its lines end", () => {
    const cuts = fc.array(fc.nat(4_000), { maxLength: 60 });
    fc.assert(
      fc.property(fc.constantFrom("\n", "\r\n", "\r"), cuts, (lineEnd, places) => {
        const text = write(whole, lineEnd);
        const folder = createStreamFolder();
        let from = 0;
        for (const place of [...places.toSorted((a, b) => a - b), text.length]) {
          folder.add(text.slice(from, Math.max(from, place)));
          from = Math.max(from, place);
        }
        const { message, damaged } = folder.end();
        expect(damaged).toBe(0);
        expect(plain(message)).toEqual(folded);
      }),
      { numRuns: 200 },
    );
  });

  test("is the same one character at a time", () => {
    const folder = createStreamFolder();
    for (const character of write(whole, "\r\n")) folder.add(character);
    expect(plain(folder.end().message)).toEqual(folded);
  });

  test("has comments, ids and events that nobody knows", () => {
    const text = write(whole).replaceAll(
      "event: content_block_stop",
      ': keep-alive\nid: 7\nretry: 10\nevent: new\ndata: {"type":"new","index":0}\n\nevent: content_block_stop',
    );
    expect(plain(foldStream(text).message)).toEqual(folded);
  });

  test("may have lost its blank lines, its spaces and its end", () => {
    expect(plain(foldStream(write(whole).replaceAll("\n\n", "\n").trimEnd()).message)).toEqual(
      folded,
    );
    const bare = whole.map((event) => `data:${JSON.stringify(event)}`).join("\n");
    expect(plain(foldStream(bare).message)).toEqual(folded);
  });

  test("may spread the data of an event over lines", () => {
    const text = whole
      .map((event) => JSON.stringify(event, null, 1).replaceAll(/^/gm, "data: "))
      .join("\n\n");
    expect(plain(foldStream(text).message)).toEqual(folded);
  });

  test("that is cut has the usage of its first moment, and no stop reason", () => {
    const cut = foldStream(write(whole.slice(0, 10)).slice(0, -20));
    expect(cut).toMatchObject({ isFinal: false, isWhole: false, error: null, damaged: 1 });
    expect(cut.message).toMatchObject({
      stop_reason: null,
      usage: { input_tokens: 12, output_tokens: 1 },
      content: [{ thinking: "Let me see…" }, { text: "Zürich\r\n" }],
    });
  });

  test("that lacks only its last event is final", () => {
    expect(foldStream(write(whole.slice(0, -1)))).toMatchObject({ isFinal: true, isWhole: false });
  });

  test("that ends in an error says which", () => {
    const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
    expect(foldStream(write([error]))).toMatchObject({ message: null, error: "overloaded_error" });
    const late = foldStream(write([...whole.slice(0, 9), error]));
    expect(late).toMatchObject({ isFinal: false, error: "overloaded_error" });
    expect(late.message).not.toBeNull();
  });

  test("in which a fallback answered names the model that did", () => {
    const fallback = { type: "fallback", from: { model: "a" }, to: { model: "claude-sonnet-5" } };
    const { message } = foldStream(write([start({}), block(0, fallback)]));
    expect(message).toMatchObject({ model: "claude-sonnet-5", content: [fallback] });
  });

  test("whose tool input was cut off has an empty one", () => {
    const tool = { type: "tool_use", id: "t", name: "n", input: {} };
    const events = [
      start({ input_tokens: 1, output_tokens: 1 }),
      block(0, tool),
      delta(0, { type: "input_json_delta", partial_json: '{"a": "b' }),
    ];
    expect(foldStream(write(events)).message).toMatchObject({ content: [tool] });
  });

  test("of any text, and of any events, is no crash", () => {
    const events = fc.array(
      fc.oneof(fc.json(), fc.constantFrom(...whole.map((e) => JSON.stringify(e)))),
    );
    fc.assert(
      fc.property(fc.string(), events, (text, data) => {
        foldStream(text);
        foldStream(data.map((line) => `data: ${line}\n\n`).join(text));
      }),
    );
  });

  test("of a long answer in small pieces takes time linear in it", () => {
    const folder = createStreamFolder();
    folder.add(
      write([start({ input_tokens: 1, output_tokens: 1 }), block(0, { type: "text", text: "" })]),
    );
    const piece = write([delta(0, { type: "text_delta", text: "word " })]);
    for (let count = 0; count < 50_000; count += 1) folder.add(piece);
    const { message } = folder.end();
    expect(message).toMatchObject({ content: [{ text: "word ".repeat(50_000) }] });
  });
});
