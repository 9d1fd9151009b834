/** What a `record` came to, as a terminal shows it. */
import { findingKinds, placeholderKinds } from "../../record/texts/rewritten.ts";
import { matchings, snapshotStates } from "../../record/snapshot-plan.ts";
import type {
  RecordedFinding,
  RecordedPlaceholder,
  RecordedScenario,
  RecordedTie,
  SentCalls,
} from "../../record/snapshot-plan.ts";
import { namesOf } from "../../names.ts";
import { uniqueBy } from "../../order.ts";
import { showUsd } from "../../report/views/amount.ts";
import { cleanText } from "../../report/views/markdown.ts";
import { counted, groupDigits, listNames, plural, shellCommand } from "../../words.ts";
import { differencesText } from "./differences-text.ts";
import type { RecordJob } from "./job.ts";
import type { Recording } from "./record.ts";

type Asked = Pick<RecordJob, "words" | "stub" | "check" | "once">;

/** What was recorded, or with `--check` in what the fixtures differ. */
export function recordText(recording: Recording, asked: Asked): string {
  const { result } = recording;
  const command = cleanText(shellCommand(asked.words));
  const lines = [
    `${command} ran ${recording.passes === 1 ? "once" : "twice"}, ${describePasses(result.passes)}`,
    ...(recording.pickedUp > 0
      ? [`picked up: ${counted(recording.pickedUp, "answer")} of a \`record\` that was cut short`]
      : []),
  ];
  if (asked.check)
    return [
      ...lines,
      ...spentLine(recording),
      "",
      ...differencesText(recording.differences, asked),
      "",
    ].join("\n");
  const facts = [
    ...result.placeholders.map(placeholderLine),
    ...tiedLine(result.tied),
    ...notTiedLine(result.scenarios),
    ...result.findings.map(findingLine),
    ...matchedLine(recording),
    ...stubLine(recording),
    ...spentLine(recording),
  ];
  return [
    ...lines,
    "",
    ...scenarioLines(result.scenarios),
    "",
    ...facts.map((line) => `  ${line}`),
    "",
    ...nextLines(recording, command),
    "",
  ].join("\n");
}

/** `41 requests each (one answered 429 and sent again)`. */
function describePasses(passes: readonly SentCalls[]): string {
  const sent = passes.map(({ answered }) => answered);
  const [first = 0, second = first] = sent;
  const size =
    sent.length > 1 && first === second
      ? `${counted(first, "request")} each`
      : listNames(
          sent.map((count) => counted(count, "request")),
          "and then",
        );
  const sum = (name: "refused" | "cut" | "aborted" | "repeated"): number =>
    passes.reduce((total, pass) => total + pass[name], 0);
  const others = [
    [sum("refused"), "refused"],
    [sum("cut"), "cut off before the end"],
    [sum("aborted"), "given up by the command"],
  ] as const;
  const said = others.flatMap(([count, how]) =>
    count === 0 ? [] : [`${groupDigits(count)} ${how}`],
  );
  if (said.length === 0) return size;
  const lost = others.reduce((total, [count]) => total + count, 0) - sum("repeated");
  const fate = lost === 0 ? "sent again and answered then" : "not kept";
  return `${size} (besides ${listNames(said, "and")}: ${fate})`;
}

/** One line for each scenario, in columns. */
function scenarioLines(scenarios: readonly RecordedScenario[]): readonly string[] {
  const rows = scenarios.map((scenario) => [
    cleanText(scenario.name),
    `${counted(scenario.runs, "run")}, ${counted(scenario.requests, "request")}`,
    describeFiles(scenario),
  ]);
  const width = (column: number): number =>
    Math.max(0, ...rows.map((row) => (row[column] ?? "").length));
  const widths = [width(0), width(1)];
  return rows.map(
    ([name = "", size = "", files = ""]) =>
      `  ${name.padEnd(widths[0] ?? 0)}   ${size.padEnd(widths[1] ?? 0)}   ${files}`,
  );
}

/** `5 unchanged, 1 updated: fixtures/recorded/support/returns.json`. */
function describeFiles({ files, folder }: RecordedScenario): string {
  const states = namesOf(snapshotStates).filter((state) => files[state].length > 0);
  const [only] = states;
  const all = states.length === 1 && only !== undefined && files[only].length > 1;
  if (all && only === "unchanged") return "all unchanged";
  const said = states.map((state) => {
    const list = files[state];
    const count = all
      ? `all ${snapshotStates[state]}`
      : `${groupDigits(list.length)} ${snapshotStates[state]}`;
    if (state === "unchanged") return count;
    const [file = ""] = list;
    const many = `${cleanText(folder)}/ (${counted(list.length, "file")})`;
    return `${count}: ${list.length === 1 ? cleanText(file) : many}`;
  });
  return said.join(", ");
}

