/** The lines of a journal's file, each with its place: read one at a time, and again by place. */
import { constants } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";
import type { JournalLine, LinePlace } from "../../replay/journal/journal.ts";
import { digest } from "../hash.ts";

const chunkBytes = 1 << 18;
const lineBreak = 0x0a;

/**
 * The lines of a file, one at a time, never the whole in memory. Throws where it cannot be read, or
 * where a line has more bytes than `longest`; by default, than any text can have.
 */
export function* readJournalLines(
  path: string,
  longest: number = constants.MAX_STRING_LENGTH,
): Generator<JournalLine> {
  const file = openSync(path, "r");
  try {
    const chunk = Buffer.alloc(chunkBytes);
    // Of a line that began in an earlier chunk.
    let parts: Buffer[] = [];
    let offset = 0;
    let length = 0;
    for (;;) {
      const count = readSync(file, chunk, 0, chunkBytes, null);
      if (count === 0) break;
      let from = 0;
      for (;;) {
        const end = chunk.subarray(0, count).indexOf(lineBreak, from);
        const part = chunk.subarray(from, end === -1 ? count : end);
        length += part.length;
        if (length > longest) throw new Error(`${path} has a line that is too long`);
        if (end === -1) {
          parts.push(Buffer.from(part));
          break;
        }
        yield lineAt(offset, parts.length === 0 ? part : Buffer.concat([...parts, part]));
        parts = [];
        offset += length + 1;
        length = 0;
        from = end + 1;
      }
    }
    if (length > 0) yield lineAt(offset, Buffer.concat(parts));
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
