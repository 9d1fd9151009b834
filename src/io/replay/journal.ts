/**
 * The journal of a replay on this machine: appended line by line, each handed to the system before
 * anything else happens.
 */
import { closeSync, mkdirSync, rmSync, rmdirSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { writeEntry } from "../../replay/journal/entry.ts";
import { readJournal, type Journal } from "../../replay/journal/journal.ts";
import { remainingLines, unfinishedJournal } from "../../replay/journal/pruning.ts";
import type { RecordedRuns } from "../../replay/plan/recorded-runs.ts";
import type { OpenJournal, ReplayPorts } from "../../replay/ports.ts";
import { hasCode, isMissing, kindOf, readLines } from "../files.ts";
import { createFlusher, endsWithBreak, openForAppending, replaceLines } from "./journal-file.ts";
import { lock } from "./lock.ts";

interface OpenedFile {
  readonly file: number;
  readonly found: Journal;
  /**
   * Whether the last line was cut off, by a kill or a full disk: the next one starts a new line.
   */
  readonly torn: boolean;
}

/**
 * Opens the journal below a folder, which no link may lead to. git ignores it: it holds answers.
 * `running`: the file that says that another replay is at work.
 */
export function openJournal(
  folder: string,
  recorded: RecordedRuns,
): ReturnType<ReplayPorts["openJournal"]> {
  const own = join(folder, "replay");
  const [path, lockPath, ignorePath] = [
    join(own, "journal.jsonl"),
    join(own, "lock"),
    join(own, ".gitignore"),
  ];
  const open = (): OpenedFile | "running" | "failed" => {
    if ([folder, own, path, lockPath, ignorePath].some(isLink)) return "failed";
    mkdirSync(own, { recursive: true });
    if (kindOf(ignorePath) === null) writeFileSync(ignorePath, "*\n", { flag: "wx" });
    if (!lock(lockPath)) return "running";
    const found = readJournal(linesOf(path));
    const file = openForAppending(path);
    return { file, found, torn: !endsWithBreak(file) };
  };
  const opened = attempt(open);
  if (opened === "failed") return { failed: true };
  if (opened === "running") return { running: lockPath };
  const { file, found } = opened;
  const appender = createAppender(opened);
  return {
    before: unfinishedJournal(found, recorded),
    append: appender.append,
    close: (done) => {
      appender.end();
      closeSync(file);
      const left = prune(path, { recorded, done });
      // By name, the lock last: another call may be about to take it.
      if (left?.isEmpty === true)
        for (const name of [path, ignorePath]) rmSync(name, { force: true });
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

/** A repository may hold links: a journal is written behind none. */
function isLink(path: string): boolean {
  return kindOf(path) === "link";
}

/**
 * The lines of a file; none where there is no file. Throws where there is one that cannot be read.
 */
function linesOf(path: string): Iterable<string> {
  return kindOf(path) === null ? [] : readLines(path);
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

function createAppender({ file, torn: wasTorn }: OpenedFile): {
  readonly append: OpenJournal["append"];
  readonly end: () => void;
} {
  const flusher = createFlusher(file);
  let torn = wasTorn;
  return {
    append: (entry) => {
      const bytes = Buffer.from(`${torn ? "\n" : ""}${writeEntry(entry)}`, "utf8");
      try {
        torn = writeSync(file, bytes) !== bytes.length;
      } catch {
        return false;
      }
      // The system has the line, whatever becomes of this process. An answer is paid for: it must
      // outlive the machine too.
      if (entry.kind === "answered" && !torn) flusher.mark();
      return !torn;
    },
    end: flusher.end,
  };
}

/** Takes out of a journal what the next replay does not need; null where it cannot be read. */
function prune(
  path: string,
  ended: Parameters<typeof remainingLines>[1],
): ReturnType<typeof replaceLines> | null {
  let lines: Iterable<string>;
  try {
    lines = remainingLines(() => linesOf(path), ended);
  } catch {
    return null;
  }
  return replaceLines(path, lines);
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody is in it.
  }
}
