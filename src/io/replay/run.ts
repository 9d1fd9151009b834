/**
 * A replay with its journal, its connection and its fixtures: what the command and the action have
 * in common.
 */
import type { KeptRuns } from "../../replay/journal.ts";
import type { FixtureFiles } from "../../fixture/files/keep-files.ts";
import { keepAnswers, type ReplayOptions } from "../../replay/session.ts";
import { replay, type ReplayResult } from "../../replay/replay.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import { digest } from "../hash.ts";
import { openJournal } from "./journal.ts";
import { createProgress, watchInterrupts } from "./world.ts";

export interface ReplayRun {
  readonly options: Omit<ReplayOptions, "journal">;
  /** Folder of the journal. */
  readonly folder: string;
  readonly kept: KeptRuns;
  readonly files: FixtureFiles;
  /** Null: that of the environment. */
  readonly apiKey: string | null;
  readonly isTerminal: boolean;
  readonly warn: (text: string) => void;
}

/** Sends, and gives what came of it, or why nothing could be sent. */
export async function runWithJournal(run: ReplayRun): Promise<ReplayResult | Problem> {
  const { options, files, warn, isTerminal } = run;
  const journal = openJournal(run.folder, run.kept);
  if ("failed" in journal) return problem("replay-journal-failed", nowhere, {});
  if ("running" in journal) return problem("replay-running", nowhere, { file: journal.running });
  const interrupts = watchInterrupts(warn);
  try {
    const { connectAnthropic } = await import("../anthropic/client.ts");
    const result = await replay(
      { ...options, journal: journal.before },
      {
        api: await connectAnthropic(run.apiKey),
        append: journal.append,
        keep: (answers) => keepAnswers(answers, { files, digest }),
        now: Date.now,
        ...interrupts,
        tell: createProgress({ isTerminal, warn, now: Date.now }),
      },
    );
    const { answers } = journal.close(result.done);
    const isWaiting =
      answers > 0 && result.answered === result.requests && result.problems.length === 0;
    return isWaiting
      ? { ...result, problems: [problem("replay-waiting", nowhere, { answers })] }
      : result;
  } catch (error) {
    journal.abandon();
    throw error;
  } finally {
    interrupts.end();
  }
}
