/**
 * What other vendors' APIs and kits call what the Messages API has too: OpenAI's chat completions
 * and responses, the AI SDK, LangChain. Only to name the right word where one of these stands.
 */
import { nearestNames } from "../../nearest.ts";

const keys: ReadonlyMap<string, readonly string[]> = new Map([
  ["functions", ["tools"]],
  ["function_call", ["tool_choice"]],
  ["stop", ["stop_sequences"]],
  ["response_format", ["output_config", "output_format"]],
  ["max_completion_tokens", ["max_tokens"]],
  ["max_output_tokens", ["max_tokens"]],
  ["reasoning", ["thinking"]],
  ["reasoning_effort", ["output_config", "effort"]],
  ["instructions", ["system"]],
  ["input", ["messages"]],
  ["user", ["metadata"]],
  ["parameters", ["input_schema"]],
  ["tool_calls", ["content"]],
  ["tool_call_id", ["tool_use_id"]],
  ["arguments", ["input"]],
  ["args", ["input"]],
  ["image_url", ["source"]],
]);

const kinds: ReadonlyMap<string, readonly string[]> = new Map([
  ["function", ["custom"]],
  ["image_url", ["image"]],
  ["input_image", ["image"]],
  ["input_text", ["text"]],
  ["output_text", ["text"]],
  ["file", ["document"]],
  ["input_file", ["document"]],
  ["function_call", ["tool_use"]],
  ["function_call_output", ["tool_result"]],
  ["tool_call", ["tool_use"]],
  ["tool-call", ["tool_use"]],
  ["tool-result", ["tool_result"]],
  ["reasoning", ["thinking"]],
]);

/** The known keys that one may mean which is none: another vendor's word, else the nearest. */
export function keysMeant(key: string, known: readonly string[]): readonly string[] {
  const ours = keys.get(key)?.filter((name) => known.includes(name)) ?? [];
  return ours.length > 0 ? ours : nearestNames(key, known);
}

/** The known kinds that another vendor's one stands for; none where it is nobody's. */
export function kindsMeant(kind: string, known: readonly string[]): readonly string[] {
  return kinds.get(kind)?.filter((name) => known.includes(name)) ?? [];
}
