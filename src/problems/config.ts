import { limits, overLimit } from "../limits.ts";
import { listQuoted } from "../words.ts";
import { text } from "./text.ts";

/** Why a YAML document is not read: what is wrong, and what to do. */
export const yamlFaults = {
  "duplicate-key": {
    message: "This key stands twice in the same mapping; only one can count.",
    fix: "Remove one of the two.",
  },
  aliases: {
    message:
      "An alias here cannot be followed: its anchor is missing, it contains itself, or aliases multiply without end.",
    fix: "Write the value out where it is used.",
  },
  key: { message: "A key here is not a plain text.", fix: "Write the key as a text." },
  number: { message: "A number here is not finite.", fix: "Write a plain number." },
  tab: {
    message: "A tab stands in the indentation here; YAML allows spaces only.",
    fix: "Write spaces in its place.",
  },
  binary: {
    message: "A value here is written as bytes (`!!binary`): a text or a number is meant.",
    fix: "Write the text itself; an image goes into a request as the API takes it, in base64, without the tag.",
  },
  documents: {
    message: "There is more than one YAML document in this file.",
    fix: "Keep one document, and remove the `---` between them.",
  },
  nesting: {
    message: "This is nested too deeply to be read.",
    fix: "Write it with less nesting.",
  },
  size: { message: overLimit("yaml"), fix: limits.yaml.fix },
  syntax: {
    message: "This is not valid YAML.",
    fix: "Check indentation, quotes and brackets at this place; a text with `{`, `#`, `: ` or `*` in it needs quotes.",
  },
} as const;

export type YamlFaultKind = keyof typeof yamlFaults;

/** Why a baseline may not be written where it is wanted, in words that follow the file's name. */
const foreign = {
  other: "a file that is no baseline of promptcost",
  link: "which is a link or a submodule",
  behind: "and what stands there in place of a folder is a file or a link",
  folder: "which is a folder",
  spelling: "and a file stands there whose name differs only in spelling",
} as const;

