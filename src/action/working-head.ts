/** `tree: working` of the action: the head is what earlier steps of the job left in the folder. */
import { describeFailure } from "../baseline/git-failure.ts";
import { loadConfig } from "../config/load.ts";
import { withFolderOf } from "../io/tree/overlay.ts";
import { openRepositoryHead, type OpenHead } from "../io/tree/sides.ts";
import { decodeWhole } from "../io/utf8.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import { findRecordedChanges, nothingRecorded, type RecordedChanges } from "../publish/recorded.ts";
import { recordedInto } from "../record/plan-snapshots.ts";
import { isOwnCommit } from "./own-commit.ts";
import type { RunFacts } from "./run-facts.ts";

/** Events whose token writes though the pull request is a fork's. */
const privileged: ReadonlySet<string> = new Set(["pull_request_target", "issue_comment"]);

/**
 * The working tree as the head of a check. Where a fork's code may have run beside a token that
 * writes, it is refused.
 */
export function openWorkingHead(root: string, { event }: RunFacts): OpenHead | Problem {
  if (event.kind === "pull-request" && event.fork && privileged.has(event.name))
    return problem("working-tree-of-fork", nowhere, { event: event.name });
  const working = openRepositoryHead(root, "working");
  return "tree" in working ? working : unreadable(working.kind);
}

function unreadable(kind: Parameters<typeof describeFailure>[0]): Problem {
  const why = describeFailure(kind);
  return problem("base-git-failed", nowhere, { doing: "read the working tree", ...why });
}

/** A commit with the snapshots that were recorded onto it. */
export interface RecordedHead {
  readonly head: OpenHead;
  readonly recorded: RecordedChanges;
}

/**
 * The head of an update: the commit, with the folder of recorded fixtures as earlier steps left it.
 * Nothing else of the working tree counts, since nothing else is committed. `file`: the config's
 * path.
 */
export function openRecordedHead(
  root: string,
  commit: OpenHead,
  file: string,
): RecordedHead | Problem {
  if (isOwnCommit(root)) return { head: commit, recorded: nothingRecorded };
  const working = openRepositoryHead(root, "working");
  if (!("tree" in working)) return unreadable(working.kind);
  // Which folder, the commit says: what it holds is what its branch trusts.
  const { config } = loadConfig(commit.tree, file, new Map());
  const folder = recordedInto({ config, configFile: file });
  const recorded = findRecordedChanges({
    committed: commit.tree,
    working: working.tree,
    folder,
    decode: decodeWhole,
  });
  return recorded.files.length + recorded.deleted.length === 0
    ? { head: commit, recorded }
    : { head: { ...commit, tree: withFolderOf(commit.tree, working.tree, folder) }, recorded };
}
