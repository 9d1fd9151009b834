/** Calls on the disk as they end: what an upstream was paid for outlives this process. */
import { isArray, isObject, writeJson, type JsonObject } from "../../json.ts";
import { parseJson } from "../../json-text.ts";
import { callOutcomes, type CapturedCall } from "../../record/captured-call.ts";
import type { RecordPorts } from "../../record/ports.ts";
import { redactObject, type Redactor } from "../../record/redact/redactor.ts";
import type { JournalLine } from "../../replay/journal/journal.ts";
import { openJournalFolder } from "../journal-folder.ts";

/**
 * Opens the file of captures below a folder, which no link may lead to; git ignores it. Nothing of a
 * call is written before its texts are redacted.
 */
export function openCaptures(
  folder: string,
  redact: Redactor,
): ReturnType<RecordPorts["openCaptures"]> {
  const opened = openJournalFolder(folder, "record", readEarlier);
  if ("failed" in opened || "running" in opened) return opened;
  const { before, lines } = opened.found;
  let isPaid = before.length > 0;
  return {
    before,
    append: (call) => {
      const paid = isPaidAnswer(call);
      isPaid ||= paid;
      return opened.append(`${writeJson({ ...redactCall(call, redact) })}\n`, paid) !== null;
    },
    calls: () => readCalls(skip(textsOf(opened.lines()), lines)).toSorted(inOrder),
    close: (done) => {
      opened.end();
      // A stub's answers are nobody's loss.
      opened.release(done || !isPaid);
    },
  };
}

/** What an earlier `record` left, and how many lines of the file that is. */
function readEarlier(given: Iterable<JournalLine>): {
  readonly before: readonly CapturedCall[];
  readonly lines: number;
} {
  let lines = 0;
  const count = function* (): Generator<string> {
    for (const { text } of given) {
      lines += 1;
      yield text;
    }
  };
  const before = readCalls(count()).filter(isPaidAnswer);
  return { before, lines };
}

/** Whether somebody paid for a call's answer, so that it must not be lost. */
function isPaidAnswer({ outcome, at }: CapturedCall): boolean {
  return outcome === "answered" && at !== null;
}

/** By pass, then by when they were sent. */
function inOrder(one: CapturedCall, other: CapturedCall): number {
  return one.pass - other.pass || one.startedMs - other.startedMs;
}

function redactCall(call: CapturedCall, redact: Redactor): CapturedCall {
  const { request, response, betas, scenario, run, customId } = call;
  const kept = { request: redactObject(request, redact), betas: betas.map(redact) };
  const isWhole =
    kept.request === request && kept.betas.every((beta, index) => beta === betas[index]);
  return {
    ...call,
    ...kept,
    // Read back it has nothing left to show that.
    ...(isWhole ? {} : { redacted: true }),
    response: response === null ? null : redactObject(response, redact),
    scenario: scenario === null ? null : redact(scenario),
    run: run === null ? null : redact(run),
    customId: customId === null ? null : redact(customId),
  };
}

/** The calls of lines; one that a kill or a full disk cut off is none. */
function readCalls(lines: Iterable<string>): CapturedCall[] {
  const calls: CapturedCall[] = [];
  for (const line of lines) {
    const value = line === "" ? undefined : parseJson(line);
    const call = isObject(value) ? readCall(value) : null;
    if (call !== null) calls.push(call);
  }
  return calls;
}

function* textsOf(lines: Iterable<JournalLine>): Generator<string> {
  for (const { text } of lines) yield text;
}

function* skip(lines: Iterable<string>, count: number): Generator<string> {
  let left = count;
  for (const line of lines) {
    if (left > 0) left -= 1;
    else yield line;
  }
}

/** The call a line holds; null where something of it is missing. */
function readCall(line: JsonObject): CapturedCall | null {
  const { pass, startedMs, endedMs, endpoint, request, betas, response, outcome } = line;
  if (
    typeof pass !== "number" ||
    !isTime(startedMs) ||
    !(endedMs === null || isTime(endedMs)) ||
    (endpoint !== "messages" && endpoint !== "count_tokens") ||
    !isObject(request) ||
    !isArray(betas) ||
    !isOutcome(outcome) ||
    !(response === null || isObject(response))
  )
    return null;
  return {
    pass,
    startedMs,
    endedMs,
    endpoint,
    request,
    betas: betas.filter((beta) => typeof beta === "string"),
    scenario: textOf(line["scenario"]),
    run: textOf(line["run"]),
    customId: textOf(line["customId"]),
    outcome,
    status: typeof line["status"] === "number" ? line["status"] : null,
    response,
    at: textOf(line["at"]),
    ...(line["redacted"] === true ? { redacted: true } : {}),
    ...(line["isMadeUp"] === true ? { isMadeUp: true } : {}),
  };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}

function isOutcome(value: unknown): value is CapturedCall["outcome"] {
  return typeof value === "string" && Object.hasOwn(callOutcomes, value);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
