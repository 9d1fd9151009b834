import { check, type CheckOutcome } from "../commands/check/check.ts";
import { withCommandContext } from "../io/context.ts";
import { openBaseSide } from "../io/tree/sides.ts";
import { baseEventOf } from "../publish/event.ts";
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
  return withCommandContext({ asOf: null, dry: settings.dry }, (context) =>
    check({ ...context, head: replayed.tree, base, file, fork, links, problems }),
  );
}
