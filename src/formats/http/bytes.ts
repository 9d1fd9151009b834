/** The text that recorded bytes are: unpacked by what they begin with, never by a header. */
import { Gunzip, strFromU8, Unzlib } from "fflate";
import { decodeBase64, isBase64 } from "../../base64.ts";
import type { BodyFaultKind } from "../../problems/recordings/http-recordings.ts";
import { isEventText } from "./events.ts";

/** Why bytes are no text of the API: damaged, or compressed in a way that is not read. */
export type BodyFault =
  | { readonly kind: BodyFaultKind }
  | { readonly kind: "compressed"; readonly by: string };

/** A text, or why there is none. */
export type DecodedText = { readonly text: string } | { readonly fault: BodyFault };

/** A request of the API has 32 MB at most; what unpacks to more than this is none. */
const mostBytes = 64 * 1024 * 1024;

/** What the bodies of one file may unpack to in all: many bombs are as bad as a large one. */
const mostBytesOfFile = 512 * 1024 * 1024;

/** How many bytes the bodies of a file may still unpack to. */
export interface Unpacking {
  left: number;
}

export function startUnpacking(): Unpacking {
  return { left: mostBytesOfFile };
}

/** How bytes are unpacked: the header that names what is not read, and what is left of the file's. */
interface Packing {
  /** The answer's `content-encoding`. */
  readonly encoding: string | null;
  readonly unpacking: Unpacking;
}

/** Compressed data is unpacked in pieces, so that a bomb is seen before it fills the memory. */
const pieceBytes = 2 * 1024;

/** Bodies of the API unpack to thirty times their size; what comes to so many times is a bomb. */
const mostTimes = 250;
const smallBytes = 2 * 1024 * 1024;

const compressions: Readonly<Record<string, string>> = {
  br: "Brotli",
  zstd: "Zstandard",
  compress: "LZW",
  dcb: "Brotli with a dictionary",
  dcz: "Zstandard with a dictionary",
};

/** The text of base64. */
export function decodeBase64Text(data: string, packing: Packing): DecodedText {
  if (data.trim() === "") return { text: "" };
  return isBase64(data) ? decodeBytes(decodeBase64(data), packing) : { fault: { kind: "base64" } };
}

/** The text of a list of pieces, in hexadecimal or in base64; one piece is a list too. */
export function decodePieces(pieces: readonly string[], packing: Packing): DecodedText {
  const isHex = pieces.every((piece) => /^(?:[\da-f]{2})*$/i.test(piece));
  if (!isHex && !pieces.every(isBase64)) return { fault: { kind: "hex" } };
  const decoded = pieces.map(isHex ? decodeHex : decodeBase64);
  const bytes = new Uint8Array(decoded.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of decoded) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return decodeBytes(bytes, packing);
}

/**
 * The text of bytes, unpacked where they begin as gzip or zlib data do: `content-encoding` often
 * stays on a body that is plain (imports.md §1).
 */
function decodeBytes(bytes: Uint8Array, { encoding, unpacking }: Packing): DecodedText {
  const [first = 0, second = 0, third, fourth] = bytes;
  if (first === 0x1f && second === 0x8b)
    return unpack(bytes, unpacking, (take) => new Gunzip(take));
  // RFC 1950 §2.2: deflate, and a check over both bytes.
  if ((first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0)
    return unpack(bytes, unpacking, (take) => new Unzlib(take));
  if (first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd)
    return { fault: { kind: "compressed", by: "Zstandard" } };
  const text = strFromU8(bytes);
  if (/^[\s\uFEFF]*(?:[{[]|$)/.test(text) || isEventText(text)) return { text };
  const by = (encoding ?? "")
    .split(",")
    .map((name) => compressions[name.trim().toLowerCase()])
    .find((name) => name !== undefined);
  return { fault: by === undefined ? { kind: "binary" } : { kind: "compressed", by } };
}

/**
 * The text a recorder wrote for a body. Bytes that it wrote as text, one character each, are bytes
 * again; where it put a replacement character in they are lost.
 */
export function decodeText(text: string, packing: Packing): DecodedText {
  if (!text.startsWith("\u001f")) return { text };
  if (text[1] === "\u008b" && !/[\u0100-\uffff]/.test(text))
    return decodeBytes(
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
      packing,
    );
  return { fault: { kind: "lost" } };
}

function decodeHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = Number.parseInt(text.slice(2 * index, 2 * index + 2), 16);
  return bytes;
}

/** What unpacks data piece by piece. */
interface Unpacker {
  readonly push: (piece: Uint8Array, isLast: boolean) => void;
}

/**
 * Has data unpacked as far as it may be: null, or why not to its end. `isTooLarge` is asked after
 * every piece.
 */
export function unpackInto(
  unpacker: Unpacker,
  bytes: Uint8Array,
  isTooLarge: () => boolean,
): Extract<BodyFaultKind, "gzip" | "large"> | null {
  try {
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      unpacker.push(bytes.subarray(from, from + pieceBytes), from + pieceBytes >= bytes.length);
      if (isTooLarge()) return "large";
    }
  } catch {
    return "gzip";
  }
  return null;
}

function unpack(
  bytes: Uint8Array,
  unpacking: Unpacking,
  open: (take: (piece: Uint8Array) => void) => Unpacker,
): DecodedText {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const unpacker = open((piece) => {
    pieces.push(piece);
    length += piece.length;
  });
  const mostOfSize = Math.max(smallBytes, bytes.length * mostTimes);
  const most = Math.min(mostBytes, mostOfSize, unpacking.left);
  const kind = unpackInto(unpacker, bytes, () => length > most);
  unpacking.left = Math.max(0, unpacking.left - length);
  if (kind !== null) return { fault: { kind } };
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return { text: strFromU8(whole) };
}
