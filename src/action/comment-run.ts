/**
 * A run on `issue_comment`. A comment that asks for nothing changes nothing: the run is one on the
 * default branch. Else, where the pull request is checked out it is checked there; anywhere else
 * its own check is run again, so that the answer stands where branch protection looks for it, and
 * no code of the pull request is near a token that writes.
 */
import { join } from "node:path";
import type { CommitFacts } from "../baseline/base-commit.ts";
import { findRepository } from "../io/files.ts";
import { openRepository } from "../io/git/repository.ts";
import { digest } from "../io/hash.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import { mayAccept } from "../publish/acceptance/read-acceptances.ts";
import { runAgain } from "../publish/acceptance/run-again.ts";
import type { CommentEvent } from "../publish/acceptance/comment-event.ts";
import type { WorkflowEvent } from "../publish/event.ts";
import type { GitHub, PullRequestFacts } from "../publish/github.ts";
import type { InputValues } from "./inputs.ts";
import type { RunFacts } from "./run-facts.ts";

/** What a comment's run comes to: nothing more to do, or a check of what is checked out. */
export type CommentRun =
  | { readonly kind: "done"; readonly said: string }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] }
  | {
      readonly kind: "check";
      readonly event: WorkflowEvent;
      /** For the log. */
      readonly said: string;
      /** What is left to do once it has been checked. */
      readonly after: () => Promise<readonly Problem[]>;
    };

/** Answers a comment. What it says is read from GitHub again, whatever the event claims. */
export async function answerComment(
  event: CommentEvent,
  given: {
    readonly settings: InputValues;
    readonly facts: RunFacts;
    readonly github: GitHub | null;
  },
): Promise<CommentRun> {
  const { settings, facts, github } = given;
  const head = readHead(join(facts.workspace, settings.workingDirectory));
  const why = reasonToIgnore(event);
  if (why !== null) return checkBranch(event, { why, head, sha: facts.sha });
  const { number } = event;
  if (github === null) return failed(number, "there is no token");
  const pull = await github.pullRequests.read(number);
  if (!pull.ok) return failed(number, pull.said);
  const again = async () => checkAgain(github, event, pull.value);
  if (isCheckedOut(head, pull.value))
    return {
      kind: "check",
      event: eventOf(event, pull.value),
      said: "",
      after: async () => warn(await again()),
    };
  return again();
}

/** Why a comment asks for nothing; null: it does. */
function reasonToIgnore({ onPullRequest, hasCommand }: CommentEvent): string | null {
  if (!onPullRequest) return "The comment is on no pull request";
  return hasCommand ? null : "The comment holds no `/promptcost` command";
}

/** A comment that asks for nothing: what is checked out is checked as by any run on a branch. */
function checkBranch(
  { name, onPullRequest, main }: CommentEvent,
  checkout: {
    readonly why: string;
    readonly head: CommitFacts | null;
    /** The commit that the workflow runs for: of the default branch. */
    readonly sha: string | null;
  },
): CommentRun {
  const { why, head, sha } = checkout;
  if (head === null) return done(`${why}: nothing to do.`);
  // Another commit than the run's own may be the pull request's, whoever wrote that.
  const fork = onPullRequest && head.sha !== sha;
  return {
    kind: "check",
    event: { kind: "other", name, branch: null, toDefault: false, main, fork },
    said: `${why}: the checked-out commit is checked as in any other run.`,
    after: () => Promise.resolve([]),
  };
}

/** A check beside the pull request's own says all there is to say; only that one stays as it is. */
function warn(run: CommentRun): readonly Problem[] {
  if (run.kind !== "refused") return [];
  return run.problems.map((found) => ({ ...found, severity: "warning" as const }));
}

/** Has the pull request's own check run again, for somebody who could accept. */
async function checkAgain(
  github: GitHub,
  { number, sender }: CommentEvent,
  { open, head }: PullRequestFacts,
): Promise<CommentRun> {
  if (!open) return done(`Pull request ${number} is closed: nothing to do.`);
  const login = sender ?? "ghost";
  const why = await mayAccept(github.conversation, login);
  if (!why.ok) return failed(number, why.said);
  if (why.value !== null)
    return done(`Nothing is run again: not accepted, @${login} ${why.value}.`);
  const started = await runAgain(github, { number, head, digest });
  return started.ok ? done(started.value) : failed(number, started.said);
}

function done(said: string): CommentRun {
  return { kind: "done", said };
}

function failed(number: number, said: string): CommentRun {
  return { kind: "refused", problems: [problem("check-not-run-again", nowhere, { number, said })] };
}

/** The commit that a folder has checked out; null: none. */
function readHead(folder: string): CommitFacts | null {
  const root = findRepository(folder);
  const commit = root === null ? null : openRepository(root, { access: null }).readHead();
  return commit !== null && "sha" in commit ? commit : null;
}

/** Whether the pull request's head, or a merge of it, is checked out. */
function isCheckedOut(commit: CommitFacts | null, { head }: PullRequestFacts): boolean {
  return commit !== null && (commit.sha === head || commit.parents[1] === head);
}

/** The event as one of the pull request itself. */
function eventOf({ name, number }: CommentEvent, pull: PullRequestFacts): WorkflowEvent {
  const { head, branch, base, fork } = pull;
  return { kind: "pull-request", name, number, head, branch, base, fork };
}
