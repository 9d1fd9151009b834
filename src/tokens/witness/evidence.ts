import { completesInput } from "../../api/completed-input.ts";
import { modelOf, priceBookId, priceBookIdOf } from "../../api/model.ts";
import { inputTotal } from "../../api/response.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import { isSameJson } from "../../json.ts";
import { findModel } from "../../models/lookup.ts";
import { problem, type Problem } from "../../problem.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { Counter, Witness } from "../count.ts";
import { correct, type Corrected } from "./corrections.ts";
import { isPlausiblePrefix, isPlausibleTotal } from "./plausible.ts";

/**
 * What a count rests on: a witness, and what it adds to our own count, block by block. `exact`: it
 * speaks of this very request. Else it speaks of another body, whose corrections carry over: a
 * block keeps its share while its bytes are equal, a changed block's share stays with its level.
 */
export interface Evidence extends Corrected {
  readonly witness: Witness;
  readonly exact: boolean;
  readonly problems: readonly Problem[];
}

/** Our own count alone. */
export const computedEvidence: Evidence = {
  witness: "computed",
  exact: false,
  tail: null,
  corrections: [],
  problems: [],
};

/** How our own count of an exchange is had. */
export interface EvidenceOptions {
  readonly counter: Counter;
  /** Reads the prompt of an exchange; remembered by the caller. */
  readonly promptOf: (exchange: Exchange) => Prompt;
}

/**
 * What speaks of an exchange's own body: its recording, else `count_tokens`. Null where neither
 * does. Where a recorded total cannot be of this body, our own count, with the problem that says
 * so. `other` is the same exchange in main's tree where this one is the head's; null for main's.
 */
export function directEvidence(
  exchange: Exchange,
  other: Exchange | null,
  options: EvidenceOptions,
): Evidence | null {
  const prompt = options.promptOf(exchange);
  const count = options.counter.count(prompt);
  const { recorded, counted, place } = exchange;
  const problems: Problem[] = [];
  const stated =
    recorded !== null && isRecordingOf(exchange, other) ? inputTotal(recorded.response) : null;
  if (recorded !== null && stated !== null) {
    const { total } = stated;
    if (isPlausibleTotal(total, { prompt, count }, recorded.response)) {
      const isCompleted = completesInput(exchange.request.body);
      const isTold =
        stated.cached !== null &&
        !isCompleted &&
        !recorded.fast &&
        isPlausiblePrefix(stated.cached, prompt, count);
      const cached = isTold ? stated.cached : null;
      const corrected = correct(prompt, count, { total, cached });
      return { witness: "recorded", exact: true, ...corrected, problems };
    }
    const details = { recorded: total, counted: count.total };
    problems.push(problem("recording-implausible", place, details));
  }
  if (counted !== null && counted.inputHash === exchange.inputHash) {
    const { tokens } = counted;
    if (isPlausibleTotal(tokens, { prompt, count }, null)) {
      const corrected = correct(prompt, count, { total: tokens, cached: null });
      return { witness: "api", exact: true, ...corrected, problems };
    }
    problems.push(problem("counted-implausible", place, { said: tokens, counted: count.total }));
  }
  return problems.length === 0 ? null : { ...computedEvidence, problems };
}

/**
 * Whether the recording answers this very request: the one it names (`inputHash`), unless main's
 * tree has the same answer to another. One that names none vouches for the body beside it only where
 * nothing outside the file can change that body, the answer is by the model that body asks for, and
 * main's tree does not show the same recording beside another body.
 */
function isRecordingOf(exchange: Exchange, other: Exchange | null): boolean {
  const { recorded, request } = exchange;
  if (recorded === null) return false;
  // The hash does not hold the thread, and what a thread continues is input all the same.
  if (other !== null && isSameRecording(exchange, other) && !isInSameThread(exchange, other))
    return false;
  if (recorded.inputHash !== null)
    return recorded.inputHash === exchange.inputHash && !isAnswerToOther(exchange, other);
  if (request.links.length > 0 || request.placeholders.length > 0) return false;
  if (isOfOtherModel(exchange)) return false;
  return (
    other === null || !isSameRecording(exchange, other) || other.inputHash === exchange.inputHash
  );
}

/** Whether main's tree has the same answer to another body: no answer is to two. */
function isAnswerToOther({ recorded, inputHash }: Exchange, other: Exchange | null): boolean {
  if (recorded === null || other === null || other.recorded === null) return false;
  const { links, placeholders } = other.request;
  const isOfItsBody = links.length === 0 && placeholders.length === 0;
  const earned = other.recorded.inputHash ?? (isOfItsBody ? other.inputHash : inputHash);
  return earned !== inputHash && isSameJson(other.recorded.response, recorded.response);
}

function isInSameThread(a: Exchange, b: Exchange): boolean {
  return isSameJson(a.request.body["thread"] ?? null, b.request.body["thread"] ?? null);
}

/**
 * Whether the recording was made on the model the request names now: another model has another
 * tokenizer or frame.
 */
export function isOfAskedModel(exchange: Exchange): boolean {
  const name = modelOf(exchange.recorded?.response ?? null);
  return name === null || priceBookId(name) === priceBookIdOf(exchange.request.body);
}

/** Whether it was made on a model that is known, and is another than the request names now. */
function isOfOtherModel(exchange: Exchange): boolean {
  const name = modelOf(exchange.recorded?.response ?? null);
  return name !== null && findModel(name) !== null && !isOfAskedModel(exchange);
}

/** Whether both exchanges show the same recording: one answer, to one body where they name it. */
export function isSameRecording(a: Exchange, b: Exchange): boolean {
  return (
    a.recorded === b.recorded ||
    (a.recorded !== null &&
      b.recorded !== null &&
      a.recorded.inputHash === b.recorded.inputHash &&
      isSameJson(a.recorded.response, b.recorded.response))
  );
}
