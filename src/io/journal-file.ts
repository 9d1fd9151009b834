/** The journal of a replay: appended line by line, each handed to the system before anything else happens. */
import { closeSync, constants, fsync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pruneJournal, readJournal, writeEntry, type Journal, type JournalEntry } from "../capture/journal.ts";
import { kindOf, writeAtomically } from "./files.ts";

export interface JournalFile {
  readonly before: Journal;
  /** False where the system does not take it. */
  readonly append: (entry: JournalEntry) => boolean;
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

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is a process too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** Takes a folder for this process; a lock whose process is gone is no lock. */
const lock = (path: string): boolean => {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return true;
    } catch {
      const pid = Number(read(path));
      if (kindOf(path) !== "file" || (Number.isSafeInteger(pid) && pid > 0 && isRunning(pid))) return false;
      rmSync(path, { force: true });
    }
  }
  return false;
};

/** A line whose bytes are not all on the disk yet is written there soon, several together: sending does not wait for the disk. */
const createFlusher = (file: number): { readonly mark: () => void; readonly end: () => void } => {
  let state: "clean" | "busy" | "dirty" | "ended" = "clean";
  const flush = (): void => {
    state = "busy";
    fsync(file, () => {
      if (state === "dirty") flush();
      else if (state === "busy") state = "clean";
    });
  };
  return {
    mark: () => {
      if (state === "clean") flush();
      else if (state === "busy") state = "dirty";
    },
    end: () => {
      state = "ended";
      try {
        fsyncSync(file);
      } catch {
        // What the disk does not take, the fixtures may hold all the same.
      }
    },
  };
};

/** Where there is no room for the shorter one, the longer one says the same. */
const shorten = (path: string, text: string): void => {
  try {
    writeAtomically(path, text);
  } catch {
    // It stays.
  }
};

/**
 * Opens the journal below a folder, which no link may lead to; what it says of runs whose fixtures hold their answers is over.
 * git ignores it: it holds answers. `running`: the file that says that another replay is at work.
 */
export const openJournal = (
  folder: string,
  fresh: ReadonlySet<string>,
): JournalFile | { readonly failed: true } | { readonly running: string } => {
  const own = join(folder, "replay");
  const [path, lockPath] = [join(own, "journal.jsonl"), join(own, "lock")];
  let file: number;
  let text: string;
  try {
    if ([folder, own, path].some((one) => kindOf(one) === "link")) return { failed: true };
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, ".gitignore"), "*\n");
    if (!lock(lockPath)) return { running: lockPath };
    text = read(path);
    file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0), 0o600);
  } catch {
    return { failed: true };
  }
  // A line that a kill, or a full disk, cut off must not run into the next one.
  let torn = text !== "" && !text.endsWith("\n");
  const flusher = createFlusher(file);
  return {
    before: readJournal(pruneJournal(text, fresh)),
    append: (entry) => {
      const bytes = Buffer.from(`${torn ? "\n" : ""}${writeEntry(entry)}`, "utf8");
      try {
        torn = writeSync(file, bytes) !== bytes.length;
      } catch {
        return false;
      }
      // The system has it, whatever becomes of this process; an answer is paid for, and must outlive the machine too.
      if (entry.kind === "answered" && !torn) flusher.mark();
      return !torn;
    },
    close: (done) => {
      flusher.end();
      closeSync(file);
      const left = pruneJournal(read(path), new Set([...fresh, ...done]));
      if (left === "") rmSync(own, { recursive: true, force: true });
      else {
        shorten(path, left);
        rmSync(lockPath, { force: true });
      }
    },
  };
};
