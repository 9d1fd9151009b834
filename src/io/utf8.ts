/** Bytes as text. */
import { readSync } from "node:fs";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Text of UTF-8 bytes, without a byte order mark; null where they are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

const utf8WithMark = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Text of UTF-8 bytes with everything they hold, a byte order mark too; null where they are no
 * UTF-8.
 */
export function decodeWhole(bytes: Uint8Array): string | null {
  try {
    return utf8WithMark.decode(bytes);
  } catch {
    return null;
  }
}

const chunkBytes = 1 << 18;

/**
 * Text of an open file from where it stands, with a byte order mark only where `keepsMark`; null
 * where it is no UTF-8. Its bytes are never all in memory: large ones outside of the heap stay there
 * long after nobody needs them. Throws what the system says.
 */
export function readUtf8(
  file: number,
  { keepsMark }: { readonly keepsMark: boolean },
): string | null {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: keepsMark });
  const chunk = new Uint8Array(chunkBytes);
  const parts: string[] = [];
  for (let count = -1; count !== 0;) {
    count = readSync(file, chunk, 0, chunkBytes, null);
    try {
      parts.push(decoder.decode(chunk.subarray(0, count), { stream: count > 0 }));
    } catch {
      return null;
    }
  }
  return parts.join("");
}
