import { createHash } from "node:crypto";
import type { Digest } from "../digest.ts";

/** SHA-256 of a text's UTF-8 bytes, lower-case hexadecimal. */
export const digest: Digest = (text) => createHash("sha256").update(text, "utf8").digest("hex");

/** git's id of a blob in a SHA-1 repository: of the header and the bytes. */
export function blobId(bytes: Uint8Array): string {
  return createHash("sha1")
    .update(`blob ${String(bytes.length)}\0`)
    .update(bytes)
    .digest("hex");
}
