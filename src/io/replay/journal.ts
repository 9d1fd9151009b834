/**
 * The journal of a replay on this machine: appended line by line, each handed to the system before
 * anything else happens.
 */
import { writeEntry } from "../../replay/journal/entry.ts";
import { readJournal } from "../../replay/journal/journal.ts";
import { remainingLines, unfinishedJournal } from "../../replay/journal/pruning.ts";
import type { RecordedRuns } from "../../replay/plan/recorded-runs.ts";
import type { ReplayPorts } from "../../replay/ports.ts";
import { openJournalFolder, type JournalFolder } from "../journal-folder.ts";
import { replaceLines } from "./journal-file.ts";

/**
 * Opens the journal below a folder, which no link may lead to. git ignores it: it holds answers.
 * `running`: the file that says that another replay is at work.
 */
export function openJournal(
  folder: string,
  recorded: RecordedRuns,
): ReturnType<ReplayPorts["openJournal"]> {
  const opened = openJournalFolder(folder, "replay", readJournal);
  if ("failed" in opened || "running" in opened) return opened;
  return {
    before: unfinishedJournal(opened.found, recorded),
    // An answer is paid for: it must outlive the machine too.
    append: (entry) => opened.append(writeEntry(entry), entry.kind === "answered"),
    readLine: opened.readLine,
    close: (done) => {
      opened.end();
      const left = prune(opened, { recorded, done });
      opened.release(left?.isEmpty === true);
      return { answers: left?.answers ?? 0 };
    },
    abandon: opened.abandon,
  };
}

/** Takes out of a journal what the next replay does not need; null where it cannot be read. */
function prune(
  { path, lines }: JournalFolder<unknown>,
  ended: Parameters<typeof remainingLines>[1],
): ReturnType<typeof replaceLines> | null {
  let remaining: Iterable<string>;
  try {
    remaining = remainingLines(lines, ended);
  } catch {
    return null;
  }
  return replaceLines(path, remaining);
}
