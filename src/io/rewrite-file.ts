/** A file that is replaced while it is read: neither text is ever whole in memory. */
import { closeSync, fstatSync, openSync, statSync, writeFileSync, type Stats } from "node:fs";
import type { Rewriting } from "../fixture/keeping/keep-in-files.ts";
import { replaceAtomically } from "./files.ts";
import { createRunningDigest } from "./hash.ts";
import { readFileLines } from "./lines.ts";

/** So many UTF-16 units are written at once. */
const unitsAtOnce = 1 << 16;

/**
 * Replaces a file by what is made of its text, whole or not at all; false where `change` leaves it.
 * Throws what the system says, where it is not UTF-8, and where somebody else replaces it
 * meanwhile.
 */
export function rewriteFile(path: string, change: Rewriting): boolean {
  const from = openSync(path, "r");
  try {
    const before = fstatSync(from);
    let isChanged = false;
    replaceAtomically(path, (to) => {
      const write = createWriter(to);
      const changing = change(readWhileDigested(from));
      let next = changing.next();
      for (; next.done !== true; next = changing.next()) write.add(next.value);
      write.end();
      if (next.value && !isSame(before, statSync(path))) throw new ReplacedMeanwhile();
      isChanged = next.value;
      return isChanged;
    });
    return isChanged;
  } finally {
    closeSync(from);
  }
}

/** Somebody else wrote a file while it was read. */
class ReplacedMeanwhile extends Error {
  readonly code = "ESTALE";
}

/** Whether a file is the same one, and nobody has written into it. */
function isSame(before: Stats, now: Stats): boolean {
  return (["dev", "ino", "size", "mtimeMs"] as const).every((key) => before[key] === now[key]);
}

/** The lines of an open file, each with its break, and the digest of what was read. */
function readWhileDigested(file: number): Parameters<Rewriting>[0] {
  const digest = createRunningDigest();
  return { lines: readLines(file, digest.add), digest: digest.end };
}

function* readLines(file: number, note: (text: string) => void): Generator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for (const { offset, bytes, hasBreak } of readFileLines(file)) {
    const line = `${decoder.decode(bytes)}${hasBreak ? "\n" : ""}`;
    note(offset === 0 ? line.replace(/^\uFEFF/, "") : line);
    yield line;
  }
}

/** Writes a text that comes in parts, many of them at once. */
function createWriter(file: number): {
  readonly add: (part: string) => void;
  readonly end: () => void;
} {
  let parts: string[] = [];
  let units = 0;
  const end = (): void => {
    writeFileSync(file, parts.join(""));
    [parts, units] = [[], 0];
  };
  return {
    add: (part) => {
      parts.push(part);
      units += part.length;
      if (units >= unitsAtOnce) end();
    },
    end,
  };
}
