/** Our own counts of recorded requests and answers, and what the API counted. */
import { withCounter } from "../../src/io/context.ts";
import { contentOf, outputTokens } from "../../src/api/response.ts";
import { isObject } from "../../src/json.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { readPrompt } from "../../src/prompt/blocks.ts";
import type { Prompt } from "../../src/prompt/prompt.ts";
import type { Counter } from "../../src/tokens/count.ts";
import type { Basis } from "../../src/tokens/framing/backing/basis.ts";
import { countWithEvidence, pairEvidence } from "../../src/tokens/witness/choice.ts";
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

/** A recording with its request as the cache and the counter see it. */
interface ReadRecording {
  readonly recording: Recording;
  readonly prompt: Prompt;
  readonly counted: Counted;
}

/**
 * Counts every recording, and calibrates each one whose file has another that shares a prefix
 * before it.
 */
export function countRecordings(recordings: readonly Recording[], basis: Basis): Promise<Counts> {
  return withCounter((counter) => {
    const table = createBlockTable();
    const all = recordings.map((recording): ReadRecording => {
      const { request, betas } = recording.exchange.exchange;
      const prompt = readPrompt({ request, betas, table });
      return { recording, prompt, counted: countByItself(recording, prompt, counter) };
    });
    const calibrated: Calibrated[] = [];
    const lastOf = new Map<string, ReadRecording>();
    for (const read of all) {
      const { exchange, run } = read.recording.exchange;
      const group = `${exchange.place.file ?? ""}#${run}#${read.recording.model}`;
      const base = lastOf.get(group);
      lastOf.set(group, read);
      const found = base === undefined ? null : calibrate(read, base, counter);
      if (found !== null) calibrated.push(found);
    }
    return { counted: all.map(({ counted }) => counted), calibrated };
  }, basis);
}

function countByItself(recording: Recording, prompt: Prompt, counter: Counter): Counted {
  const { total, low, high } = counter.count(prompt);
  const { request, response, tokens } = recording;
  const truth = isTextAnswer(recording) ? outputTokens(response) : null;
  const output =
    truth === null ? null : counter.countOutput(recording.model, { request, response });
  return {
    recording,
    input: { truth: tokens, counted: total, low, high },
    output:
      output === null || truth === null
        ? null
        : { truth, counted: output, low: output, high: output },
  };
}

/**
 * A count of a request from the recording of `base`, as a pull request that edits the prompt has
 * it: what is recorded is the body before the edit. Null where the one is no edit of the other.
 */
function calibrate(
  { recording, prompt, counted }: ReadRecording,
  base: ReadRecording,
  counter: Counter,
): Calibrated | null {
  const isEdit =
    sharesPrefix(base.prompt, prompt) &&
    recording.odd === null &&
    base.recording.odd === null &&
    recording.kind === base.recording.kind &&
    isWhole(recording.kind);
  if (!isEdit) return null;
  const edited = { ...recording.exchange.exchange, recorded: null, counted: null };
  const evidence = pairEvidence(
    { head: edited, base: base.recording.exchange.exchange },
    { counter, promptOf: (exchange) => (exchange === edited ? prompt : base.prompt) },
  );
  const { total, low, high, witness } = countWithEvidence(prompt, evidence, counter);
  if (witness !== "calibrated") return null;
  return {
    recording,
    measurement: { truth: recording.tokens, counted: total, low, high },
    isExactAlone: [counted, base.counted].every(({ input }) => input.counted === input.truth),
  };
}

/** framing-messages.md §8: answers of text alone that ended by themselves. */
function isTextAnswer({ response, kind, source }: Recording): boolean {
  const content = contentOf(response) ?? [];
  return (
    kind !== "completed by the server" &&
    response["stop_reason"] === "end_turn" &&
    !isOddAnswer({ source, response }) &&
    content.length > 0 &&
    content.every((block) => isObject(block) && block["type"] === "text")
  );
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