/** What can be wrong with `promptcost.yml`. Keys, names and paths only. */
export const configProblems = {
  "baseline-foreign": text(
    "error",
    (details: { file: string; why: keyof typeof foreign }) =>
      `\`baseline\` names \`${details.file}\`, ${foreign[details.why]}. It was left as it is.`,
    () =>
      "Name a new `.json` file, or leave `baseline` out: then it is `.promptcost/baseline.json`.",
  ),
  "baseline-link": text(
    "error",
    (details: { file: string }) =>
      `\`${details.file}\` is a link, or lies behind one: nothing is written there.`,
    () => "Put a plain file in a plain folder in its place.",
  ),
  "models-unknown-id": text(
    "error",
    ({ id }: { id: string; nearest: readonly string[] }) =>
      `\`${id}\` is no Claude model that is known here: a name under \`models\` must mean one.`,
    ({ nearest }) =>
      nearest.length === 0
        ? "Give the id of the Claude model that the name stands for, such as `claude-sonnet-5`."
        : `Did you mean ${listQuoted(nearest)}? Correct the id.`,
  ),
  "models-known-name": text(
    "error",
    ({ name, id }: { name: string; id: string }) =>
      `\`${name}\` is a name of ${id} already, and cannot mean another model.`,
    () => "Remove the line; a deployment that bears another model's name needs a name of its own.",
  ),
  "config-not-found": text(
    "error",
    (details: {
      file: string;
      kind: "missing" | "folder" | "link" | "submodule";
      /** Those there are, as `--config` takes them from the folder where one was looked for. */
      others?: readonly string[];
    }) =>
      details.kind === "missing"
        ? `There is no configuration: \`${details.file}\` does not exist, or git ignores it.`
        : `The configuration \`${details.file}\` is a ${details.kind}, not a regular file.`,
    ({ file, others = [] }) =>
      (others.length === 0
        ? "Create"
        : `Did you mean \`--config ${others[0] ?? ""}\`? Otherwise create`) +
      ` \`${file}\` with \`scenarios: { answer: { fixtures: "fixtures/*.json" } }\`, or name ` +
      "another file.",
  ),
  "config-not-text": text(
    "error",
    (details: { file: string }) => `The configuration \`${details.file}\` is not UTF-8 text.`,
    () => "Save it as UTF-8.",
  ),
  "config-syntax": text(
    "error",
    (details: { kind: Exclude<YamlFaultKind, "duplicate-key"> }) =>
      yamlFaults[details.kind].message,
    (details) => yamlFaults[details.kind].fix,
  ),
  "config-duplicate-key": text(
    "error",
    () => yamlFaults["duplicate-key"].message,
    () => yamlFaults["duplicate-key"].fix,
  ),
  "config-unknown-key": text(
    "error",
    (details: { key: string; nearest: readonly string[]; known: readonly string[] }) =>
      `\`${details.key}\` is not a key here.`,
    (details) => suggest(details.nearest, details.known),
  ),
  "config-missing-key": text(
    "error",
    (details: { key: string; expected: string }) => `\`${details.key}\` is missing.`,
    (details) => `Add \`${details.key}\`: ${details.expected}.`,
  ),
  "config-wrong-value": text(
    "error",
    (details: { key: string; expected: string; got: string }) =>
      `\`${details.key}\` must be ${details.expected}; this is ${details.got}.`,
    (details) => `Write ${details.expected}.`,
  ),
  "config-unknown-name": text(
    "error",
    (details: {
      what: string;
      name: string;
      nearest: readonly string[];
      known: readonly string[];
    }) => `\`${details.name}\` is no ${details.what} this version knows.`,
    (details) =>
      details.nearest.length > 0
        ? `Did you mean ${listQuoted(details.nearest)}? Known: ${listQuoted(details.known)}.`
        : `Use ${listQuoted(details.known)}.`,
  ),
  "config-version": text(
    "error",
    () => "This configuration is written for another version: only `version: 1` is known.",
    () => "Write `version: 1`, or use the release of promptcost that knows this version.",
  ),
  "config-outside": text(
    "error",
    (details: { key: string }) => `\`${details.key}\` leads out of the repository.`,
    () => "Name a path inside the repository, relative to the folder of this file.",
  ),
  "glob-pattern": text(
    "error",
    (details: { why: string }) =>
      `This pattern of paths cannot be followed: it has ${details.why}.`,
    () => "Name the folder, or several shorter patterns.",
  ),
  "redact-pattern": text(
    "error",
    (details: { why: string }) => `This pattern cannot be searched for: it has ${details.why}.`,
    () =>
      "Write it with characters, `.`, `[a-z]`, `\\d`, `\\w`, `\\s`, `\\b`, groups, `|` and `? * + {n,m}`; " +
      "a backslash makes a character mean itself.",
  ),
  "config-ambiguous-share": text(
    "error",
    (details: { written: string; percent: string }) =>
      `\`${details.written}\` can be read as ${details.written} % or as ${details.percent} %.`,
    (details) => `Write \`${details.percent}%\` (or \`${details.written}%\`).`,
  ),
  "cache-hit-rate-range": text(
    "error",
    () => "A share of the prompt, or of all tokens, lies between 0 and 100 %.",
    () => "Write the least share that is allowed, such as `80%`.",
  ),
  "budget-needs-traffic": text(
    "error",
    (details: { scenario: string | null }) =>
      details.scenario === null
        ? "A monthly budget needs `traffic`, and none of its scenarios states any: without it, a month has no size."
        : "A monthly budget needs `traffic`: without it, a month has no size.",
    (details) =>
      `Add \`traffic: { runs: 200k/month }\` to ${details.scenario ?? "one of its scenarios"}, or budget \`per-run\`.`,
  ),
  "increase-needs-traffic": text(
    "error",
    (details: { scenario: string | null }) =>
      `\`at-least\` is an amount a month, and ` +
      `${details.scenario === null ? "none of its scenarios states" : "this scenario does not state"} ` +
      `\`traffic\`: the increase is compared per run.`,
    (details) =>
      `Add \`traffic: { runs: 200k/month }\` to ` +
      `${details.scenario ?? "one of its scenarios"}, or take \`at-least\` out.`,
  ),
  "group-unknown-scenario": text(
    "error",
    (details: { name: string; nearest: readonly string[] }) =>
      `There is no scenario \`${details.name}\`.`,
    (details) =>
      details.nearest.length > 0
        ? `Did you mean ${listQuoted(details.nearest)}?`
        : "Name one of `scenarios`.",
  ),
  "accept-unknown-scenario": text(
    "error",
    (details: { name: string; nearest: readonly string[] }) =>
      `There is no scenario \`${details.name}\` whose increase could be accepted.`,
    (details) =>
      details.nearest.length > 0
        ? `Did you mean ${listQuoted(details.nearest)}?`
        : "Name one of `scenarios`, or take the entry out.",
  ),
  "scenario-unknown": text(
    "error",
    ({ asked }: { asked: string; nearest: readonly string[] }) =>
      `There is no scenario \`${asked}\` in the config.`,
    (details) =>
      details.nearest.length === 0
        ? "The scenarios are the keys under `scenarios:`."
        : `Did you mean ${listQuoted(details.nearest)}?`,
  ),
} as const;

/** "Did you mean" where something is near, else the whole list. */
function suggest(nearest: readonly string[], known: readonly string[]): string {
  if (nearest.length > 0) return `Did you mean ${listQuoted(nearest)}?`;
  return known.length === 0 ? "Take it out." : `Take it out, or use one of ${listQuoted(known)}.`;
}
