/** Sends runs, several at once. */
import { createPendingAnswers, type PendingAnswers } from "../answers/pending-answers.ts";
import type { RunSample, Session } from "../session.ts";
import { createQueue } from "./queue.ts";
import { sendRun } from "./run.ts";

/**
 * Sends runs, as many at once as the session was asked for, and writes their answers into the
 * fixtures. Gives what became of the answers.
 */
export async function sendRuns(
  session: Session,
  runs: readonly RunSample[],
): Promise<PendingAnswers> {
  const { options, ports, counts } = session;
  const pending = createPendingAnswers(runs, { times: options.times, keep: ports.keep });
  const queue = createQueue(session, runs, (skipped) => {
    counts.requests -= skipped.planned.ages.length;
    pending.end(skipped);
  });
  const work = async (): Promise<void> => {
    for (let opened = queue.take(); opened !== null; opened = queue.take()) {
      await sendRun(session, opened, pending);
      pending.end(opened.run);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
  pending.close();
  return pending;
}
