/** PDFs whose streams unpack to far more than pages hold: a library would take minutes over them. */
import { Unzlib } from "fflate";
import { unpackInto } from "../../formats/http/bytes.ts";

/** A page of text unpacks to some kilobytes, and no request has more than 600 pages. */
const mostBytes = 64_000_000;

/** So little cannot unpack to more: deflate makes at most a thousandth of anything. */
const harmlessBytes = 60_000;

/** Whether the streams of a PDF unpack to more than is read. */
export function isPdfBomb(bytes: Buffer): boolean {
  if (bytes.length < harmlessBytes) return false;
  let unpacked = 0;
  let end = -1;
  for (let at = bytes.indexOf("stream"); at !== -1; at = bytes.indexOf("stream", at + 6)) {
    const start = bytes[at + 6] === 13 ? at + 8 : at + 7;
    // The first byte of what zlib has packed.
    if (bytes[start] === undefined || (bytes[start] & 15) !== 8) continue;
    // The end that was found for one is that of the next, where it lies behind it.
    if (end < start) end = bytes.indexOf("endstream", start);
    if (end === -1) end = bytes.length;
    const packed = bytes.subarray(start, end);
    const unzlib = new Unzlib((piece) => {
      unpacked += piece.length;
    });
    unpackInto(unzlib, packed, () => unpacked > mostBytes);
    if (unpacked > mostBytes) return true;
  }
  return false;
}
