import { modelOf } from "../api/model.ts";
import { contentOf, outputTokens, thinkingTokens } from "../api/response.ts";
import { thoughtKey, type RecordedThought } from "../fixture/thoughts.ts";
import { groupBy } from "../order.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { countAnswer } from "./answer.ts";
import { frameOf, isNewer, type Frame } from "./framing/frame.ts";
import { answeredThinking } from "./framing/measured/sealed.ts";
import type { CountText } from "./text-run.ts";

/**
 * Tokens between the tags of thinking blocks that a recorded answer of the same run has, by the
 * block's index: its `thinking_tokens`, else what its output is longer than what it shows. A block
 * that several answers could have is left out where they disagree.
 */
export function knownThinking(
  prompt: Prompt,
  frame: Frame,
  count: CountText,
): ReadonlyMap<number, number> {
  const thoughts = prompt.request.thoughts ?? [];
  const known = new Map<number, number>();
  if (thoughts.length === 0) return known;
  const answers = groupBy(thoughts, ({ block }) => thoughtKey(block));
  for (const [index, { content }] of prompt.blocks.entries()) {
    const key = thoughtKey(content);
    const alike = key === null ? [] : (answers.get(key) ?? []);
    const sizes = alike.map((thought) => sizeOf(thought, frame, count));
    const [size = null] = sizes;
    if (size !== null && sizes.every((other) => other === size)) known.set(index, size);
  }
  return known;
}

function sizeOf(thought: RecordedThought, frame: Frame, count: CountText): number | null {
  const { body, response } = thought;
  const model = modelOf(response) ?? modelOf(body);
  // Another vocabulary counts the same thoughts otherwise.
  if (model === null || frameOf(model).tokenizer !== frame.tokenizer) return null;
  const around = isNewer(frame) ? answeredThinking.newer : answeredThinking[frame.tokenizer];
  const reported = thinkingTokens(response);
  if (reported !== null) return Math.max(0, reported - around.reported);
  const output = outputTokens(response);
  const shown = (contentOf(response) ?? []).filter((block) => block !== thought.block);
  const rest = countAnswer(
    frame,
    { request: body, response: { ...response, content: shown } },
    count,
  );
  return output === null || rest === null || around.derived === null
    ? null
    : Math.max(0, output - rest - around.derived);
}
