/** Our own counts of recorded requests and answers, beside what the API counted. */
import { withCounter } from "../../src/io/context.ts";
import { isArray, isObject } from "../../src/json.ts";
import { createBlockTable, readPrompt } from "../../src/prompt/blocks.ts";
import type { Prompt } from "../../src/prompt/prompt.ts";
import type { Counter } from "../../src/tokens/count.ts";
import { countWithEvidence, pairEvidence } from "../../src/tokens/evidence.ts";
import type { Recording } from "./corpus.ts";
import type { Measurement } from "./figures.ts";
import { isWhole } from "./kind.ts";
import { isOddAnswer } from "./odd.ts";

export interface Counted {
  readonly recording: Recording;
  readonly input: Measurement;
  /** Null where the answer is not one text that ended by itself. */
  readonly output: Measurement | null;
}

/**
 * A request one step on from a recorded one: counted by today's count plus that recording's
 * residual.
 */
export interface Calibrated {
  readonly recording: Recording;
  readonly measurement: Measurement;
  /** Our count alone is exact for both requests. */
  readonly isExactAlone: boolean;
}

export interface Counts {
  readonly counted: readonly Counted[];
  readonly calibrated: readonly Calibrated[];
}

function outputTokens({ response }: Recording): number | null {
  const usage = response["usage"];
  const tokens = isObject(usage) ? usage["output_tokens"] : null;
  return typeof tokens === "number" ? tokens : null;
}

/** framing-messages.md §8: answers of text alone that ended by themselves. */
function isTextAnswer({ response, kind, source }: Recording): boolean {
  const content = response["content"];
  if (
    kind === "completed by the server" ||
    response["stop_reason"] !== "end_turn" ||
    isOddAnswer({ source, response })
  )
    return false;
  if (!isArray(content) || content.length === 0) return false;
  return content.every((block) => isObject(block) && block["type"] === "text");
}

function exactly(counted: number, truth: number): Measurement {
  return {
    counted,
    truth,
    low: counted,
    high: counted,
  };
}

function countOne(recording: Recording, prompt: Prompt, counter: Counter): Counted {
  const { total, low, high } = counter.count(prompt);
  const truth = isTextAnswer(recording) ? outputTokens(recording) : null;
  const said =
    truth === null
      ? null
      : counter.countOutput(recording.model, {
          request: recording.request,
          response: recording.response,
        });
  return {
    recording,
    input: { truth: recording.tokens, counted: total, low, high },
    output: said === null || truth === null ? null : exactly(said, truth),
  };
}

/**
 * Whether the second request is the first with one block or more changed or added, the first block
 * at least being equal.
 */
function sharesPrefix(a: Prompt, b: Prompt): boolean {
  return (
    a.model === b.model && a.blocks[0]?.key !== undefined && a.blocks[0].key === b.blocks[0]?.key
  );
}

/**
 * Counts every recording, and calibrates each one whose file has another that shares a prefix
 * before it.
 */
export function countRecordings(recordings: readonly Recording[]): Promise<Counts> {
  return withCounter((counter) => {
    const table = createBlockTable();
    const prompts = recordings.map(({ exchange: { exchange } }) =>
      readPrompt({ request: exchange.request, betas: exchange.betas, table }),
    );
    const counted = recordings.map((recording, at) =>
      countOne(
        recording,
        prompts[at] ??
          readPrompt({ request: recording.exchange.exchange.request, betas: [], table }),
        counter,
      ),
    );
    const calibrated: Calibrated[] = [];
    const before = new Map<string, number>();
    for (const [at, recording] of recordings.entries()) {
      const prompt = prompts[at];
      const { exchange, run } = recording.exchange;
      const group = `${exchange.place.file ?? ""}#${run}#${recording.model}`;
      const earlier = before.get(group);
      before.set(group, at);
      const base = earlier === undefined ? undefined : recordings[earlier];
      const basePrompt = earlier === undefined ? undefined : prompts[earlier];
      if (
        prompt === undefined ||
        base === undefined ||
        basePrompt === undefined ||
        !sharesPrefix(basePrompt, prompt)
      )
        continue;
      if (
        recording.odd !== null ||
        base.odd !== null ||
        recording.kind !== base.kind ||
        !isWhole(recording.kind)
      )
        continue;
      // As a pull request that edits the prompt shows it: the recording is of the body before the
      // edit.
      const edited = { ...exchange, recorded: null, counted: null };
      const evidence = pairEvidence(
        { head: edited, base: base.exchange.exchange },
        { counter, promptOf: (one) => (one === edited ? prompt : basePrompt) },
      );
      const { total, low, high, witness } = countWithEvidence(prompt, evidence, counter);
      if (witness !== "calibrated") continue;
      const [own, other] = [counted[at]?.input, counted[earlier ?? -1]?.input];
      const isExactAlone =
        own !== undefined &&
        other !== undefined &&
        own.counted === own.truth &&
        other.counted === other.truth;
      calibrated.push({
        recording,
        measurement: { truth: recording.tokens, counted: total, low, high },
        isExactAlone,
      });
    }
    return { counted, calibrated };
  });
}
