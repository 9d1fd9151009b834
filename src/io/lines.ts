/** The lines of a file, one at a time: the whole of it is never in memory. */
import { constants } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";

/** A line as it stands in its file. */
export interface FileLine {
  /** Bytes from where reading began. */
  readonly offset: number;
  /** Without its break, until the next line is asked for. */
  readonly bytes: Buffer;
  /** Only the last line may have none. */
  readonly hasBreak: boolean;
}

const chunkBytes = 1 << 18;
const lineBreak = 0x0a;

/**
 * The lines of an open file from where it stands. Throws what the system says, and where a line has
 * more bytes than `longest`; by default, than any text can have.
 */
export function* readFileLines(
  file: number,
  longest: number = constants.MAX_STRING_LENGTH,
): Generator<FileLine> {
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
      if (length > longest) throw new Error("a line is too long");
      if (end === -1) {
        parts.push(Buffer.from(part));
        break;
      }
      const bytes = parts.length === 0 ? part : Buffer.concat([...parts, part]);
      yield { offset, bytes, hasBreak: true };
      parts = [];
      offset += length + 1;
      length = 0;
      from = end + 1;
    }
  }
  if (length > 0) yield { offset, bytes: Buffer.concat(parts), hasBreak: false };
}

/** The lines of a file as text, without their breaks. Throws where it cannot be read. */
export function* readLines(path: string): Generator<string> {
  const file = openSync(path, "r");
  try {
    for (const { bytes } of readFileLines(file)) yield bytes.toString("utf8");
  } finally {
    closeSync(file);
  }
}
