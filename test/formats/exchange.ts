import { gzipSync, strToU8 } from "fflate";

/** One exchange, as recorders of all kinds are made to keep it. */
export const body = {
  model: "claude-haiku-4-5",
  max_tokens: 64,
  system: [
    { type: "text", text: "Be brief — très bref. 🚲", cache_control: { type: "ephemeral" } },
  ],
  messages: [{ role: "user", content: "Which way to the harbour?" }],
};

export const message = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-haiku-4-5-20251001",
  content: [{ type: "text", text: "Down the hill, then left. 🚲" }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 31, cache_creation_input_tokens: 900, output_tokens: 12 },
};

export const refusal = {
  type: "error",
  error: { type: "overloaded_error", message: "Overloaded" },
};

export const url = "https://api.anthropic.com/v1/messages";

/** The same answer as a stream. */
export const stream = [
  {
    type: "message_start",
    message: {
      ...message,
      content: [],
      stop_reason: null,
      usage: { ...message.usage, output_tokens: 1 },
    },
  },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Down the hill," } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: " then left. 🚲" } },
  { type: "content_block_stop", index: 0 },
  {
    type: "message_delta",
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: 12 },
  },
  { type: "message_stop" },
]
  .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  .join("");

export function zipped(text: string): Buffer {
  return Buffer.from(gzipSync(strToU8(text), { mtime: 0 }));
}

/** A trace of httprr: lengths are those of the bytes. */
export function httprr(answer: string, { target = url, headers = "" } = {}): string {
  const sent = `POST ${target} HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n${JSON.stringify(body)}`;
  const date = "Date: Thu, 05 Nov 2026 10:00:00 GMT\r\n";
  const got = `HTTP/2.0 200 OK\r\n${date}${headers}\r\n${answer}`;
  return `httprr trace v1\n${Buffer.byteLength(sent)} ${Buffer.byteLength(got)}\n${sent}${got}`;
}
