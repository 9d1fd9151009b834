/**
 * A run on `issue_comment`. Where the pull request is checked out it is checked there; anywhere else
 * its own check is run again, so that the answer stands where branch protection looks for it, and
 * no code of the pull request is near a token that writes.
 */
import { join } from "node:path";
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

/** What a comment's run comes to: nothing more to do, or the check of its pull request. */
export type CommentRun =
  | { readonly kind: "done"; readonly said: string }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] }
  | {
      readonly kind: "check";
      readonly event: WorkflowEvent;
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
  if (!event.onPullRequest) return done("The comment is on no pull request: nothing to do.");
  if (!event.hasCommand) return done("The comment holds no `/promptcost` command: nothing to do.");
  const { number } = event;
  if (github === null) return failed(number, "there is no token");
  const pull = await github.pullRequests.read(number);
  if (!pull.ok) return failed(number, pull.said);
  const again = async () => checkAgain(github, event, pull.value);
  if (isCheckedOut(join(facts.workspace, settings.workingDirectory), pull.value))
    return {
      kind: "check",
      event: eventOf(event, pull.value),
      after: async () => warn(await again()),
    };
  return again();
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

/** Whether the folder has the pull request's head, or a merge of it, checked out. */
function isCheckedOut(folder: string, { head }: PullRequestFacts): boolean {
  const root = findRepository(folder);
  if (root === null) return false;
  const commit = openRepository(root, { access: null }).readHead();
  return "sha" in commit && (commit.sha === head || commit.parents[1] === head);
}

/** The event as one of the pull request itself. */
function eventOf({ name, number }: CommentEvent, pull: PullRequestFacts): WorkflowEvent {
  const { head, branch, base, fork } = pull;
  return { kind: "pull-request", name, number, head, branch, base, fork };
}
