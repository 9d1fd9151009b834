/**
 * The file of a journal: what was written outlives the machine, and a shorter text replaces it
 * whole.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { isAnswerLine } from "../../replay/journal/entry.ts";

/** Opens a file for appending, and makes it where there is none; throws where it is a link. */
export function openForAppending(path: string): number {
  return openSync(
    path,
    constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0),
    0o600,
  );
}

/** Whether a file is empty or its last line has its break. */
export function endsWithBreak(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return (
    size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last.toString("latin1") === "\n")
  );
}

/**
 * Brings what was written to the disk soon after `mark`, several lines at once: sending does not
 * wait for the disk. `end` waits for it.
 */
export function createFlusher(file: number): {
  readonly mark: () => void;
  readonly end: () => void;
} {
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
 * Replaces a journal by some of its lines; without any it is left as it is (`isEmpty`). Where there
 * is no room for the shorter text, the longer one stays: it says the same. Gives how many of the
 * lines are answers.
 */
export function replaceLines(
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
        if (isAnswerLine(line)) answers += 1;
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
