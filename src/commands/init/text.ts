/** What `init` says: what it found, wrote and kept, a first figure, and what comes next. */
import type { Report } from "../../report/report.ts";
import { readUsd, showUsd } from "../../report/views/amount.ts";
import { perThousandRuns } from "../../report/views/words/costs.ts";
import { counted, listNames } from "../../words.ts";
import { groupBy, uniqueBy } from "../../order.ts";
import { folderOf } from "../../config/paths.ts";
import type { CallSite } from "./code/calls.ts";
import type { InitPlan } from "./plan.ts";
import { promptGlobs } from "./code/prompt-files.ts";
import { holdsRequests, kindsOf, type Recording } from "./recordings/recordings.ts";
import type { Survey } from "./survey.ts";
import { preCommitPath, workflowPath } from "./files/workflow.ts";

/** All that there is to say, as lines. */
export function initText(options: {
  readonly survey: Survey;
  readonly plan: InitPlan;
  /** What the set-up costs; null where it could not be worked out. */
  readonly report: Report | null;
  readonly dryRun: boolean;
}): string {
  const { survey, plan, report, dryRun } = options;
  const wrote = plan.files.map(({ path }) => describeFile(path, plan));
  const lines = [
    `Found: ${foundText(survey)}`,
    `${dryRun ? "Would write" : "Wrote"}: ${wrote.length === 0 ? "nothing" : wrote.join(", ")}`,
    ...plan.leftOut.map(({ path, why }) => `Left out: ${path} (${why})`),
    ...(plan.kept.length === 0 ? [] : [`Kept as they are: ${plan.kept.join(", ")}`]),
    ...(report === null || report.scenarios.length === 0 ? [] : [figuresText(report)]),
    ...warningsText(report),
    ...nextSteps(survey, plan).map((step) => `Next: ${step}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** Where there is nothing to set up: what to do. */
export function nothingFoundText(survey: Survey): string {
  return `Found: ${foundText(survey)}
Wrote: nothing
Next: \`promptcost record -- CMD\` makes fixtures of what any command sends to the API, \`npm test\` for one
Next: or write a fixture by hand, as the README's "Write a first fixture" shows
`;
}

/** What a survey found, as a sentence without its full stop. */
function foundText(survey: Survey): string {
  const { packages, sites, recordings, prompts, test, unread } = survey;
  const parts = [
    ...uniqueBy(packages, ({ name }) => name)
      .slice(0, shown)
      .map(({ name, file }) => `${name} in ${file}`),
    ...siteTexts(sites),
    ...recordingTexts(recordings),
    ...some(promptGlobs(prompts), "prompt files"),
    ...(test === null
      ? []
      : [`\`${test.words}\`${test.folder === "" ? "" : ` in ${test.folder}`}`]),
    ...(unread === 0 ? [] : [`${counted(unread, "file")} too large or too many to look at`]),
  ];
  return parts.length === 0 ? "nothing that calls the Claude API" : parts.join("; ");
}

const shown = 3;

function some(names: readonly string[], word: string): readonly string[] {
  if (names.length <= shown) return names;
  return [...names.slice(0, shown), `${String(names.length - shown)} more ${word}`];
}

/** `messages.create in src/agent.ts:31 and src/label.ts:12`: what sends, else what only connects. */
function siteTexts(sites: readonly CallSite[]): readonly string[] {
  const sending = sites.filter(({ calls }) => !calls.endsWith("()") && !calls.includes("lient"));
  return [...groupBy(sending.length === 0 ? sites : sending, ({ calls }) => calls)]
    .slice(0, shown)
    .map(([calls, of]) => {
      const places = of.map(({ file, line }) => `${file}:${String(line)}`);
      const more =
        places.length > shown ? [`${String(places.length - shown + 1)} more places`] : [];
      const named = more.length === 0 ? places : [...places.slice(0, shown - 1), ...more];
      return `${calls} in ${listNames(named, "and")}`;
    });
}

function recordingTexts(recordings: readonly Recording[]): readonly string[] {
  const whole = recordings.filter(holdsRequests);
  const usage = recordings.filter((recording) => !holdsRequests(recording));
  const requests = whole.reduce((sum, each) => sum + each.requests.length, 0);
  return [
    ...(whole.length === 0
      ? []
      : [
          `${kindsOf(whole)} with ${counted(requests, "request")} to the API in ${foldersOf(whole)}`,
        ]),
    ...(usage.length === 0
      ? []
      : [
          `${kindsOf(usage)} with usage alone in ${foldersOf(usage)} (\`promptcost bill\` reads them)`,
        ]),
  ];
}

function foldersOf(recordings: readonly Recording[]): string {
  const folders = [...new Set(recordings.map(({ path }) => folderOf(path) || "the root"))];
  return folders.length <= shown
    ? listNames(folders, "and")
    : `${folders.slice(0, shown - 1).join(", ")} and ${String(folders.length - shown + 1)} more folders`;
}

function describeFile(path: string, { config, scenarios, first }: InitPlan): string {
  const [some] = scenarios;
  if (path === config && some !== undefined)
    return `${path} (${counted(scenarios.length, "scenario")}: recordings, ${some.by})`;
  if (path !== first?.path) return path;
  const model = first.isModelFound
    ? ""
    : `, with ${first.model} since the code that calls names no model`;
  return `${path} (a first request${first.prompt === null ? "" : `, tied to ${first.prompt}`}${model})`;
}

function warningsText(report: Report | null): readonly string[] {
  const count = report?.problems.filter(({ severity }) => severity === "warning").length ?? 0;
  return count === 0 ? [] : [`${counted(count, "warning")}: \`promptcost check\` says which`];
}

function figuresText({ scenarios }: Report): string {
  const withTraffic = scenarios.some(({ monthlyUsd }) => monthlyUsd !== null);
  const figures = scenarios.map(({ id, monthlyUsd, perRunUsd, outputAtMost }, at) => {
    const usd =
      monthlyUsd === null ? perThousandRuns(readUsd(perRunUsd ?? "0")) : readUsd(monthlyUsd);
    const unit = monthlyUsd === null ? (at === 0 ? " per 1,000 runs" : "") : " a month";
    return `${id} ${outputAtMost ? "at most " : ""}${showUsd(usd)}${unit}`;
  });
  return `First figure${withTraffic ? "" : " (no traffic stated yet)"}: ${figures.join(", ")}`;
}

function nextSteps({ test, recordings }: Survey, plan: InitPlan): readonly string[] {
  const records = test !== null && !recordings.some(holdsRequests);
  return [
    ...(records
      ? [
          `\`promptcost record --stub -- ${test.words}\` makes fixtures of what your code really sends; ` +
            "no key, no network",
        ]
      : []),
    ...(plan.files.some(({ path }) => path === plan.config)
      ? [`state \`traffic:\` in ${plan.config} for a figure a month, and a \`budget:\``]
      : []),
    ...(plan.files.some(({ path }) => path === workflowPath)
      ? ["commit, and open a pull request: the comment is made there"]
      : []),
    ...(plan.hook === null
      ? []
      : [
          `for a pre-commit hook (or \`init --pre-commit\`), in ${preCommitPath}:\n` +
            plan.hook.replace(/^/gm, "  ").trimEnd(),
        ]),
  ];
}
