/**
 * The journal of a replay: appended line by line, each handed to the system before anything else
 * happens.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import {
  noJournal,
  pruneJournal,
  readJournal,
  runsKept,
  runsRefused,
  runText,
  writeEntry,
  type Journal,
  type JournalEntry,
  type KeptRuns,
} from "../../replay/journal.ts";
import { hasCode, isMissing, kindOf, readLines } from "../files.ts";
import { lock } from "./lock.ts";

export interface JournalFile {
  readonly before: Journal;
  /** False where the system does not take it. */
  readonly append: (entry: JournalEntry) => boolean;
  /**
   * Ends a replay: what runs that are not done were answered stays written down, so that it is not
   * paid for again. Gives how many answers that are.
   */
  readonly close: (done: ReadonlySet<string>) => { readonly answers: number };
  /** Ends without touching what is written: something went wrong that nobody foresaw. */
  readonly abandon: () => void;
}

interface Opened {
  readonly file: number;
  readonly found: Journal;
  /** A line that a kill, or a full disk, cut off must not run into the next one. */
  readonly torn: boolean;
}

/**
 * Opens the journal below a folder, which no link may lead to. One that speaks only of answers that
 * are kept in the fixtures is over; else what was spent counts on. git ignores it: it holds
 * answers. `running`: the file that says that another replay is at work.
 */
export function openJournal(
  folder: string,
  kept: KeptRuns,
): JournalFile | { readonly failed: true } | { readonly running: string } {
  const own = join(folder, "replay");
  const [path, lockPath, ignorePath] = [
    join(own, "journal.jsonl"),
    join(own, "lock"),
    join(own, ".gitignore"),
  ];
  const lines = linesOf(path);
  const open = (): Opened | "running" | "failed" => {
    if (!isOwn([folder, own, path, lockPath, ignorePath])) return "failed";
    mkdirSync(own, { recursive: true });
    if (kindOf(ignorePath) === null) writeFileSync(ignorePath, "*\n", { flag: "wx" });
    if (!lock(lockPath)) return "running";
    const found = readJournal(lines());
    const file = openSync(
      path,
      constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0),
      0o600,
    );
    return { file, found, torn: !endsWhole(file) };
  };
  const opened = attempt(open);
  if (opened === "failed") return { failed: true };
  if (opened === "running") return { running: lockPath };
  const { file, found } = opened;
  let { torn } = opened;
  const over = new Set([...runsKept(found, kept), ...runsRefused(found)]);
  const isOver = [...found.keys.values()].every((key) => over.has(runText(key)));
  const flusher = createFlusher(file);
  const readAgain = (): Journal | null => {
    try {
      return readJournal(lines());
    } catch {
      return null;
    }
  };
  return {
    before: isOver ? noJournal : found,
    append: (entry) => {
      const bytes = Buffer.from(`${torn ? "\n" : ""}${writeEntry(entry)}`, "utf8");
      try {
        torn = writeSync(file, bytes) !== bytes.length;
      } catch {
        return false;
      }
      // The system has it, whatever becomes of this process; an answer is paid for, and must
      // outlive the machine too.
      if (entry.kind === "answered" && !torn) flusher.mark();
      return !torn;
    },
    close: (done) => {
      flusher.end();
      closeSync(file);
      const now = readAgain();
      const left =
        now === null
          ? null
          : shorten(
              path,
              pruneJournal(lines, new Set([...runsKept(now, kept), ...runsRefused(now), ...done])),
            );
      // By name, the lock last: another call may be about to take it.
      if (left?.isEmpty === true)
        for (const one of [path, ignorePath]) rmSync(one, { force: true });
      rmSync(lockPath, { force: true });
      if (left?.isEmpty === true) removeEmpty(own);
      return { answers: left?.answers ?? 0 };
    },
    abandon: () => {
      closeSync(file);
      rmSync(lockPath, { force: true });
    },
  };
}

/**
 * The lines of a file, each time it is asked for; none where there is no file. Throws where there
 * is one that cannot be read.
 */
function linesOf(path: string): () => Iterable<string> {
  return () => {
    if (kindOf(path) === null) return [];
    return readLines(path);
  };
}

/** What has no link in it, down to the files: a repository may hold some. */
function isOwn(paths: readonly string[]): boolean {
  return paths.every((path) => kindOf(path) !== "link");
}

/** Whether a file is empty or its last line has its break. */
function endsWhole(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return (
    size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last.toString("latin1") === "\n")
  );
}

/** Tries once more where something was gone: another call that ended takes its folder with it. */
function attempt<Result>(work: () => Result): Result | "failed" {
  for (let left = 3; ; left -= 1) {
    try {
      return work();
    } catch (error) {
      if (left === 0 || !(isMissing(error) || hasCode(error, "EEXIST"))) return "failed";
    }
  }
}

/**
 * A line whose bytes are not all on the disk yet is written there soon, several together: sending
 * does not wait for the disk.
 */
function createFlusher(file: number): { readonly mark: () => void; readonly end: () => void } {
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
}

/**
 * Replaces a file by some lines. Where there is no room for the shorter one, the longer one says
 * the same.
 */
function shorten(
  path: string,
  lines: Iterable<string>,
): { readonly isEmpty: boolean; readonly answers: number } {
  const draft = `${path}.${String(process.pid)}.tmp`;
  let isEmpty = true;
  let answers = 0;
  try {
    const file = openSync(draft, "wx", 0o600);
    try {
      for (const line of lines) {
        isEmpty = false;
        if (line.startsWith('{"kind":"answered"')) answers += 1;
        const bytes = Buffer.from(`${line}\n`, "utf8");
        if (writeSync(file, bytes) !== bytes.length) throw new Error("the disk is full");
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (!isEmpty) renameSync(draft, path);
  } catch {
    isEmpty = false;
  } finally {
    rmSync(draft, { force: true });
  }
  return { isEmpty, answers };
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody is in it.
  }
}
