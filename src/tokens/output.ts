import { priceBookId, priceBookIdOf, modelOf } from "../api/model.ts";
import { maxTokensOf, outputConfigOf } from "../api/request.ts";
import { isCutOff, isUnfinished, outputTokens } from "../api/response.ts";
import { sum } from "../arithmetic.ts";
import type { Exchange, Recorded } from "../fixture/fixture.ts";
import { writeJson, type Json, type JsonObject } from "../json.ts";
import { problem, type Problem } from "../problem.ts";
import type { Counter, OutputCount } from "./count.ts";
import { isSameRecording } from "./witness/evidence.ts";

interface OutputOptions {
  readonly exchange: Exchange;
  /**
   * The same exchange in the other tree: where it shows the same recording, its request is the one
   * that earned the answer.
   */
  readonly other: Exchange | null;
  /** The scenario's `output:`, tokens. */
  readonly scenarioOutput: number | null;
  readonly counter: Counter;
}

/**
 * How many tokens an answer has, and who says so (DESIGN.md, "What a recording vouches for"): the
 * recording while model, thinking, effort, stop sequences and `max_tokens` are equal; under another
 * model the same text, an assumption; else the fixture's `expect`, the scenario's `output:`, at
 * most `max_tokens` (warning `output-unknown`). `max_tokens` caps them all.
 */
export function countOutputOf(options: OutputOptions): OutputCount {
  const { exchange, scenarioOutput } = options;
  const cap = maxTokensOf(exchange.request.body);
  const recorded = fromRecording(options, cap);
  if (recorded !== null) return recorded;
  const limit = (tokens: number): number => (cap === null ? tokens : Math.min(tokens, cap));
  if (exchange.expectedOutput !== null) return known(limit(exchange.expectedOutput), "expected");
  if (scenarioOutput !== null) return known(limit(scenarioOutput), "scenario");
  if (cap === null) return known(0, "at-most", [problem("output-unbounded", exchange.place, {})]);
  return {
    tokens: cap,
    low: 0,
    high: cap,
    basis: "at-most",
    problems: [problem("output-unknown", exchange.place, { tokens: cap })],
  };
}

/**
 * The recorded answer, where the recording still vouches for its length; null where it does not.
 */
function fromRecording(options: OutputOptions, cap: number | null): OutputCount | null {
  const { exchange, other, counter } = options;
  const { recorded, request } = exchange;
  if (recorded === null) return null;
  const length = recordedLength(recorded);
  // What a stream said first is no length of an answer (observed.md, "Traps").
  if (length === null || isUnfinished(recorded.response)) return null;
  const earned = other !== null && isSameRecording(exchange, other) ? other : exchange;
  if (!answersAlike(request.body, earned.request.body)) return null;
  const earnedCap = maxTokensOf(earned.request.body);
  if (isCutOff(recorded.response) && cap !== null && cap > (earnedCap ?? length)) return null;
  const limit = (tokens: number): number => (cap === null ? tokens : Math.min(tokens, cap));
  const asked = priceBookIdOf(earned.request.body);
  const answered = modelOf(recorded.response);
  const by = answered === null ? asked : priceBookId(answered);
  const model = priceBookIdOf(request.body);
  if (by === model || asked === model) return known(limit(length), "recorded");
  const same = counter.countOutput(model, {
    request: earned.request.body,
    response: recorded.response,
  });
  if (same === null) return null;
  return known(limit(same), "same-text", [
    problem("output-same-text", exchange.place, { model: by }),
  ]);
}

/**
 * Output tokens of a recording: the mean of its samples, rounded up, where it was sent several
 * times.
 */
function recordedLength({ samples, response }: Recorded): number | null {
  if (samples.length > 0) return Math.ceil(sum(samples) / samples.length);
  return outputTokens(response);
}

/**
 * Whether the way to answer is the same: thinking, effort, stop sequences (DESIGN.md, "What a
 * recording vouches for").
 */
function answersAlike(a: JsonObject, b: JsonObject): boolean {
  return (
    textOf(a["thinking"]) === textOf(b["thinking"]) &&
    effortOf(a) === effortOf(b) &&
    textOf(a["stop_sequences"]) === textOf(b["stop_sequences"])
  );
}

function textOf(value: Json | undefined): string {
  return value === undefined ? "" : writeJson(value);
}

function effortOf(body: JsonObject): string {
  return textOf(outputConfigOf(body)["effort"]);
}

function known(
  tokens: number,
  basis: OutputCount["basis"],
  problems: readonly Problem[] = [],
): OutputCount {
  return {
    tokens,
    low: tokens,
    high: tokens,
    basis,
    problems,
  };
}
