import { createHash } from "node:crypto";
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
  return createHash("sha1")
    .update(`blob ${String(bytes.length)}\0`)
    .update(bytes)
    .digest("hex");
}
