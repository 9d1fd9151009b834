/** The lines of a journal's file, each with its place: read one at a time, and again by place. */
import { closeSync, openSync, readSync } from "node:fs";
import type { JournalLine, LinePlace } from "../../replay/journal/journal.ts";
import { digest } from "../hash.ts";
import { readFileLines } from "../lines.ts";

/**
 * The lines of a file, one at a time, never the whole in memory. Throws where it cannot be read, or
 * where a line has more bytes than `longest`; by default, than any text can have.
 */
export function* readJournalLines(path: string, longest?: number): Generator<JournalLine> {
  const file = openSync(path, "r");
  try {
    for (const { offset, bytes } of readFileLines(file, longest)) yield lineAt(offset, bytes);
  } finally {
    closeSync(file);
  }
}

/** The text of a line that is read again; null where the file is shorter, or cannot be read. */
export function readTextAt(
  file: number,
  { offset, length }: Pick<LinePlace, "offset" | "length">,
): string | null {
  const bytes = Buffer.allocUnsafe(length);
  try {
    return readSync(file, bytes, 0, length, offset) === length ? bytes.toString("utf8") : null;
  } catch {
    return null;
  }
}

function lineAt(offset: number, bytes: Buffer): JournalLine {
  const { length } = bytes;
  const text = bytes.toString("utf8");
  return { text, place: () => ({ offset, length, digest: digest(text) }) };
}
