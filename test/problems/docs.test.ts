import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { severities } from "../../src/problems/text.ts";
import { namedDetails, readProblems, type AnyProblem } from "./texts.ts";

/** `docs/problems.md` is written from the tables: `vitest run -u test/problems` writes it anew. */
const page = join(import.meta.dirname, "..", "..", "docs", "problems.md");

/** What a table is of; another one goes by its file's name. */
const titles: Readonly<Record<string, string>> = {
  billing: "Prices and recorded usage",
  batches: "Replaying in batches",
  "command-line": "The command line",
  comparing: "The base, the baseline and git",
  config: "promptcost.yml",
  counting: "Counting tokens",
  fixture: "Fixtures and what they refer to",
  "http-recordings": "What recordings of HTTP hold",
  projecting: "Projecting the cost",
  prompt: "Requests",
  publishing: "The action, comments and commits",
  record: "Recording",
  replaying: "Replaying",
  bounding: "What a replay may cost",
  refusing: "What the API takes no request for",
  simulating: "Simulating the cache",
  content: "Files that are not their text",
  limits: "What is too much",
  "others-recordings": "Recordings of others",
  "named-file": "Files named on the command line",
  "usage-logs": "Logs with usage only",
};

/** Members of details that say which of several sentences is written. */
const examples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "baseline-corrupt": { state: "corrupt" },
  "fork-without-rules": { why: "broken" },
  "baseline-foreign": { why: "other" },
  "base-git-failed": { fix: "Run inside a git repository with at least one commit." },
  "below-cache-minimum": { tokens: 900, minimum: 1024 },
  "below-cache-minimum-yet": { tokens: 900, minimum: 1024 },
  "config-syntax": { kind: "syntax" },
  "over-limit": { limit: "file" },
  "fixture-syntax": { kind: "syntax" },
  "recording-body-damaged": { side: "answer", fault: "json" },
  "recording-body-compressed": { side: "answer" },
  "template-tags": { named: [{ shown: "‹tag›", lines: ["‹line›"], more: false }] },
  "lookback-rule": { known: "documented" },
  "replay-unsendable": { why: "declared" },
  "replay-answer-blank": { how: "blank" },
  "replay-unwritable": { why: "file" },
  "replay-no-price": { fast: false, more: 0 },
  "replay-count-failed": { fault: "failing", more: 0 },
  "replay-refused": { said: "‹said›", more: 0 },
  "replay-count-refused": { more: 0 },
  "replay-denied": { why: "key" },
  "replay-batch-item": { how: "errored" },
  "record-command-failed": { sent: "else" },
  "recording-left-out": { parts: [{ reason: "‹reason›", of: "‹name›", count: 2 }] },
};

const problems = await readProblems();

function writeRow(problem: AnyProblem): string {
  const details = namedDetails(examples[problem.code]);
  const cell = (text: string): string => text.replace(/\s+/g, " ").replace(/\|/g, "\\|");
  return (
    `| \`${problem.code}\` | ${problem.severity} | ${cell(problem.message(details))} | ` +
    `${cell(problem.fix(details))} |`
  );
}

function writePage(): string {
  const tables = [...new Set(problems.map(({ table }) => table))];
  const sections = tables.map((table) => {
    const rows = problems.filter((problem) => problem.table === table);
    return [
      `## ${titles[table] ?? table}`,
      "",
      "| code | | what is wrong | what to do |",
      "|---|---|---|---|",
      ...rows.map(writeRow),
    ].join("\n");
  });
  const intro =
    "# Problems\n\nEverything promptcost may say is wrong with what it was given. Each problem has a " +
    "code, a place (file, line, column) where there is one, what is wrong and what to do; `--json` " +
    "and the JSON report have them as `{ code, severity, file, line, column, path, message, fix }`.\n\n" +
    "An **error** ends the command with exit code 2. A **warning** lets it go on: read it, the " +
    "figures may not be those you want. A **note** says what a figure rests on.\n\n" +
    "`‹name›` stands for what a case puts there. Where a problem has several sentences, one is shown.";
  return `${[intro, ...sections].join("\n\n")}\n`;
}

test("every problem a user can meet is written down, with what to do", async () => {
  await expect(writePage()).toMatchFileSnapshot(page);
});

test("every problem is written: what is wrong, and what to do", () => {
  for (const problem of problems) {
    const details = namedDetails(examples[problem.code]);
    for (const text of [problem.message(details), problem.fix(details)]) {
      expect(text, problem.code).not.toMatch(/undefined|NaN|\[object|\bnull\b(?!`)/);
      expect(text, problem.code).toMatch(/^(promptcost |git |[A-Z`‹"]).*[.?!)]$/su);
      expect(text.length, problem.code).toBeLessThan(600);
    }
    expect(severities).toContain(problem.severity);
  }
});

describe("one of a thing is not called several", () => {
  const one = new Proxy({}, { get: () => 1 });
  const nouns =
    "tokens|requests|runs|exchanges|scenarios|days|pages|problems|fixtures|versions|blocks|periods|" +
    "breakpoints|places|errors|warnings|samples|more [a-z]+s";

  test.each(problems.map((problem) => [problem.code, problem] as const))("%s", (_, problem) => {
    let text: string;
    try {
      text = `${problem.message(one)} ${problem.fix(one)}`;
    } catch {
      // Its details hold lists or names: it counts nothing that a 1 could stand for.
      text = problem.message(namedDetails(examples[problem.code]));
    }
    expect(text).not.toMatch(new RegExp(`(^|[^\\d,.])1 (${nouns})\\b`));
  });
});
