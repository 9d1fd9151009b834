/** What a replay asks of the world, on this machine. */
import type { ReplayPorts } from "../../replay/ports.ts";
import { watchInterrupts, type PauseLength } from "./interrupts.ts";
import { openJournal, type JournalPlace } from "./journal.ts";

interface Machine extends Pick<ReplayPorts, "files" | "columns" | "warn"> {
  readonly journal: JournalPlace;
  /** Null: that of the environment. */
  readonly apiKey: string | null;
  readonly pauseMs: PauseLength;
}

/** A journal in a folder, the API with a key, Ctrl-C and the clock. Nothing is opened yet. */
export function createReplayPorts(machine: Machine): ReplayPorts {
  const { journal, files, apiKey, columns, warn, pauseMs } = machine;
  const stopping = new AbortController();
  return {
    openJournal: () => openJournal(journal),
    connect: async () => {
      const { connectAnthropic } = await import("../anthropic/client.ts");
      return connectAnthropic({ apiKey, stopped: stopping.signal });
    },
    watchInterrupts: (onStop) =>
      watchInterrupts(() => {
        stopping.abort();
        onStop();
      }, pauseMs),
    files,
    now: Date.now,
    elapsed: () => performance.now(),
    columns,
    warn,
  };
}
