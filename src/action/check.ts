import { noComments, type CommentedAcceptances } from "../budget/acceptance/acceptance.ts";
import { startCheck, type CheckOutcome } from "../commands/check/check.ts";
import { withCommandContext } from "../io/context.ts";
import { openBaseSide } from "../io/tree/sides.ts";
import { nowhere, problem } from "../problem.ts";
import { readAcceptances } from "../publish/acceptance/read-acceptances.ts";
import { baseEventOf, type WorkflowEvent } from "../publish/event.ts";
import type { Job } from "./job.ts";
import type { ReplayedHead } from "./replay.ts";

/** Checks the head, with what was answered just now, against the commit that the event names. */
export async function checkHead(job: Job, replayed: ReplayedHead): Promise<CheckOutcome> {
  const { settings, oddInputs, facts, head, file, github } = job;
  const { event, repository, serverUrl, sha } = facts;
  const base = await openBaseSide(head, {
    event: baseEventOf(event),
    asked: null,
    access: settings.token === null ? null : { token: settings.token, server: serverUrl },
    remote: github?.base ?? null,
  });
  const fork = event.kind === "pull-request" && event.fork;
  const links = {
    repository: repository?.url ?? null,
    head: event.kind === "pull-request" ? event.head : sha,
  };
  const problems = [...oddInputs, ...replayed.problems];
  const started = await withCommandContext({ asOf: null, dry: settings.dry }, (context) =>
    startCheck({ ...context, head: replayed.tree, base, file, fork, links, problems }),
  );
  return started.conclude(started.asksForAcceptance ? await readComments(job) : noComments);
}

/** What people accepted of what is exceeded: GitHub is asked only where something is. */
async function readComments({ settings, facts, github }: Job): Promise<CommentedAcceptances> {
  const number = pullRequestOf(facts.event);
  if (settings.comment === "off" || number === null) return noComments;
  if (github !== null) return readAcceptances(github.conversation, number);
  const said = "there is no token";
  return { acceptances: [], problems: [problem("acceptances-unread", nowhere, { number, said })] };
}

/** The pull request whose comments count; null where there is none. */
function pullRequestOf(event: WorkflowEvent): number | null {
  switch (event.kind) {
    case "pull-request":
    case "merge-group":
      return event.number;
    case "comment":
    case "push":
    case "other":
      return null;
    default:
      return event satisfies never;
  }
}
