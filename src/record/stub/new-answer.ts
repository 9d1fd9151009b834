/**
 * An answer to a request that nobody recorded: well formed, of a stated length, the same whenever it
 * is asked for.
 */
import { maxTokensOf, messagesOf } from "../../api/request.ts";
import type { Digest } from "../../digest.ts";
import { writeJson, type Json, type JsonObject } from "../../json.ts";
import { answerSchema, forcedTool, usualInput } from "./forced.ts";
import { valueFor } from "./schema-value.ts";

/** What a made-up answer needs to know. */
export interface NewAnswerOptions {
  readonly digest: Digest;
  /** How long it is to be, output tokens; null: as long as its one sentence is. */
  readonly length: number | null;
  /** Output tokens of some content of an answer; null where it cannot be counted. */
  readonly countOutput: (content: readonly Json[]) => number | null;
}

/** The members of an answer that depend on the request, and its output tokens. */
interface NewAnswer {
  readonly content: readonly Json[];
  readonly stop_reason: "end_turn" | "tool_use" | "max_tokens";
  readonly output: number;
}

const sentence = "This is promptcost's stand-in for an answer that nobody recorded.";

/** Makes up the answer to a request. Calls a tool only where `tool_choice` forces it. */
export function makeAnswer(body: JsonObject, options: NewAnswerOptions): NewAnswer {
  const { digest, length, countOutput } = options;
  const most = maxTokensOf(body) ?? Infinity;
  // caching-rules.md §8: what such a request is answered with.
  if (most === 0) return { content: [], stop_reason: "max_tokens", output: 0 };
  const forced = forcedTool(body);
  if (forced !== null) {
    const content = [callOf(forced.tool, body, digest)];
    return { content, stop_reason: "tool_use", output: length ?? countOutput(content) ?? 1 };
  }
  const schema = answerSchema(body);
  const text = schema === null ? textOfLength(options) : writeJson(valueFor(schema));
  const content = [{ type: "text", text }];
  const output = length ?? countOutput(content) ?? 1;
  return output > most
    ? { content, stop_reason: "max_tokens", output: most }
    : { content, stop_reason: "end_turn", output };
}

/** The sentence as often as it takes to be as long as stated. */
function textOfLength({ length, countOutput }: NewAnswerOptions): string {
  if (length === null) return sentence;
  const one = Math.max(1, countOutput([{ type: "text", text: sentence }]) ?? 1);
  const times = Math.max(1, Math.ceil(length / one));
  return Array.from({ length: times }, () => sentence).join(" ");
}

/**
 * A call. Its id says only where it stands: a prompt that changes leaves it as it is, so that the
 * requests that send it back change in nothing else.
 */
function callOf(tool: JsonObject, body: JsonObject, digest: Digest): JsonObject {
  const { name = "" } = tool;
  const place = `${writeJson(name)} ${String((messagesOf(body) ?? []).length)}`;
  return {
    type: "tool_use",
    id: `toolu_${digest(place).slice(0, 24)}`,
    name,
    input: usualInput(tool) ?? valueFor(tool["input_schema"]),
  };
}
