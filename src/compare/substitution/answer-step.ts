import { writeJson } from "../../json.ts";
import type { MeasuredExchange } from "../../projection/projection.ts";
import {
  answeringOf,
  differingSettings,
  type AnswerSetting,
} from "../../tokens/answers/answering.ts";
import { isOutputKnown, type OutputCount } from "../../tokens/count.ts";
import type { RequestPart, BridgeStep } from "../steps.ts";

/** The steps that may bring in an answer of another length. */
export type AnswerStep = Extract<BridgeStep, "assumed" | "re-recorded" | "model" | "output">;

/**
 * So many samples on both sides make a change of length a measurement and no accident (DESIGN.md,
 * "Comparing").
 */
const enoughSamples = 5;

/**
 * Which step brings the head's answer in; null where its length is the same, and known where it is
 * asked for otherwise. An assertion that was edited and a recording made anew are no doing of the
 * request's, so they are adjustments, unless both sides measured the length often enough; the same
 * recording under another model is that model's; the rest is `output`.
 */
export function answerStep(options: {
  readonly head: MeasuredExchange;
  readonly base: MeasuredExchange;
  /** In which the requests differ. */
  readonly parts: readonly RequestPart[];
  /** The scenario's `output:` differs between the trees. */
  readonly outputEdited: boolean;
}): AnswerStep | null {
  const { head, base, parts } = options;
  const [now, before] = [head.output, base.output];
  const isEqual =
    now.tokens === before.tokens && now.low === before.low && now.high === before.high;
  if (isEqual && !isAnswerUnknown(head, base)) return null;
  if (restsOnRecording(now) && !isSameAnswer(head, base))
    return isRecorded(before) && isRecorded(now) && isMeasured(head) && isMeasured(base)
      ? "output"
      : "re-recorded";
  const edited =
    options.outputEdited || head.exchange.expectedOutput !== base.exchange.expectedOutput;
  if (edited && (isAsserted(now) || isAsserted(before))) return "assumed";
  if (isRecorded(now)) {
    const byModel =
      parts.includes("model") && (now.basis === "same-text" || before.basis === "same-text");
    return byModel ? "model" : "output";
  }
  return parts.includes("model") || parts.includes("settings") ? "output" : "assumed";
}

/** Whether the same answer was recorded on both sides, with the same samples; or none on either. */
export function isSameAnswer(head: MeasuredExchange, base: MeasuredExchange): boolean {
  const [now, before] = [head.exchange.recorded, base.exchange.recorded];
  if (now === before || now === null || before === null) return now === before;
  return writeJson([now.response, now.samples]) === writeJson([before.response, before.samples]);
}

/** The settings of an answer in which the sides differ. */
export function answerChanges(
  head: MeasuredExchange,
  base: MeasuredExchange,
): readonly AnswerSetting[] {
  const [now, before] = [head, base].map(({ exchange }) => answeringOf(exchange.request.body));
  return now === undefined || before === undefined ? [] : differingSettings(now, before);
}

/**
 * Whether the head has its answer written otherwise and nobody vouches for its length on both
 * sides: then no figure says that it did not change.
 */
export function isAnswerUnknown(head: MeasuredExchange, base: MeasuredExchange): boolean {
  const changes = answerChanges(head, base);
  if (!isOutputKnown(head.output) || !isOutputKnown(base.output)) return changes.length > 0;
  // An assertion made for one effort, or one way to think, says nothing of another.
  return (
    (changes.includes("effort") || changes.includes("thinking")) && isSameAssertion(head, base)
  );
}

/** Whether both sides take the same asserted length, that nobody has edited. */
function isSameAssertion(head: MeasuredExchange, base: MeasuredExchange): boolean {
  return (
    isAsserted(head.output) &&
    head.output.basis === base.output.basis &&
    head.output.tokens === base.output.tokens
  );
}

function restsOnRecording(output: OutputCount): boolean {
  return isRecorded(output) || output.basis === "scaled" || output.basis === "bounded";
}

function isRecorded(output: OutputCount): boolean {
  return output.basis === "recorded" || output.basis === "same-text";
}

function isMeasured({ exchange }: MeasuredExchange): boolean {
  return (exchange.recorded?.samples.length ?? 0) >= enoughSamples;
}

function isAsserted(output: OutputCount): boolean {
  return output.basis === "expected" || output.basis === "scenario";
}

/**
 * Which step brings in the head's fees that are billed by use, and the passes that the API makes of
 * its own: they are known from recordings.
 */
export function feesStep(
  head: MeasuredExchange,
  base: MeasuredExchange,
): "re-recorded" | "fees" | null {
  if (head.webSearches === base.webSearches && isSamePasses(head.passes, base.passes)) return null;
  return isSameAnswer(head, base) ? "fees" : "re-recorded";
}

function isSamePasses(a: MeasuredExchange["passes"], b: MeasuredExchange["passes"]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
