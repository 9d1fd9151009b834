/** The journal of a replay: appended line by line, each handed to the system before anything else happens. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pruneJournal, readJournal, writeEntry, type Journal, type JournalEntry } from "../capture/journal.ts";
import { writeAtomically } from "./files.ts";

export interface JournalFile {
  readonly before: Journal;
  readonly append: (entry: JournalEntry) => void;
  /** Ends a replay: what runs that are not done were answered stays written down, so that it is not paid for again. */
  readonly close: (done: ReadonlySet<string>) => void;
}

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** Opens the journal below a folder; what it says of runs whose fixtures hold their answers is over. git ignores it: it holds answers. */
export const openJournal = (folder: string, fresh: ReadonlySet<string>): JournalFile => {
  const own = join(folder, "replay");
  const path = join(own, "journal.jsonl");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, ".gitignore"), "*\n");
  const text = read(path);
  const file = openSync(path, "a", 0o600);
  // A line that a kill cut off must not run into the next one.
  if (text !== "" && !text.endsWith("\n")) writeSync(file, "\n");
  return {
    before: readJournal(pruneJournal(text, fresh)),
    append: (entry) => {
      // The system has it now, whatever becomes of this process; an answer is paid for, and must outlive the machine too.
      writeSync(file, writeEntry(entry));
      if (entry.kind === "answered") fsyncSync(file);
    },
    close: (done) => {
      closeSync(file);
      const left = pruneJournal(read(path), new Set([...fresh, ...done]));
      if (left === "") rmSync(own, { recursive: true, force: true });
      else writeAtomically(path, left);
    },
  };
};
