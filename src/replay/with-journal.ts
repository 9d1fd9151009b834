/** A replay with its journal: what the command and the action have in common. */
import { nowhere, problem, type Problem } from "../problem.ts";
import { keepAnswers } from "./answers/keep.ts";
import type { ReplayPorts } from "./ports.ts";
import { replay, type ReplayResult } from "./replay.ts";
import type { ReplayOptions } from "./session.ts";
import { createProgress } from "./text/progress.ts";

/**
 * Replays, and gives what came of it, or why nothing could be sent (`replay-journal-failed`,
 * `replay-running`, `api-settings`). Where nothing was left to send or to report, but the journal holds answers of
 * runs that were not asked for now, `replay-waiting` says so.
 */
export async function replayWithJournal(
  options: Omit<ReplayOptions, "journal">,
  ports: ReplayPorts,
): Promise<ReplayResult | Problem> {
  const { files, columns, warn, now, elapsed } = ports;
  const api = await ports.connect();
  if ("code" in api) return api;
  const journal = ports.openJournal();
  if ("failed" in journal) return problem("replay-journal-failed", nowhere, {});
  if ("running" in journal) return problem("replay-running", nowhere, { file: journal.running });
  const interrupts = ports.watchInterrupts(() => progress.stop());
  const progress = createProgress({ columns, warn, now: elapsed, every: interrupts.every });
  try {
    const result = await replay(
      { ...options, journal: journal.before },
      {
        api,
        append: journal.append,
        readLine: journal.readLine,
        keep: (answers) => keepAnswers(answers, files),
        now,
        elapsed,
        ...interrupts,
        progress,
      },
    );
    // Before the journal lets go of them.
    const isSettled = (await files.settle?.()) ?? true;
    const { answers } = journal.close(isSettled ? result.done : new Set());
    const isWaiting =
      answers > 0 && result.answered === result.requests && result.problems.length === 0;
    return isWaiting
      ? { ...result, problems: [problem("replay-waiting", nowhere, { answers })] }
      : result;
  } catch (error) {
    journal.abandon();
    throw error;
  } finally {
    progress.end();
    interrupts.end();
  }
}
