import { counted, groupDigits, listNames, listQuoted, plural } from "../../words.ts";
import { text } from "../text.ts";

/** Why a baseline is not read. */
const unreadable = {
  empty: "is empty",
  corrupt: "cannot be read",
  newer: "was written by a newer version",
} as const;

/** Why nobody's rules are left for a fork, behind what they are of, and what to do. */
const rulesMissing = {
  broken: {
    said: "has errors",
    fix: "Mend main's config; `promptcost check` there shows what is wrong with it.",
  },
  "fixtures-broken": {
    said: "names fixtures that cannot be read, so nobody knows what they assert",
    fix: "Mend main's fixtures; `promptcost check` there shows what is wrong with them.",
  },
  older: {
    said: "is not there yet, but main may have it by now",
    fix: "Take out `ref` at `actions/checkout`, or check out the head with `fetch-depth: 0`.",
  },
} as const;

/** What can be wrong with the base side, the baseline and git. Commit ids, paths and names only. */
export const comparingProblems = {
  "acceptance-expired": text(
    "note",
    (details: { until: string }) =>
      `What this entry of \`accept\` allows has expired: it held until ${details.until}.`,
    () => "Remove it, or accept anew with another `until`.",
  ),
  "acceptance-not-for-budget": text(
    "warning",
    (details: { kind: string }) =>
      `An acceptance is of what is more than on main; it does not raise \`${details.kind}\`, ` +
      "which is exceeded.",
    (details) => `Raise \`${details.kind}\` in the config, or make the change cost less.`,
  ),
  "acceptance-stays": text(
    "note",
    (details: { until: string }) =>
      "Main has this entry of `accept` already: until " +
      `${details.until} every change may cost as much more than main then does.`,
    () =>
      "Once the change it is meant for is merged, remove it; or say with `from` what main cost " +
      "when it was accepted.",
  ),
  "acceptance-unknown-scenario": text(
    "warning",
    (details: { login: string; name: string; nearest: readonly string[] }) =>
      `\`/promptcost accept\` of @${details.login} names \`${details.name}\`, and there is no such ` +
      "scenario: nothing is accepted by it.",
    (details) =>
      details.nearest.length > 0
        ? `Did you mean ${listQuoted(details.nearest)}? Write the comment again.`
        : "Name a scenario of the config; one with spaces in its name stands in quotes.",
  ),
  "base-blobs-missing": text(
    "error",
    (details: { commit: string; said: string }) =>
      `Not compared: blobs of ${details.commit} are missing from this partial clone and could ` +
      `not be fetched (${details.said}).`,
    ({ commit }) =>
      "Give the job `permissions: contents: read` and pass the workflow's token, or check out " +
      `without \`filter\` and \`sparse-checkout\`; locally \`git diff ${commit} > /dev/null\` brings them.`,
  ),
  "base-branch-unknown": text(
    "error",
    (details: { tried: readonly string[]; asked: boolean }) =>
      details.asked
        ? `There is nothing to compare with: \`${details.tried[0] ?? ""}\` is no commit here.`
        : `There is no branch to compare with: ${listNames(details.tried)} do not exist here.`,
    () =>
      "Name a commit or a branch that this clone has with `--base`, as git takes it: `main`, " +
      "`origin/main`, `HEAD~1`, `v1.2`, 40 hexadecimal digits.",
  ),
  "base-commit-missing": text(
    "error",
    (details: { commit: string; why: string; said: string }) =>
      `Commit ${details.commit} (${details.why}) is not in this clone and could not be fetched: ${details.said}.`,
    () =>
      "Give the job `permissions: contents: read` and pass the workflow's token, or check " +
      "out with `fetch-depth: 0` (a pull request's default checkout needs `fetch-depth: " +
      "2`).",
  ),
  "base-is-head": text(
    "note",
    (details: { commit: string; why: string; same: "commit" | "content" }) =>
      details.same === "commit"
        ? `Nothing compared: commit ${details.commit} (${details.why}) is the head itself.`
        : `Nothing compared: commit ${details.commit} (${details.why}) has all of this head already.`,
    () =>
      "Nothing to do after a merge; a change is compared on its pull request, and in a working " +
      "tree once a file that a check reads is changed. Absolute budgets are judged.",
  ),
  "base-no-config": text(
    "note",
    (details: { commit: string; file: string }) =>
      `Commit ${details.commit} has no \`${details.file}\`: there is nothing to compare with yet.`,
    () => "Nothing to do: once this is merged, changes are compared with it.",
  ),
  "base-not-projected": text(
    "warning",
    (details: { commit: string; baseline: boolean; problems: number }) =>
      `Not compared: the scenarios of commit ${details.commit} cannot be projected (` +
      `${counted(details.problems, "problem")} there). ` +
      (details.baseline
        ? "Its baseline's figures stand, unexplained."
        : "Only absolute budgets are judged."),
    () =>
      "Mend the base branch; `promptcost check` there shows what is wrong. `on-no-base: error` makes this exit 2.",
  ),
  "base-unrelated": text(
    "error",
    (details: { branch: string }) =>
      `HEAD and \`${details.branch}\` have no common commit in this clone.`,
    () =>
      "Check out with `fetch-depth: 0`, or name the commit with `--base` as 40 hexadecimal digits.",
  ),
  "baseline-corrupt": text(
    "warning",
    (details: { file: string; commit: string; state: keyof typeof unreadable }) =>
      `The baseline \`${details.file}\` at ${details.commit} ${unreadable[details.state]}. The ` +
      "base was worked out from its own tree instead.",
    (details) =>
      details.state === "newer"
        ? "Use the version of promptcost that wrote it, or write it anew with `promptcost update`."
        : "Write it anew: `promptcost update`.",
  ),
  "baseline-drift": text(
    "warning",
    (details: { file: string; commit: string; written: string; worked: string; unit: string }) =>
      `The baseline \`${details.file}\` at ${details.commit} claims to be current, but ` +
      `says ${details.written} where that commit's own files cost ${details.worked} ` +
      `${details.unit}. It was edited by hand; the files stand.`,
    () => "Write it anew: `promptcost update`.",
  ),
  "baseline-newer": text(
    "error",
    (details: { file: string }) =>
      `The baseline \`${details.file}\` was written by a newer version; it is left as it is.`,
    () => "Use that version, or delete the file and run `promptcost update` again.",
  ),
  "baseline-stale": text(
    "note",
    (details: { file: string; commit: string; reasons: readonly string[] | null }) =>
      (details.reasons === null
        ? `There is no baseline \`${details.file}\` at ${details.commit} yet: `
        : `The baseline \`${details.file}\` at ${details.commit} is not current ` +
          `(${listNames(details.reasons, "and")}): `) +
      "main's figures are worked out from its own files.",
    () => "An update is due: the push job writes it, or `promptcost update` does.",
  ),
  "checkout-is-not-the-head": text(
    "error",
    (details: { head: string; expected: string }) =>
      `The checked-out commit ${details.head} is neither the event's head ${details.expected} ` +
      "nor, of a pull request, its merge, so it says nothing about this change.",
    () =>
      "Let `actions/checkout` check out what the event names: take out its `ref`, or set " +
      "it to the pull request's head.",
  ),
  "event-id-invalid": text(
    "error",
    (details: { event: string; field: string }) =>
      `What the \`${details.event}\` event has as \`${details.field}\` is no ` +
      `${/ref|branch/.test(details.field) ? "name of a branch" : "commit id"}: git is not asked about it.`,
    () => "GitHub writes no such event: see what wrote the file that `GITHUB_EVENT_PATH` names.",
  ),
  "event-has-no-base": text(
    "error",
    (details: { event: string; missing: string }) =>
      `The \`${details.event}\` event has no \`${details.missing}\`, so no base commit follows from it.`,
    () => "Run on `pull_request`, `merge_group` or `push`, or name the commit with `--base`.",
  ),
  "fork-own-rules": text(
    "warning",
    (details: { file: string }) =>
      `Main has no \`${details.file}\` whose rules could judge this fork: the budgets are its own.`,
    () => "Read them before the merge; from then on they are main's.",
  ),
  "fork-without-rules": text(
    "error",
    (details: { file: string; commit: string; why: keyof typeof rulesMissing }) =>
      `Not compared: \`${details.file}\` in commit ${details.commit} ${rulesMissing[details.why].said}, ` +
      "and a fork is not judged by its own.",
    ({ why }) => rulesMissing[why].fix,
  ),
  "fork-runs-left-out": text(
    "note",
    (details: { count: number }) =>
      `${details.count === 1 ? "A run" : counted(details.count, "run")} that only this ` +
      `fork has ${plural(details.count, "takes", "take")} no part: main's traffic is of ` +
      "main's runs.",
    () => "Nothing to do: after the merge it counts.",
  ),
  "fork-fixtures-held": text(
    "warning",
    () =>
      "With this fork's own fixtures the scenario costs less than with main's fixtures and the " +
      "fork's files: main's fixtures count.",
    () => "Look at what the fork changes in its fixtures; after the merge they count.",
  ),
  "base-git-failed": text(
    "error",
    (details: { doing: string; said: string; fix: string }) =>
      `Git could not ${details.doing}: ${details.said}.`,
    ({ fix }) => fix,
  ),
  "tokens-over-budget": text(
    "error",
    ({ what, tokens, limit, exchange }: TokensOverBudget) =>
      `${exchange} has ${groupDigits(tokens)} ${what}, its budget is ${groupDigits(limit)}. What it ` +
      "costs is not known, and this is not asked for.",
    () =>
      "Shorten what is sent, or raise the limit; then give the check what its other errors ask for.",
  ),
} as const;

/** Whole tokens. `what`: of which part, such as `tokens of tools`. */
interface TokensOverBudget {
  readonly what: string;
  readonly tokens: number;
  readonly limit: number;
  readonly exchange: string;
}
