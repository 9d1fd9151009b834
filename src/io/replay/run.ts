/** A replay with the journal, the connection and the terminal of this machine. */
import type { FixtureFiles } from "../../fixture/files/keep-files.ts";
import type { Problem } from "../../problem.ts";
import type { RecordedRuns } from "../../replay/plan/recorded-runs.ts";
import type { ReplayResult } from "../../replay/replay.ts";
import type { ReplayOptions } from "../../replay/session.ts";
import { replayWithJournal } from "../../replay/with-journal.ts";
import { watchInterrupts } from "./interrupts.ts";
import { openJournal } from "./journal.ts";

interface ReplayRun {
  readonly options: Omit<ReplayOptions, "journal">;
  /** Folder of the journal. */
  readonly folder: string;
  /** What the fixtures hold of earlier replays (`findRecordedRuns`). */
  readonly recorded: RecordedRuns;
  readonly files: FixtureFiles;
  /** Null: that of the environment. */
  readonly apiKey: string | null;
  readonly isTerminal: boolean;
  readonly warn: (text: string) => void;
}

/** Sends, and gives what came of it, or why nothing could be sent. */
export function runWithJournal(run: ReplayRun): Promise<ReplayResult | Problem> {
  const { options, folder, recorded, files, apiKey, isTerminal, warn } = run;
  return replayWithJournal(options, {
    openJournal: () => openJournal(folder, recorded),
    connect: async () => {
      const { connectAnthropic } = await import("../anthropic/client.ts");
      return connectAnthropic(apiKey);
    },
    watchInterrupts,
    files,
    now: Date.now,
    isTerminal,
    warn,
  });
}
