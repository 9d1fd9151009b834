import { createHash, type Hash } from "node:crypto";
import { readSync } from "node:fs";
import type { Digest } from "../digest.ts";

/** UTF-16 units that are hashed at once: the bytes of a long text are never all in memory. */
const mostAtOnce = 1 << 18;

/** SHA-256 of a text's UTF-8 bytes, lower-case hexadecimal. */
export const digest: Digest = (text) => {
  const running = createRunningDigest();
  for (let from = 0; from < text.length;) {
    const until = from + mostAtOnce;
    // Not between the halves of a character.
    const end = isHighSurrogate(text.charCodeAt(until - 1)) ? until + 1 : until;
    running.add(text.slice(from, end));
    from = end;
  }
  return running.end();
};

/** The digest of a text that comes in parts, none of which ends within a character. */
export function createRunningDigest(): {
  readonly add: (part: string) => void;
  /** Called once. */
  readonly end: () => string;
} {
  const hash = createHash("sha256");
  return { add: (part) => void hash.update(part, "utf8"), end: () => hash.digest("hex") };
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** git's id of a blob in a SHA-1 repository: of the header and the bytes. */
export function blobId(bytes: Uint8Array): string {
  return createBlobHash(bytes.length).update(bytes).digest("hex");
}

/**
 * The same of an open file, whose bytes are never all in memory. Throws where they are fewer than
 * `size`, and what the system says.
 */
export function readBlobId(file: number, size: number): string {
  const hash = createBlobHash(size);
  const chunk = new Uint8Array(Math.min(size, chunkBytes));
  for (let left = size; left > 0;) {
    const count = readSync(file, chunk, 0, Math.min(left, chunk.length), null);
    if (count === 0) throw new Error("a file became shorter while it was read");
    hash.update(chunk.subarray(0, count));
    left -= count;
  }
  return hash.digest("hex");
}

const chunkBytes = 1 << 18;

function createBlobHash(size: number): Hash {
  return createHash("sha1").update(`blob ${String(size)}\0`);
}
