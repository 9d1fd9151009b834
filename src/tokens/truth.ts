import { completesInput } from "../api/completed-input.ts";
import { inputTotal } from "../api/response.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { writeJson } from "../json.ts";
import { problem, type Problem } from "../problem.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { correct, type Corrected } from "./corrections.ts";
import type { Count, Counter, Witness } from "./count.ts";

/**
 * Why a request counts as it does. `exact`: the truth was said of this very request. Else the
 * corrections of another body carry over: a block keeps its share while its bytes are equal, a
 * changed block's share stays with its level.
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

export interface EvidenceOptions {
  readonly counter: Counter;
  /** Reads the prompt of an exchange; remembered by the caller. */
  readonly promptOf: (exchange: Exchange) => Prompt;
}

/**
 * What was said of an exchange's own body: by its recording, else by `count_tokens`. Null where
 * nothing was. Where what was said cannot be true, our own count, with the problem that says so.
 */
export function findTruth(
  exchange: Exchange,
  other: Exchange | null,
  options: EvidenceOptions,
): Evidence | null {
  const prompt = options.promptOf(exchange);
  const count = options.counter.count(prompt);
  const { recorded, counted, place } = exchange;
  const problems: Problem[] = [];
  const truth =
    recorded !== null && isEarnedBy(exchange, other) ? inputTotal(recorded.response) : null;
  if (recorded !== null && truth !== null) {
    const { total } = truth;
    const isCompleted = completesInput(exchange.request.body);
    if (isCompleted || isPlausible(total, count)) {
      const cached = isCompleted || recorded.fast ? null : truth.cached;
      const corrected = correct(prompt, count, { total, cached });
      return { witness: "recorded", exact: true, ...corrected, problems };
    }
    const details = { recorded: total, counted: count.total };
    problems.push(problem("recording-implausible", place, details));
  }
  if (
    counted !== null &&
    counted.inputHash === exchange.inputHash &&
    isPlausible(counted.tokens, count)
  ) {
    const corrected = correct(prompt, count, { total: counted.tokens, cached: null });
    return { witness: "api", exact: true, ...corrected, problems };
  }
  return problems.length === 0 ? null : { ...computedEvidence, problems };
}

/**
 * Whether the recording was earned by this very request. A recording that does not name its body
 * vouches for the body it stands with only where nothing outside the file can change that body, and
 * no other tree shows the same recording with another.
 */
function isEarnedBy(exchange: Exchange, other: Exchange | null): boolean {
  const { recorded, request } = exchange;
  if (recorded === null) return false;
  if (recorded.inputHash !== null) return recorded.inputHash === exchange.inputHash;
  if (request.links.length > 0 || request.placeholders.length > 0) return false;
  return (
    other === null || !isSameRecording(exchange, other) || other.inputHash === exchange.inputHash
  );
}

export function isSameRecording(a: Exchange, b: Exchange): boolean {
  return (
    a.recorded === b.recorded ||
    (a.recorded !== null &&
      b.recorded !== null &&
      writeJson(a.recorded.response) === writeJson(b.recorded.response))
  );
}

/**
 * How far a true count may lie from ours before the two cannot be of one body: hidden prompts of
 * beta features are some hundred tokens.
 */
const slackTokens = 600;
const slackShare = 0.35;

/** Whether a total can be what this body costs. */
function isPlausible(total: number, count: Count): boolean {
  const slack = slackTokens + Math.ceil(count.total * slackShare);
  return total > 0 && total >= count.low - slack && total <= count.high + slack;
}
