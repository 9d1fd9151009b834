import { modelOf, priceBookId } from "../api/model.ts";
import { maxTokensOf } from "../api/request.ts";
import { isUnfinished, outputTokens, thinkingTokens } from "../api/response.ts";
import { sum } from "../arithmetic.ts";
import type { Exchange, Recorded } from "../fixture/fixture.ts";
import type { JsonObject } from "../json.ts";
import { findByPriceBookId } from "../models/lookup.ts";
import { problem, type Problem } from "../problem.ts";
import { answeringOf, type Answering } from "./answers/answering.ts";
import { longerThanSaid } from "./answers/shown-answer.ts";
import type { Length } from "./answers/length.ts";
import { carryOver, type CarriedLength } from "./answers/recorded-length.ts";
import type { Counter, OutputCount } from "./count.ts";

interface OutputOptions {
  readonly exchange: Exchange;
  /** The body whose settings earned the recorded answer (`earnedBody`). */
  readonly earned: JsonObject;
  /** The scenario's `output:`, tokens. */
  readonly scenarioOutput: number | null;
  readonly counter: Counter;
}

/**
 * How many tokens an answer has, and who says so (DESIGN.md, "What a recording vouches for"): the
 * recording while model, thinking, effort, stop sequences and `max_tokens` are equal; under another
 * model the same text, an assumption; else the fixture's `expect`; at another effort the vendor's
 * index over the recording; the scenario's `output:`; what the recording still bounds; at most
 * `max_tokens` (warning `output-unknown`). `max_tokens` caps them all.
 */
export function countOutputOf(options: OutputOptions): OutputCount {
  const { exchange, scenarioOutput } = options;
  const cap = maxTokensOf(exchange.request.body);
  const recorded = fromRecording(options);
  if (recorded?.basis === "recorded" || recorded?.basis === "same-text") return recorded;
  const limit = (tokens: number): number => (cap === null ? tokens : Math.min(tokens, cap));
  if (exchange.expectedOutput !== null) return known(limit(exchange.expectedOutput), "expected");
  if (recorded?.basis === "scaled") return recorded;
  if (scenarioOutput !== null) return known(limit(scenarioOutput), "scenario");
  if (recorded !== null) return recorded;
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
 * What the recorded answer says of the answer to the request as it is now; null where there is no
 * recorded answer, or its length is not known.
 */
function fromRecording({ exchange, earned, counter }: OutputOptions): OutputCount | null {
  const { recorded, request, place } = exchange;
  if (recorded === null) return null;
  const { response } = recorded;
  const said = recordedLength(recorded);
  // What a stream said first is no length of an answer (observed.md, "Traps").
  if (said === null || isUnfinished(response)) return null;
  const shown = longerThanSaid({ response, earned, counter });
  const length = Math.max(said, shown ?? 0);
  const now = answeringOf(request.body);
  const asked = answeringOf(earned);
  const answered = modelOf(response);
  const by = answered === null ? asked.model : priceBookId(answered);
  const isSameModel = by === now.model || asked.model === now.model;
  // One model may answer for another; what it was asked for decides what it was earned under.
  const under: Answering = isSameModel ? { ...asked, model: now.model } : { ...asked, model: by };
  const start = isSameModel
    ? exactly(length)
    : sameText({ response, length, earned, counter }, { from: by, to: now.model });
  const carried = carryOver(start, { answer: { response, length, under }, now });
  const { tokens, low, high, changed, basis } = carried;
  // Each is made where it is wanted: its place is looked up in the file.
  const problems = {
    recorded: () => [],
    "same-text": () => [
      problem("output-same-text", place, {
        model: by,
        thinks: changed.includes("thinking") && now.thinking.effect !== "" ? now.model : null,
      }),
    ],
    scaled: () => [
      problem("output-scaled", place, {
        from: under.effort.effect,
        to: now.effort.effect,
        model: now.model,
      }),
    ],
    bounded: () => [problem("output-bounded", place, { changed, tokens, low, high })],
  } satisfies Readonly<Record<CarriedLength["basis"], () => readonly Problem[]>>;
  const details = { said, shown: shown ?? 0 };
  const found = shown === null ? [] : [problem("answer-implausible", place, details)];
  return { tokens, low, high, basis, problems: [...found, ...problems[basis]()] };
}

/**
 * A recorded answer as the same text by another model's tokenizer. Where its text is not there: as
 * long with an equal tokenizer, else as the two differ on texts of all kinds. How long another
 * model thinks, half to twice is assumed.
 */
function sameText(
  answer: {
    readonly response: JsonObject;
    readonly length: number;
    readonly earned: JsonObject;
    readonly counter: Counter;
  },
  models: { readonly from: string; readonly to: string },
): Length {
  const { response, length, earned, counter } = answer;
  const count = (model: string) => counter.countOutput(model, { request: earned, response });
  const [before, now] = [count(models.from), count(models.to)];
  if (now === null) return byTokenizer(length, models);
  // What is billed and not in the text (a mean over samples, what was left out) is in proportion.
  const tokens = before === null || before === 0 ? now : Math.round((now * length) / before);
  const thought = Math.min(tokens, thinkingTokens(response) ?? 0);
  return {
    tokens,
    low: Math.min(now, tokens - Math.floor(thought / 2)),
    high: Math.max(now, tokens + thought),
  };
}

/** Percent that the newer tokenizer needs of the older one's tokens (billing.md §6). */
const newerTokenizer = { least: 100, usual: 130, most: 150 };

/** A length of which nothing but the tokens is known, by another model's tokenizer. */
function byTokenizer(
  length: number,
  models: { readonly from: string; readonly to: string },
): Length {
  const [from, to] = [models.from, models.to].map((id) => findByPriceBookId(id)?.tokenizer);
  if (from === to) return exactly(length);
  const { least, usual, most } = newerTokenizer;
  const grown = (percent: number): number => Math.round((length * percent) / 100);
  const shrunk = (percent: number): number => Math.max(1, Math.round((length * 100) / percent));
  return to === "v3"
    ? { tokens: shrunk(usual), low: shrunk(most), high: shrunk(least) }
    : { tokens: grown(usual), low: grown(least), high: grown(most) };
}

function exactly(tokens: number): Length {
  return { tokens, low: tokens, high: tokens };
}

/**
 * Output tokens of a recording: the mean of its samples, rounded up, where it was sent several
 * times.
 */
function recordedLength({ samples, response }: Recorded): number | null {
  if (samples.length > 0) return Math.ceil(sum(samples) / samples.length);
  return outputTokens(response);
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
