/** A streamed answer of the Messages API, folded into the message it would be without streaming. */
import { parseJson } from "../../json-text.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";
import { createEventReader } from "./events.ts";

/** Deltas whose text is put behind what the block has, by their type: the member that has it. */
const appended: Readonly<Record<string, string>> = {
  text_delta: "text",
  thinking_delta: "thinking",
};

/** What a stream comes to. */
export interface FoldedStream {
  /**
   * The message in the API's own shape: its blocks with their deltas, and its `usage`, that of
   * `message_start` with what is not null in `message_delta`. Its `stop_reason` is null where the
   * stream was cut: then its output tokens are those of the first moment. Null: nothing began.
   */
  readonly message: JsonObject | null;
  /** Whether the usage is the last one: a `message_delta` with a stop reason came. */
  readonly isFinal: boolean;
  /** Whether it went to its end, `message_stop`. */
  readonly isWhole: boolean;
  /** The type of the `error` event that ended it; null: there was none. */
  readonly error: string | null;
  /** How many events hold no JSON: cut, masked or damaged ones. */
  readonly damaged: number;
}

/** A stream that is folded as it comes. */
export interface StreamFolder {
  /** Takes the next piece of the text, cut between any two characters. */
  readonly add: (text: string) => void;
  readonly end: () => FoldedStream;
}

/** A block of the answer while its deltas come in. */
interface Block {
  readonly members: Record<string, Json>;
  /** The JSON text of a tool's input so far; null: no piece of it came. */
  input: string | null;
}

/** The message of a whole text of server-sent events. */
export function foldStream(text: string): FoldedStream {
  const folder = createStreamFolder();
  folder.add(text);
  return folder.end();
}

/**
 * Folds the events of a stream as Anthropic's own clients do (@anthropic-ai/sdk 1.13.0,
 * lib/BetaMessageStream.mjs, accumulateMessage), in time linear in its text.
 */
export function createStreamFolder(): StreamFolder {
  let message: Record<string, Json> | null = null;
  let usage: JsonObject | null = null;
  let error: string | null = null;
  let isFinal = false;
  let isWhole = false;
  let damaged = 0;
  const blocks = new Map<number, Block>();

  const readDelta = (event: JsonObject, target: Record<string, Json>): void => {
    const { delta, usage: last } = event;
    if (isObject(last)) usage = { ...usage, ...withoutNulls(last) };
    if (!isObject(delta)) return;
    for (const name of ["stop_reason", "stop_sequence", "stop_details", "container"]) {
      const value = delta[name];
      if (value !== undefined) target[name] = value;
    }
    isFinal ||= typeof delta["stop_reason"] === "string";
    for (const name of ["context_management", "input_transformations"]) {
      const value = event[name];
      if (value !== undefined && value !== null) target[name] = value;
    }
  };

  const readEvent = (event: JsonObject): void => {
    const { type, index } = event;
    if (type === "error") error = errorType(event) ?? "error";
    if (type === "message_stop") isWhole = true;
    if (type === "message_start" && isObject(event["message"]) && message === null) {
      message = { ...event["message"] };
      const { usage: first } = message;
      usage = isObject(first) ? first : null;
    }
    if (message === null) return;
    if (type === "message_delta") readDelta(event, message);
    if (typeof index !== "number") return;
    if (type === "content_block_start" && isObject(event["content_block"])) {
      blocks.set(index, { members: { ...event["content_block"] }, input: null });
      const { type: kind, to } = event["content_block"];
      // The model that answered in the place of the one that was asked.
      if (kind === "fallback" && isObject(to) && typeof to["model"] === "string")
        message["model"] = to["model"];
    }
    const block = blocks.get(index);
    if (type === "content_block_delta" && isObject(event["delta"]) && block !== undefined)
      addDelta(block, event["delta"]);
  };

  const readText = (text: string): boolean => {
    const event = parseJson(text);
    if (isObject(event)) readEvent(event);
    return event !== undefined;
  };

  const events = createEventReader((lines) => {
    const text = lines.join("\n");
    if (text.trim() === "[DONE]" || readText(text)) return;
    // Where blank lines were lost each line is an event of its own.
    for (const line of lines) if (lines.length === 1 || !readText(line)) damaged += 1;
  });

  return {
    add: events.add,
    end: () => {
      events.end();
      return {
        message: message === null ? null : finishMessage(message, usage, blocks),
        isFinal,
        isWhole,
        error,
        damaged,
      };
    },
  };
}

/** The type of an error as the API says it, in an event or in a body; null where it is none. */
export function errorType(value: JsonObject): string | null {
  if (value["type"] !== "error") return null;
  const { error } = value;
  const type = isObject(error) ? error["type"] : undefined;
  return typeof type === "string" && /^\w{1,60}$/.test(type) ? type : "error";
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

function addDelta(block: Block, delta: JsonObject): void {
  const { members } = block;
  const { type, partial_json: piece, citation } = delta;
  const added = typeof type === "string" ? appended[type] : undefined;
  if (added !== undefined) {
    const [before, more] = [members[added], delta[added]];
    if (typeof more === "string")
      members[added] = typeof before === "string" ? before + more : more;
  }
  const replaced = type === "signature_delta" || type === "compaction_delta";
  for (const name of replaced ? ["signature", "content", "encrypted_content"] : []) {
    const value = delta[name];
    if (value !== undefined) members[name] = value;
  }
  if (type === "input_json_delta" && typeof piece === "string")
    block.input = (block.input ?? "") + piece;
  if (type === "citations_delta" && citation !== undefined) {
    const { citations: before } = members;
    // The list is this block's own from its second citation on.
    if (isList(before) && before.length > 0) before.push(citation);
    else members["citations"] = [citation];
  }
}

function isList(value: Json | undefined): value is Json[] {
  return isArray(value);
}

function finishMessage(
  message: JsonObject,
  usage: JsonObject | null,
  blocks: ReadonlyMap<number, Block>,
): JsonObject {
  const { content: first } = message;
  const content = [
    ...(isArray(first) ? first : []),
    ...[...blocks.values()].map(({ members, input }) =>
      input === null || input === "" ? members : { ...members, input: parseInput(input) },
    ),
  ];
  return { stop_reason: null, ...message, content, ...(usage === null ? {} : { usage }) };
}

/** A tool's input that is no JSON, cut off at `max_tokens`, is empty, as the SDK has it. */
function parseInput(text: string): Json {
  return parseJson(text) ?? {};
}
