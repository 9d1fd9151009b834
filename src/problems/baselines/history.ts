import { listNames, listQuoted } from "../../words.ts";
import { text } from "../text.ts";

/** What can be wrong with baselines that git has. Commit ids, paths and names only. */
export const historyProblems = {
  "history-empty": text(
    "error",
    (details: { file: string }) =>
      `No commit on this line of history has a baseline \`${details.file}\`.`,
    () =>
      "Write one with `promptcost update` and commit it, or ask for more (`--since`, `--config`).",
  ),
  "history-shallow": text(
    "warning",
    (details: { file: string }) =>
      `This clone is shallow: what \`${details.file}\` said before its first commit is not here.`,
    () =>
      "Fetch the rest with `git fetch --unshallow`; in a workflow check out with `fetch-depth: 0`.",
  ),
  "history-unknown-scenario": text(
    "error",
    (details: { file: string; nearest: readonly string[] }) =>
      `No baseline \`${details.file}\` among these commits has a scenario of that name.`,
    (details) =>
      details.nearest.length === 0
        ? "`promptcost history` without a name shows all that there are."
        : `Did you mean ${listQuoted(details.nearest)}?`,
  ),
  "history-unreadable": text(
    "warning",
    (details: { file: string; commits: readonly string[] }) =>
      `The baseline \`${details.file}\` cannot be read at ${listNames(details.commits.slice(0, 5), "and")}` +
      `${details.commits.length > 5 ? ` and ${String(details.commits.length - 5)} more commits` : ""}: ` +
      "a gap in every line.",
    () => "Nothing to do where it is whole again since; else write it anew: `promptcost update`.",
  ),
} as const;
