import { counted, groupDigits, listNames, listQuoted, plural } from "../words.ts";
import { text } from "./text.ts";

const rulesetsUrl =
  "https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets";

/**
 * What can be wrong with the action's inputs, its event, and what it writes to GitHub. Names,
 * numbers and GitHub's own words only.
 */
export const publishingProblems = {
  "input-invalid": text(
    "error",
    (details: { input: string; allowed: readonly string[] }) =>
      `The input \`${details.input}\` must be ${listNames(details.allowed)}.`,
    (details) =>
      `Mend \`${details.input}\` under \`with:\` of this step, or take it out for its default.`,
  ),
  unforeseen: text(
    "error",
    (details: { name: string }) =>
      `promptcost failed in a way nobody foresaw (${details.name}). Nothing was compared.`,
    () => "Please report it, with the log of this step.",
  ),
  "run-stopped": text(
    "error",
    (details: { signal: string; by: "runner" | "system" }) =>
      details.by === "runner"
        ? `The run was stopped before it was done (${details.signal}). Nothing was compared.`
        : `The system ended the run before it was done (${details.signal}). Nothing was compared.`,
    (details) =>
      details.by === "runner"
        ? "Run this job again where nobody meant to cancel it; one that runs into its time needs more " +
          "`timeout-minutes`."
        : "It is most often out of memory: give the job a runner with more.",
  ),
  "input-unknown": text(
    "warning",
    (details: { input: string; nearest: readonly string[] }) =>
      `There is no input \`${details.input}\`; what it was set to does nothing.`,
    (details) =>
      details.nearest.length === 0
        ? "Take it out; action.yml lists all inputs."
        : `Did you mean ${listQuoted(details.nearest)}?`,
  ),
  "event-unreadable": text(
    "error",
    (details: { event: string; missing: string }) =>
      `The \`${details.event}\` event cannot be read: ${details.missing}.`,
    () =>
      "Run the action on GitHub, on `pull_request`, `merge_group`, `push` or `workflow_dispatch`.",
  ),
  "event-incomplete": text(
    "warning",
    (details: { event: string; missing: string }) =>
      `The \`${details.event}\` event cannot be read: ${details.missing}. What the runner says ` +
      "beside it was taken: its branch and its commit.",
    () => "Run the job again.",
  ),
  "output-not-written": text(
    "warning",
    (details: { what: string; why: string }) =>
      `The ${details.what} could not be written: ${details.why}. The verdict stands.`,
    () => "See that the runner's disk has room and that no earlier step took its files away.",
  ),
  "comment-refused": text(
    "warning",
    (details: { number: number; status: number; fork: boolean }) =>
      `GitHub refused the comment on pull request ${details.number} (${details.status})${
        details.fork ? ": a workflow of a fork's pull request may not write" : ""
      }. The verdict stands, and the job summary says all of it.`,
    (details) =>
      details.fork
        ? "Nothing to do: the summary has the report. To comment on forks too, post it from a second workflow."
        : "Give the job `permissions: pull-requests: write`, or set `comment: off`.",
  ),
  "comment-failed": text(
    "warning",
    (details: { number: number; said: string }) =>
      `The comment on pull request ${details.number} could not be written: ${details.said}. ` +
      "The verdict stands, and the job summary says all of it.",
    () => "Run the job again; if it stays so, see githubstatus.com.",
  ),
  "comment-superseded": text(
    "note",
    (details: { number: number }) =>
      `The comment on pull request ${details.number} is of a newer run; it was left as it is.`,
    () => "Nothing to do.",
  ),
  "acceptance-refused": text(
    "warning",
    (details: { login: string; why: string }) =>
      `Not accepted: @${details.login} ${details.why}, and only people who may write to this ` +
      "repository accept an increase.",
    () => "Ask somebody with write access to write the comment.",
  ),
  "acceptance-malformed": text(
    "warning",
    (details: { login: string; why: string; form: string }) =>
      `\`/promptcost\` in a comment of @${details.login} is not understood: ${details.why}. Nothing is accepted by it.`,
    ({ form }) => `Write \`${form}\`, at the start of a line.`,
  ),
  "acceptance-unchecked": text(
    "warning",
    (details: { login: string; said: string }) =>
      `Not accepted: whether @${details.login} may write to this repository could not be found out: ${details.said}.`,
    () => "Run the job again; if it stays so, see githubstatus.com.",
  ),
  "acceptances-unread": text(
    "warning",
    (details: { number: number; said: string }) =>
      `The comments of pull request ${details.number} could not be read: ${details.said}. ` +
      "Nothing is accepted by comment.",
    () => "Give the job `permissions: pull-requests: read` (or `write`), or run it again.",
  ),
  "check-not-run-again": text(
    "error",
    (details: { number: number; said: string }) =>
      `The check of pull request ${details.number} could not be run again: ${details.said}.`,
    () =>
      "Give the job `permissions: actions: write, pull-requests: read`, have `promptcost` in the name or file of " +
      "the workflow that checks, or run that check again by hand.",
  ),
  "acceptances-too-many": text(
    "warning",
    (details: { left: number; most: number }) =>
      `${counted(details.left, "more author")} of \`/promptcost\` comments ${plural(details.left, "was", "were")} ` +
      `not looked at: at most ${details.most} are.`,
    () => "Delete comments that are noise.",
  ),
  "comment-kept": text(
    "note",
    (details: { number: number }) =>
      `The comment on pull request ${details.number} compared this commit; this run compared ` +
      "nothing, so it was left as it is.",
    () => "Nothing to do: the job summary has this run's report.",
  ),
  "comment-left": text(
    "warning",
    (details: { author: string; said: string }) =>
      `A former report, which \`${details.author}\` wrote, is out of date and could not be taken ` +
      `away: ${details.said}.`,
    () => "Delete that comment by hand, or give the token leave to write pull requests.",
  ),
  "baseline-refused": text(
    "warning",
    (details: { branch: string; file: string; said: string }) =>
      `A rule of the repository keeps this job from committing \`${details.file}\` to ` +
      `${details.branch}: ${details.said}. Nothing depends on it: without it main's side ` +
      "is worked out from main's own files.",
    (details) =>
      `Pass the token of a GitHub App that may bypass the rule as \`github-token\` (${rulesetsUrl}); ` +
      `or run \`promptcost update\` in pull requests and commit \`${details.file}\` there; ` +
      `or set \`mode: check\`.`,
  ),
  "baseline-not-permitted": text(
    "note",
    (details: { branch: string; file: string }) =>
      `The token may only read, so \`${details.file}\` was not committed to ${details.branch}.`,
    () =>
      "To have main keep its baseline up to date, give the push job `permissions: contents: write`.",
  ),
  "baseline-moved-on": text(
    "note",
    (details: { branch: string; file: string }) =>
      `${details.branch} has moved on and other figures hold there, so \`${details.file}\` ` +
      "was left to that push's own run.",
    () => "Nothing to do.",
  ),
  "baseline-not-current": text(
    "error",
    (details: { file: string; what: string }) =>
      `\`${details.file}\` is not what these files say: ${details.what}.`,
    () => "Run `promptcost update` and commit the file.",
  ),
  "baseline-not-proposed": text(
    "warning",
    (details: { branch: string; file: string; said: string }) =>
      `\`${details.file}\` could not be proposed from ${details.branch}: ${details.said}.`,
    () =>
      "Give the push job `permissions: contents: write` and `pull-requests: write`, and let GitHub Actions " +
      "create pull requests (Settings, Actions, General), or pass the token of a GitHub App.",
  ),
  "baseline-branch-taken": text(
    "warning",
    (details: { branch: string; file: string }) =>
      `The branch ${details.branch} holds a commit that is not promptcost's, so \`${details.file}\` was not ` +
      "proposed from it.",
    () => "Merge that branch or delete it.",
  ),
  "recordings-too-large": text(
    "warning",
    (details: { folder: string; count: number; most: number; mostBytes: number }) =>
      `\`${details.folder}\` differs from the commit in ${counted(details.count, "file")}: more than ` +
      `one commit of this job takes (${groupDigits(details.most)} files, ` +
      `${groupDigits(details.mostBytes)} bytes). They were not committed, and do not count here.`,
    () =>
      "Run `promptcost record --stub` and `promptcost update` where you work, and commit what they write; " +
      "or record fewer requests.",
  ),
  "recording-not-text": text(
    "warning",
    (details: { file: string }) =>
      `\`${details.file}\` is no regular file of UTF-8, so it was not committed with the recordings.`,
    () => "Keep only fixtures in the folder that `record` writes.",
  ),
  "working-tree-of-fork": text(
    "error",
    (details: { event: string }) =>
      `With \`tree: working\` the head is what steps of this job left behind, and on \`${details.event}\` ` +
      "such a step may have run a fork's code beside a token that writes.",
    () =>
      "Check forks on `pull_request`, where the token only reads, or leave `tree` at `commit` here.",
  ),
  "baseline-not-written": text(
    "warning",
    (details: { branch: string; file: string; said: string }) =>
      `\`${details.file}\` could not be committed to ${details.branch}: ${details.said}.`,
    () => "Run the job again, or run `promptcost update` and commit the file.",
  ),
} as const;
