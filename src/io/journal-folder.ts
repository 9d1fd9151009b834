/**
 * A journal's own folder on this machine: one process at a time, lines that outlive it, nothing
 * that git would commit.
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, join } from "node:path";
import type { JournalLine, LinePlace } from "../replay/journal/journal.ts";
import { hasCode, isMissing, kindOf } from "./files.ts";
import { digest } from "./hash.ts";
import { createFlusher, endsWithBreak, openForAppending } from "./replay/journal-file.ts";
import { readJournalLines, readTextAt } from "./replay/journal-lines.ts";
import { lock } from "./replay/lock.ts";

/** A journal that is open for appending, and for nobody else. */
export interface JournalFolder<Found> {
  /** The file of the lines. */
  readonly path: string;
  /** What the lines came to that were there before. */
  readonly found: Found;
  /**
   * Writes a line, given with its break, and gives its place: the system has it, whatever becomes of
   * this process. Null where it does not. `lasting`: it is to outlive the machine too, soon.
   */
  readonly append: (line: string, lasting: boolean) => LinePlace | null;
  /** The text of a line; null where it stands there no more, as it was. */
  readonly readLine: (place: LinePlace) => string | null;
  /** The lines of the file as it is now; throws where it cannot be read. */
  readonly lines: () => Iterable<JournalLine>;
  /** Waits for the disk, and ends writing. */
  readonly end: () => void;
  /** Once writing has ended, lets others in; `isEmpty`: nothing of the folder is needed any more. */
  readonly release: (isEmpty: boolean) => void;
  /** Ends without touching what is written. */
  readonly abandon: () => void;
}

/**
 * Opens the journal of one kind below a folder, which no link may lead to. `read` gets the lines
 * that are there. `running`: the file that says that another process is at work.
 */
export function openJournalFolder<Found>(
  folder: string,
  kind: string,
  read: (lines: Iterable<JournalLine>) => Found,
): JournalFolder<Found> | { readonly failed: true } | { readonly running: string } {
  const own = join(folder, kind);
  const [path, lockPath, ignorePath] = [
    join(own, "journal.jsonl"),
    join(own, "lock"),
    join(own, ".gitignore"),
  ];
  const open = () => {
    if ([folder, own, path, lockPath, ignorePath].some(isLink)) return "failed";
    mkdirSync(own, { recursive: true });
    // An empty one is what a kill left.
    if ((statSync(ignorePath, { throwIfNoEntry: false })?.size ?? 0) === 0)
      writeFileSync(ignorePath, "*\n");
    if (!lock(lockPath)) return "running";
    removeDrafts(own, path);
    const found = read(linesOf(path));
    const file = openForAppending(path);
    // The last line was cut off, by a kill or a full disk: the next one starts a new line.
    return { file, found, torn: !endsWithBreak(file), size: fstatSync(file).size };
  };
  const opened = attempt(open);
  if (opened === "failed") return { failed: true };
  if (opened === "running") return { running: lockPath };
  const { file, found } = opened;
  const flusher = createFlusher(file);
  let { torn, size } = opened;
  return {
    path,
    found,
    append: (line, lasting) => {
      const bytes = Buffer.from(`${torn ? "\n" : ""}${line}`, "utf8");
      const offset = size + (torn ? 1 : 0);
      try {
        const written = writeSync(file, bytes);
        size += written;
        torn = written !== bytes.length;
      } catch {
        return null;
      }
      if (torn) return null;
      if (lasting) flusher.mark();
      return { offset, length: size - offset - 1, digest: digest(line.slice(0, -1)) };
    },
    readLine: (place) => {
      const text = readTextAt(file, place);
      return text !== null && digest(text) === place.digest ? text : null;
    },
    lines: () => linesOf(path),
    end: () => {
      flusher.end();
      closeSync(file);
    },
    release: (isEmpty) => {
      // By name, the lock last: another call may be about to take it.
      if (isEmpty) for (const name of [path, ignorePath]) rmSync(name, { force: true });
      rmSync(lockPath, { force: true });
      if (isEmpty) removeEmpty(own);
      // Whoever made it, and was killed then: git holds no empty folder.
      if (isEmpty) removeEmpty(folder);
    },
    abandon: () => {
      closeSync(file);
      rmSync(lockPath, { force: true });
    },
  };
}

/** A repository may hold links: a journal is written behind none. */
function isLink(path: string): boolean {
  return kindOf(path) === "link";
}

/**
 * The lines of a file; none where there is no file. Throws where there is one that cannot be read.
 */
function linesOf(path: string): Iterable<JournalLine> {
  return kindOf(path) === null ? [] : readJournalLines(path);
}

/** Tries again where something was gone: another call that ends takes its folder with it. */
function attempt<Result>(work: () => Result): Result | "failed" {
  for (let left = 3; ; left -= 1) {
    try {
      return work();
    } catch (error) {
      if (left === 0 || !(isMissing(error) || hasCode(error, "EEXIST"))) return "failed";
    }
  }
}

/** Drafts of the file that a killed process left: nobody else is at work here. */
function removeDrafts(own: string, path: string): void {
  const start = `${basename(path)}.`;
  for (const name of readdirSync(own))
    if (name.startsWith(start) && name.endsWith(".tmp")) rmSync(join(own, name), { force: true });
}

/** Removes a folder that nothing is in. */
export function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something is in it, or it is not there.
  }
}
