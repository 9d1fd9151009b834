import { listQuoted } from "../words.ts";
import { text } from "./text.ts";

/** How it is known what a run of tool_use or tool_result counts as (caching-rules.md §4). */
const lookbackSources = {
  documented: "documented for the Claude API since September 2026, taken for {day}",
  earlier: "{day} is before September 2026, from when on the Claude API counts a run as one",
  platform:
    "that a run counts as one is documented for the Claude API only, so for `{model}` it is assumed not to",
} as const;

/**
 * What the API would refuse of a prompt, and what reading it rests on (caching-rules.md §2, §3).
 */
export const promptProblems = {
  "request-shape": text<{ readonly expected: string }>(
    "error",
    ({ expected }) => `The API would refuse this request: here it takes ${expected}.`,
    () => "Correct the request body.",
  ),
  "request-unknown-key": text(
    "error",
    (details: { key: string; nearest: readonly string[]; beside: boolean }) =>
      `${details.key} is no key of the Messages API here: the API would refuse this request.`,
    (details) =>
      details.beside
        ? "It belongs to the exchange: write it beside `request`, not in it."
        : `${
            details.nearest.length > 0
              ? `Did you mean ${listQuoted(details.nearest)}? Otherwise take it out`
              : "Take it out"
          }, or name it under \`extra-keys\` in promptcost.yml if the API has it by now.`,
  ),
  "request-refused": text<{ readonly reason: string }>(
    "error",
    ({ reason }) => `The API would refuse this request: ${reason}.`,
    () =>
      "Correct the request body or its model; a recording of this very body is taken as proof that it is accepted.",
  ),
  "request-disputed": text<{ readonly reason: string }>(
    "warning",
    ({ reason }) =>
      `By the vendor's documents ${reason}; recordings say that such requests were answered.`,
    () => "Send one such request before you rely on it.",
  ),
  "request-unknown-kind": text(
    "error",
    (details: { kind: string; nearest: readonly string[] }) =>
      `${details.kind} is no kind the Messages API has here: the API would refuse this request.`,
    (details) =>
      `Did you mean ${listQuoted(details.nearest)}? Otherwise name it under \`extra-keys\` in ` +
      "promptcost.yml if the API has it by now.",
  ),
  "request-unknown-value": text(
    "error",
    (details: { value: string; nearest: readonly string[]; known: readonly string[] }) =>
      `${details.value} is no value the Messages API takes here: the API would refuse this request.`,
    (details) =>
      `${
        details.nearest.length > 0
          ? `Did you mean ${listQuoted(details.nearest)}?`
          : `It takes ${listQuoted(details.known)}.`
      } Otherwise name it under \`extra-keys\` in promptcost.yml if the API has it by now.`,
  ),
  "request-extra-key": text(
    "warning",
    (details: { key: string }) =>
      `${details.key} is not known here and declared in \`extra-keys\`: what it costs is not counted.`,
    () => "Update promptcost once it knows the key; a recording of the request counts it whole.",
  ),
  "request-key-recorded": text(
    "warning",
    (details: { key: string }) =>
      `${details.key} is not known here; the API took this very request, so it is in the recorded ` +
      "total, and in no count of our own.",
    () =>
      "Update promptcost once it knows the key; until then a change of the request is counted without it.",
  ),
  "too-many-breakpoints": text<{ readonly found: number; readonly automatic: boolean }>(
    "error",
    ({ found, automatic }) =>
      "The API would refuse this request: at most 4 blocks may carry cache_control, this " +
      `one has ${found}${automatic ? ", the automatic one included" : ""}.`,
    () => "Remove markers until 4 are left; more of them make nothing cheaper by themselves.",
  ),
  "ttl-order": text<{ readonly before: string }>(
    "error",
    ({ before }) =>
      `The API would refuse this request: a breakpoint with ttl 1h must not come after one with ttl 5m (${before}).`,
    () =>
      "Give the earlier breakpoints ttl 1h too, or this one 5m. Blocks are read in the order tools, system, messages.",
  ),
  "automatic-ttl": text<{ readonly automatic: string; readonly own: string }>(
    "error",
    ({ automatic, own }) =>
      `The API would refuse this request: the top-level cache_control has ttl ${automatic}, ` +
      `but the block it falls on has ttl ${own}.`,
    () => "Give both the same ttl, or remove one of them.",
  ),
  "marker-misplaced": text<{ readonly where: string }>(
    "error",
    ({ where }) => `The API would refuse this request: ${where} cannot carry cache_control.`,
    () => "Move the marker to a block next to it that can carry one.",
  ),
  "marker-invalid": text<{ readonly block: string }>(
    "error",
    ({ block }) =>
      `The API would refuse the cache_control at ${block}: type must be ephemeral, ttl 5m or 1h.`,
    () => 'Write { "type": "ephemeral" }, with "ttl": "1h" for an hour.',
  ),
  "marker-inside": text<{ readonly block: string }>(
    "warning",
    ({ block }) =>
      `The marker at ${block} stands inside a block's own content: it is taken to cache ` +
      "nothing and to use one of the 4 breakpoints; its effect is not documented.",
    () => "Mark the block itself instead.",
  ),
  "cache-key-assumed": text<{ readonly parameter: string; readonly loses: string }>(
    "note",
    ({ parameter, loses }) =>
      `\`${parameter}\` changes from one request of a run to the next. Sources leave open what ` +
      `the prompt cache loses then; ${loses} is assumed.`,
    () => "Keep it the same within a conversation, or compare with a recording.",
  ),
  "cache-key-measured": text<{
    readonly parameter: string;
    readonly model: string;
    readonly keeps: string;
    readonly source: string;
  }>(
    "note",
    ({ parameter, model, keeps, source }) =>
      `\`${parameter}\` changes from one request of a run to the next: \`${model}\` then keeps ` +
      `${keeps} (measured: ${source}).`,
    () => "Keep it the same within a conversation where that loses what is cached.",
  ),
  "lookback-rule": text<{
    readonly model: string;
    readonly joins: boolean;
    readonly known: keyof typeof lookbackSources;
    readonly day: string;
  }>(
    "note",
    ({ model, joins, known, day }) =>
      `A breakpoint looks back 20 places. ${
        joins
          ? "A run of tool_use, or of tool_result, counts as one of them"
          : "Every block of a run of tool_use or tool_result counts as one of them"
      }: ${lookbackSources[known].replace("{model}", model).replace("{day}", day)}.`,
    () => "Nothing to do; a breakpoint at most 20 blocks behind the last one needs no such rule.",
  ),
  "unknown-block-kind": text<{ readonly kind: string }>(
    "warning",
    ({ kind }) =>
      `Blocks or tools of kind ${kind} are not known here: their JSON is counted as text, in a ` +
      "wide range, and each is one position.",
    () =>
      "Update promptcost if the kind is new, and correct it otherwise; declare the block's size if it matters.",
  ),
} as const;
