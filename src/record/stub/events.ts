/** An answer as the events of a stream, in the API's order. */
import { isArray, isObject, writeJson, type Json, type JsonObject } from "../../json.ts";

/** The whole stream of a message, as `text/event-stream`. */
export function writeEvents(message: JsonObject): string {
  const { content, stop_reason = null, stop_sequence = null, usage } = message;
  const counts = isObject(usage) ? usage : {};
  const events: JsonObject[] = [
    {
      type: "message_start",
      message: {
        ...message,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { ...counts, output_tokens: 1 },
      },
    },
    ...(isArray(content) ? content : []).flatMap(blockEvents),
    {
      type: "message_delta",
      delta: { stop_reason, stop_sequence },
      usage: counts,
    },
    { type: "message_stop" },
  ];
  return events.map(writeEvent).join("");
}

function writeEvent(event: JsonObject): string {
  const { type } = event;
  return `event: ${typeof type === "string" ? type : ""}\ndata: ${writeJson(event)}\n\n`;
}

function blockEvents(block: Json, index: number): readonly JsonObject[] {
  const { start, deltas } = isObject(block) ? parts(block) : { start: block, deltas: [] };
  return [
    { type: "content_block_start", index, content_block: start },
    ...(index === 0 ? [{ type: "ping" }] : []),
    ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
    { type: "content_block_stop", index },
  ];
}

/** A block as it begins, and what is added to it. */
function parts(block: JsonObject): {
  readonly start: Json;
  readonly deltas: readonly JsonObject[];
} {
  const { type, text = "", citations, thinking = "", signature = "", input = {} } = block;
  if (type === "text") {
    const cited = (isArray(citations) ? citations : []).map((citation) => ({
      type: "citations_delta",
      citation,
    }));
    return {
      start: { ...block, text: "", ...(isArray(citations) ? { citations: [] } : {}) },
      deltas: [...cited, { type: "text_delta", text }],
    };
  }
  if (type === "thinking")
    return {
      start: { ...block, thinking: "", signature: "" },
      deltas: [
        { type: "thinking_delta", thinking },
        { type: "signature_delta", signature },
      ],
    };
  if (type === "tool_use" || type === "server_tool_use" || type === "mcp_tool_use")
    return {
      start: { ...block, input: {} },
      deltas: ["", writeJson(input)].map((part) => ({
        type: "input_json_delta",
        partial_json: part,
      })),
    };
  return { start: block, deltas: [] };
}
