import { counted, listQuoted, plural, groupDigits } from "../words.ts";
import { yamlFaults, type YamlFaultKind } from "./config.ts";
import { text } from "./text.ts";

/** What can be wrong with fixtures and what they refer to. Keys, paths and names only. */
export const fixtureProblems = {
  "fixtures-empty": text(
    "error",
    (details: { glob: string }) => `No fixture matches \`${details.glob}\`.`,
    () =>
      "Check the path (it is relative to the folder of promptcost.yml), and that git " +
      "tracks the files or at least does not ignore them.",
  ),
  "fixture-not-text": text(
    "error",
    () => "This file is not UTF-8 text.",
    () => "Save it as UTF-8.",
  ),
  "fixture-syntax": text(
    "error",
    (details: { kind: YamlFaultKind | "json" }) =>
      details.kind === "json"
        ? "This is not valid JSON, from this place on."
        : yamlFaults[details.kind].message,
    (details) =>
      details.kind === "json"
        ? "Check quotes, commas and brackets at this place; JSON knows no comments and no trailing commas."
        : yamlFaults[details.kind].fix,
  ),
  "fixture-unknown-key": text(
    "error",
    (details: { key: string; nearest: readonly string[]; known: readonly string[] }) =>
      `${details.key} is not a key here.`,
    (details) =>
      details.nearest.length > 0
        ? `Did you mean ${listQuoted(details.nearest)}?`
        : `Take it out, or use one of ${listQuoted(details.known)}.`,
  ),
  "fixture-wrong-value": text(
    "error",
    (details: { key: string; expected: string; got: string }) =>
      `\`${details.key}\` must be ${details.expected}; this is ${details.got}.`,
    (details) => `Write ${details.expected}.`,
  ),
  "fixture-missing-key": text(
    "error",
    (details: { key: string; expected: string }) => `\`${details.key}\` is missing.`,
    (details) => `Add \`${details.key}\`: ${details.expected}.`,
  ),
  "fixture-no-exchange": text(
    "error",
    () => "This fixture holds no exchange.",
    () => "Put at least one exchange with a `request` into it, or delete the file.",
  ),
  "scenario-no-exchange": text(
    "error",
    () => "Of all that this scenario names nothing holds an exchange: there is nothing to project.",
    () => "Name fixtures with a request, or recordings in which the API answered one.",
  ),
  "duplicate-run-id": text(
    "error",
    (details: { id: string; other: string }) =>
      `Another run of this scenario has the id \`${details.id}\`: ${details.other}.`,
    () => "Give each run of a scenario its own `id`.",
  ),
  "duplicate-exchange-id": text(
    "error",
    (details: { id: string }) => `Another exchange of this run has the id \`${details.id}\`.`,
    () => "Give each exchange of a run its own `id`, or leave `id` out.",
  ),
  "offset-backwards": text(
    "error",
    () => "This exchange begins before the one in front of it.",
    () =>
      "Put exchanges in the order in which they are sent, each `offset` counted from the start of the run.",
  ),
  "append-without-previous": text(
    "error",
    (details: { key: string }) =>
      `\`${details.key}\` needs an exchange in front of it in the same run, and there is none to continue.`,
    () => "Write out the messages of the run's first exchange.",
  ),
  "reference-outside": text(
    "error",
    (details: { written: string }) =>
      `\`${details.written}\` leads out of the repository, or into \`.git\`.`,
    () =>
      "Refer to a file that this repository tracks, by a path relative to the file it is written in.",
  ),
  "reference-link": text(
    "error",
    (details: { file: string; kind: "link" | "submodule" }) =>
      details.kind === "link"
        ? `\`${details.file}\` is, or leads through, a symbolic link.`
        : `\`${details.file}\` is, or lies in, a submodule.`,
    () => "Refer to a regular file of this repository by its own path.",
  ),
  "reference-missing": text(
    "error",
    (details: { file: string; folder: boolean; nearest: readonly string[] }) =>
      details.folder
        ? `\`${details.file}\` is a folder.`
        : `\`${details.file}\` is not there: it does not exist, or git ignores it.`,
    (details) =>
      details.nearest.length > 0
        ? `Did you mean ${listQuoted(details.nearest)}?`
        : "Refer to a file that this repository tracks, by a path relative to the file it is written in.",
  ),
  "reference-unreadable": text(
    "error",
    (details: { file: string; expected: "UTF-8 text" | "JSON" }) =>
      `\`${details.file}\` is not ${details.expected}.`,
    (details) =>
      details.expected === "JSON"
        ? "Refer to a JSON document, or use `$file` for a text."
        : "Save it as UTF-8.",
  ),
  "reference-pointer": text(
    "error",
    (details: { file: string; pointer: string }) =>
      `\`${details.file}\` has nothing at \`#${details.pointer}\`.`,
    () =>
      "Write a JSON pointer such as `#/models/answer`; without one, the whole document is meant.",
  ),
  "reference-nested": text(
    "error",
    (details: { file: string }) =>
      `\`${details.file}\` holds a reference of its own at this place; references are followed once only.`,
    () => "Refer to the last file directly.",
  ),
  "recording-without-usage": text(
    "error",
    () =>
      "This recording has no `usage` with `input_tokens` and `output_tokens`: nothing says what it cost.",
    () =>
      "Keep the whole response (`model`, `usage`, `stop_reason`, `stop_details`, `content`), or " +
      "take `recorded` out to count the exchange dry.",
  ),
  "usage-of-other-shape": text(
    "error",
    ({ why }: { why: string }) =>
      `This \`usage\` is in OpenAI's shape, and what was billed cannot be told from it: ${why}.`,
    () =>
      "Write it as the API does: `{ input_tokens, cache_creation_input_tokens, " +
      "cache_read_input_tokens, output_tokens }`, the input without what the cache read and wrote.",
  ),
  "recorded-is-response": text(
    "error",
    () => "`recorded` holds the response itself; it belongs one level deeper, under `response`.",
    () => 'Write `"recorded": { "response": { "model": …, "usage": …, … } }`.',
  ),
  "recorded-holds-request": text(
    "error",
    () => "`recorded` holds a request and its response; the request belongs beside `recorded`.",
    () => 'Write `"request": { … }, "recorded": { "response": { … } }`.',
  ),
  "response-beside-request": text(
    "error",
    () => "A response beside its request is a recording, and belongs under `recorded`.",
    () => 'Write `"request": { … }, "recorded": { "response": { … } }`.',
  ),
  "code-as-prompt": text(
    "warning",
    ({ file }: { file: string }) =>
      `\`${file}\` is source code: all of it is counted as prompt, the code around the text too.`,
    () =>
      "Move the prompt into a text file that the code reads and that `$file` names, or say " +
      "`code: true` beside `$file` where the code itself is sent.",
  ),
  "expect-above-max": text(
    "warning",
    (details: { expected: number; cap: number }) =>
      `An answer of ${counted(details.expected, "token")} is expected, but \`max_tokens\` ends it at ` +
      `${groupDigits(details.cap)}: that is what counts.`,
    () => "Raise `max_tokens` in the request, or lower `expect`.",
  ),
  "undeclared-variable": text(
    "warning",
    (details: { name: string; nearest: readonly string[] }) =>
      `Nothing fills \`{{${details.name}}}\`: it counts as it stands, and is taken to change with every request.`,
    (details) =>
      details.nearest.length > 0
        ? `Did you mean ${listQuoted(details.nearest)}? Otherwise add \`${details.name}\` to ` +
          `\`vars\` with a value and how often it changes.`
        : `Add \`${details.name}\` to \`vars\` with a value and how often it changes, or with ` +
          `\`literal: true\` if the braces are meant.`,
  ),
  "unused-variable": text(
    "note",
    (details: { name: string; file: string }) =>
      `\`${details.file}\` has no \`{{${details.name}}}\`.`,
    () => "Take it out of `vars`, or correct its name.",
  ),
  "undeclared-tag": text(
    "warning",
    (details: { name: string; shown: string }) =>
      `\`${details.shown}\` reads as a clock, a date, an id or a random value: it counts as it ` +
      "stands, and is taken to change with every request.",
    (details) =>
      `Add \`${details.name}\` to \`vars\` with \`literal: true\` if it is text that stays; else ` +
      `write \`{{${details.name}}}\` and say in \`vars\` what fills it and how often it changes.`,
  ),
  "template-tags": text(
    "note",
    (details: {
      file: string;
      count: number;
      named: readonly {
        readonly shown: string;
        readonly lines: readonly number[];
        readonly more: boolean;
      }[];
      more: number;
    }) =>
      `\`${details.file}\` has ${counted(details.count, "template tag")} other than \`{{name}}\`, ` +
      `counted as text that does not change: ${details.named
        .map(
          ({ shown, lines, more }) =>
            `\`${shown}\` (${plural(lines.length, "line")} ${lines.join(", ")}${more ? ", …" : ""})`,
        )
        .join(", ")}${details.more > 0 ? ` and ${details.more} more` : ""}.`,
    () =>
      'Declare what changes by its size (`{ "$tokens": 20000, "name": "policy" }`), or name a tag ' +
      "in `vars` with `literal: true` if it is text that stays.",
  ),
} as const;
