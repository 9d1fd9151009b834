/**
 * The journal of a replay on this machine: appended line by line, each handed to the system before
 * anything else happens.
 */
import { join } from "node:path";
import { withConfig, writeEntry } from "../../replay/journal/entry.ts";
import { readJournal } from "../../replay/journal/journal.ts";
import { remainingLines, unfinishedJournal } from "../../replay/journal/pruning.ts";
import type { RecordedRuns } from "../../replay/plan/recorded-runs.ts";
import type { ReplayPorts } from "../../replay/ports.ts";
import { kindOf } from "../files.ts";
import { openJournalFolder, removeEmpty, type JournalFolder } from "../journal-folder.ts";
import { replaceLines } from "./journal-file.ts";

/** Where a journal is, and what is replayed with it. */
export interface JournalPlace {
  /** The folder it is kept in for all configs of a root. */
  readonly folder: string;
  /** Where earlier versions kept it: beside the config; null: nowhere. */
  readonly before: string | null;
  /** Path of the config from the root. */
  readonly config: string;
  /** What the fixtures hold of earlier replays (`findRecordedRuns`). */
  readonly recorded: RecordedRuns;
}

/**
 * Opens the journal below a folder, which no link may lead to. git ignores it: it holds answers.
 * `running`: the file that says that another replay is at work.
 */
export function openJournal(place: JournalPlace): ReturnType<ReplayPorts["openJournal"]> {
  const { folder, before, config, recorded } = place;
  const opened = openJournalFolder(folder, "replay", (lines) => readJournal(lines, config));
  if ("failed" in opened || "running" in opened) return opened;
  const moved = before === null ? "nothing" : moveLines(before, opened, config);
  if (typeof moved === "object") {
    opened.abandon();
    return moved;
  }
  const found = moved === "moved" ? readJournal(opened.lines(), config) : opened.found;
  return {
    before: unfinishedJournal(found, recorded),
    // An answer is paid for: it must outlive the machine too.
    append: (entry) => opened.append(writeEntry(entry, config), entry.kind === "answered"),
    readLine: opened.readLine,
    close: (done) => {
      opened.end();
      const left = prune(opened, { recorded, done, config });
      opened.release(left?.isEmpty === true);
      return { answers: left?.answers ?? 0 };
    },
    abandon: opened.abandon,
  };
}

/**
 * Moves the lines of a journal that an earlier version left beside a config. Those of a move that
 * was killed are not moved twice.
 */
function moveLines(
  folder: string,
  { lines, append }: JournalFolder<unknown>,
  config: string,
): "nothing" | "moved" | { readonly failed: true } | { readonly running: string } {
  if (kindOf(join(folder, "replay")) === null) {
    // A move that was killed as it ended left it.
    removeEmpty(folder);
    return "nothing";
  }
  const before = openJournalFolder(folder, "replay", (found) =>
    Array.from(found, ({ text }) => text).filter((text) => text !== ""),
  );
  if ("failed" in before || "running" in before) return before;
  const moved = before.found.map((line) => withConfig(line, config));
  const there = new Set(Array.from(lines(), ({ text }) => text));
  const start = moved.findIndex((line) => !there.has(line));
  const isMoved = moved
    .slice(start === -1 ? moved.length : start)
    .every((line) => append(`${line}\n`, true) !== null);
  before.end();
  before.release(isMoved);
  return isMoved ? "moved" : { failed: true };
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
