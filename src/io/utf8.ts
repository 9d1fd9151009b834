/** Bytes as text. */

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