function placeholderLine(placeholder: RecordedPlaceholder): string {
  const { kind, level, scenario, why, changes, requests, name } = placeholder;
  const how = why === "differs" ? "differs between the two runs" : "lies around now";
  const often = typeof changes === "number" ? `one of ${String(changes)}` : `changes: ${changes}`;
  return (
    `changes by itself: ${placeholderKinds[kind]} in ${levelWords(level)} of ${cleanText(scenario)} ` +
    `(${how}, ${often}, ${counted(requests, "request")}): written as {{${cleanText(name)}}}`
  );
}

function levelWords(level: string): string {
  return level === "system" ? "the system prompt" : `the ${level}`;
}

function tiedLine(tied: readonly RecordedTie[]): readonly string[] {
  if (tied.length === 0) return [];
  const each = tied.map(({ file, pointer, scenario, levels }) => {
    const place = `${cleanText(scenario)}, ${levels.join(" and ")}`;
    return `${cleanText(file)}${pointer === null ? "" : `#${cleanText(pointer)}`} (${place})`;
  });
  return [`tied: ${each.join(", ")}`];
}

function notTiedLine(scenarios: readonly RecordedScenario[]): readonly string[] {
  const parts = uniqueBy(
    scenarios.flatMap(({ notTied }) => notTied),
    (part) => part,
  );
  return parts.length === 0
    ? []
    : [`not tied: ${parts.join(", ")} (they stand in code: this command is what follows them)`];
}

function findingLine({ scenario, kind, file, level, requests }: RecordedFinding): string {
  const about = file === null ? `${levelWords(level)} of ${cleanText(scenario)}` : cleanText(file);
  return `${about} ${findingKinds[kind]} (${counted(requests, "request")})`;
}

/** How runs found their snapshots. */
function matchedLine({ result }: Recording): readonly string[] {
  const known = namesOf(matchings).flatMap((how) => {
    const count = result.matched[how];
    return count === 0 ? [] : [`${groupDigits(count)} ${matchings[how]}`];
  });
  return known.length === 0 ? [] : [`found their fixture: ${listNames(known, "and")}`];
}

function stubLine({ tally }: Recording): readonly string[] {
  if (tally === null) return [];
  const { same, changed, made } = tally;
  const said = [
    ...(same > 0 ? [`${groupDigits(same)} as recorded`] : []),
    ...(changed > 0
      ? [
          `${groupDigits(changed)} as recorded for the request in ${plural(changed, "its", "their")} place`,
        ]
      : []),
    ...(made > 0
      ? [
          `${groupDigits(made)} made up: how long the real ones are is not known ` +
            "(say it as `output` of the scenario, or record with a key)",
        ]
      : []),
  ];
  return said.length === 0 ? [] : [`answered without the API: ${said.join(", ")}`];
}

function spentLine({ spent }: Recording): readonly string[] {
  if (spent === null) return [];
  const unknown =
    spent.unpriced === 0
      ? ""
      : `, and ${counted(spent.unpriced, "request")} whose price is not known`;
  return [`spent: ${showUsd(spent.usd)} of your key's money${unknown}`];
}

/** What to do next: with a new scenario, or with files that changed. */
function nextLines(recording: Recording, command: string): readonly string[] {
  const { config, written, result } = recording;
  const check = `run \`promptcost record --stub --check -- ${command}\` in CI`;
  if (config !== null)
    return [
      `Wrote ${cleanText(config)}. Next: give its scenarios traffic and a budget there, commit, and ${check}.`,
    ];
  if (result.uncovered.length > 0) {
    const names = result.uncovered.map(({ scenario }) => cleanText(scenario));
    const lines = result.uncovered.map((each) => each.lines.trimEnd());
    return [
      `Next: no scenario of promptcost.yml reads the fixtures of ${listNames(names, "and")}. ` +
        `Add to its scenarios:\n\n${lines.join("\n")}`,
    ];
  }
  return [
    written.length === 0
      ? `Fixtures are what the command sends. Next: ${check}.`
      : `Next: look at the diff, commit it, and ${check}.`,
  ];
}
