/**
 * What the command line takes, and what it says of itself. Nothing here is heavy: `--help` loads no
 * more than this.
 */
export interface OptionSpec {
  readonly name: string;
  /** Word for its value in the help; null: it has none. */
  readonly value: string | null;
  readonly help: string;
}

export interface CommandSpec {
  readonly name: string;
  /** Words for its arguments; `…` at the end takes one or more. */
  readonly arguments: string;
  readonly summary: string;
  readonly options: readonly OptionSpec[];
}

const config: OptionSpec = {
  name: "config",
  value: "FILE",
  help: "the config; by default promptcost.yml in this folder",
};
const asOf: OptionSpec = {
  name: "as-of",
  value: "DAY",
  help: "price as of this day, 2026-11-24; by default today (UTC)",
};
const json: OptionSpec = { name: "json", value: null, help: "print JSON" };
const jsonFile: OptionSpec = {
  name: "json",
  value: "FILE",
  help: "write the report as JSON; - is the standard output",
};

export const commandSpecs: readonly CommandSpec[] = [
  {
    name: "check",
    arguments: "",
    summary: "what this change costs, compared with main; fails when a budget is exceeded",
    options: [
      config,
      {
        name: "base",
        value: "REV",
        help: "compare with this branch or commit; by default the merge base with main",
      },
      { name: "dry", value: null, help: "count input as if nothing were recorded" },
      asOf,
      jsonFile,
    ],
  },
  {
    name: "update",
    arguments: "",
    summary: "write the baseline; --check only says whether it is current",
    options: [
      config,
      {
        name: "check",
        value: null,
        help: "write nothing; exit 1 where the baseline is not current",
      },
      asOf,
      json,
    ],
  },
  {
    name: "count",
    arguments: "FILES…",
    summary: "tokens of each exchange, with who vouches for them and how far they may be off",
    options: [
      { name: "dry", value: null, help: "ignore recordings and kept counts" },
      { name: "api", value: null, help: "ask count_tokens (free; needs ANTHROPIC_API_KEY)" },
      { name: "write", value: null, help: "with --api: keep the answers in the fixtures" },
      json,
    ],
  },
  {
    name: "bill",
    arguments: "FILES…",
    summary: "what recorded usage cost: by class, model, day",
    options: [asOf, json],
  },
  {
    name: "simulate",
    arguments: "FILES…",
    summary: "what the prompt cache does with each exchange, beside what was recorded",
    options: [json],
  },
  {
    name: "explain",
    arguments: "SCENARIO",
    summary: "how one number comes about, line by line",
    options: [config, asOf, json],
  },
  {
    name: "replay",
    arguments: "[SCENARIO…]",
    summary: "sends fixtures to the API again under a spending cap, and keeps the answers",
    options: [
      config,
      {
        name: "max-usd",
        value: "USD",
        help: "the most it may spend; by default `replay: { max-usd }` of the config",
      },
      { name: "only", value: "WHICH", help: "missing, stale or all; by default missing and stale" },
      { name: "dry-run", value: null, help: "only say what would be sent and cost; needs no key" },
      { name: "concurrency", value: "N", help: "runs at once, 4 by default" },
      {
        name: "times",
        value: "N",
        help: "send each run so often, to know how long answers are; 1 by default",
      },
      {
        name: "batch",
        value: null,
        help: "through the Message Batches API, at half the price and within a day",
      },
      {
        name: "fast",
        value: null,
        help: "without the runs' own gaps; what the cache did then says nothing",
      },
      { name: "no-answers", value: null, help: "keep usage, not what the model said" },
      {
        name: "unbounded",
        value: "NAMES",
        help: "scenarios, with commas, to send though nothing bounds their cost",
      },
      { name: "resend-unknown", value: null, help: "send again what may have been paid already" },
      json,
    ],
  },
  {
    name: "demo",
    arguments: "",
    summary: "the whole job on a bundled example: no key, no network",
    options: [jsonFile],
  },
];

export function showHelp(): string {
  return [
    "promptcost: what a change does to your Claude API bill, before the merge",
    "",
    "Usage: promptcost COMMAND [options]",
    "",
    ...commandSpecs.map((one) => `  ${pad(one.name, 10)}${one.summary}`),
    "",
    "promptcost COMMAND --help says what a command takes.",
    "Exit codes: 0 fine, 1 a budget is exceeded, 2 bad input or a broken set-up.",
    "",
  ].join("\n");
}

function pad(text: string, width: number): string {
  return text.padEnd(width);
}

export function showCommandHelp(spec: CommandSpec): string {
  const options = spec.options.map(
    (one) => [`--${one.name}${one.value === null ? "" : ` ${one.value}`}`, one.help] as const,
  );
  const width = Math.max(...options.map(([name]) => name.length), 6) + 2;
  return [
    `promptcost ${spec.name}: ${spec.summary}`,
    "",
    `Usage: promptcost ${spec.name} [options]${spec.arguments === "" ? "" : ` ${spec.arguments}`}`,
    "",
    ...options.map(([name, help]) => `  ${pad(name, width)}${help}`),
    `  ${pad("--help", width)}this text`,
    "",
  ].join("\n");
}
