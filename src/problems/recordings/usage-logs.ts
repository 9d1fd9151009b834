import { counted, groupDigits } from "../../words.ts";
import { text } from "../text.ts";

/**
 * What logs that hold usage only leave open (imports.md §2). Emitters, counts and field names only.
 */
export const usageLogProblems = {
  "log-usage-missing": text(
    "error",
    (details: { emitter: string; what: "input" | "output" }) =>
      `${details.emitter} logged no count of this answer's ${details.what}, so what it cost is not known.`,
    () => "Take the entry out, or export it with its whole usage.",
  ),
  "log-input-unclear": text(
    "error",
    (details: { emitter: string; input: number; cached: number }) =>
      `It is not known whether the ${counted(details.input, "input token")} that ${details.emitter} logged ` +
      `count the ${groupDigits(details.cached)} the cache read and wrote too.`,
    () =>
      "Export the API's own usage beside it, or with the name and version of the instrumentation " +
      "(docs/formats.md lists those that are known).",
  ),
  "log-input-too-small": text(
    "error",
    (details: { emitter: string; input: number; cached: number }) =>
      `${details.emitter} counts cached tokens as input, yet here are ${counted(details.input, "input token")} ` +
      `and ${groupDigits(details.cached)} cached ones.`,
    () => "Check the entry: its usage was changed or cut after it was logged.",
  ),
  "log-total-disagrees": text(
    "error",
    (details: { emitter: string; sum: number; total: number }) =>
      `The total that ${details.emitter} logged is ${counted(details.total, "token")}; input and output ` +
      `are ${groupDigits(details.sum)}.`,
    () => "Check the entry: a class of tokens is missing or was changed after it was logged.",
  ),
  "log-input-lost": text(
    "warning",
    (details: { emitter: string; calls: number }) =>
      `In ${counted(details.calls, "call")} ${details.emitter}'s total is not what its classes add up to: it takes ` +
      "the cached tokens out of an input that did not hold them, so the input is at least this much.",
    () => "Compare the input with the bill, or bill the spans the entries were made from.",
  ),
  "log-output-first-counts": text(
    "warning",
    (details: { calls: number }) =>
      `${counted(details.calls, "answer")} ${details.calls === 1 ? "was" : "were"} logged before the end: ` +
      "the output is what the stream said first, so it is at least this much.",
    () => "Bill the results of `claude -p`, or spans: they hold the final counts.",
  ),
  "log-output-too-high": text(
    "note",
    (details: { emitter: string; calls: number }) =>
      `${details.emitter} adds a stream's first count of output to its last one: the output of those of its ` +
      `${counted(details.calls, "call")} that were streamed is a few tokens too high.`,
    () => "Export the SDK's own spans too: where both are there, the SDK's count.",
  ),
  "log-cache-missing": text(
    "warning",
    (details: { emitter: string; calls: number }) =>
      `${details.emitter} does not log what the cache read and wrote: the figure of ` +
      `${counted(details.calls, "call")} is without it, so it is at least this much.`,
    () => "Update the instrumentation, or log the API's own usage.",
  ),
  "log-writes-unsplit": text(
    "warning",
    (details: { model: string; tokens: number }) =>
      `${counted(details.tokens, "token")} that side requests of \`${details.model}\` wrote to the cache have no ` +
      "lifetime: priced at 5 minutes.",
    () => "Nothing to do: Claude Code sums them up without it. At 1 hour they cost 1.6 times that.",
  ),
  "log-usage-by-model-missing": text(
    "note",
    (details: { results: number }) =>
      `${counted(details.results, "result")} ${details.results === 1 ? "has" : "have"} no \`modelUsage\`: ` +
      "requests on the side, and other models, are not in the figure.",
    () => "Use a newer Claude Code.",
  ),
  "log-export-without-cache": text(
    "error",
    (details: { emitter: string }) =>
      `This is ${details.emitter} as CSV, which leaves out what the cache read and wrote: what the calls cost ` +
      "cannot be said from it.",
    () => "Export JSONL instead.",
  ),
} as const;
