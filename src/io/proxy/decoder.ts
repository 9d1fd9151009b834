/** Bodies as their `content-encoding` says, read as they go by. */
import type { Transform } from "node:stream";
import * as zlib from "node:zlib";

/** Reads the pieces of a body, for its text. */
export interface Decoder {
  /** The pieces that are readable with this one; a promise where that takes time. */
  readonly take: (piece: Uint8Array) => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** False: a piece was not what the header says. */
  readonly isSound: () => boolean;
}

/** What each coding is undone by; a Node without zstd has none for it. */
const codings: Readonly<Record<string, () => Transform | null>> = {
  gzip: () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  "x-gzip": () => zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH }),
  deflate: () => zlib.createInflate({ flush: zlib.constants.Z_SYNC_FLUSH }),
  br: () => zlib.createBrotliDecompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH }),
  zstd: () =>
    "createZstdDecompress" in zlib
      ? zlib.createZstdDecompress({ flush: zlib.constants.ZSTD_e_flush })
      : null,
};

/** The same, for a whole body. */
const wholeCodings: Readonly<Record<string, (body: Uint8Array) => Uint8Array | null>> = {
  gzip: zlib.gunzipSync,
  "x-gzip": zlib.gunzipSync,
  deflate: zlib.inflateSync,
  br: zlib.brotliDecompressSync,
  zstd: (body) => ("zstdDecompressSync" in zlib ? zlib.zstdDecompressSync(body) : null),
};

/** Whether what a coding does can be undone: `gzip`, `identity`, …, and `zstd` where node has it. */
export function isKnownCoding(name: string): boolean {
  if (name === "zstd") return "createZstdDecompress" in zlib;
  return name === "identity" || Object.hasOwn(codings, name);
}

/** A whole body without its `content-encoding`; null where it has another one than that. */
export function decodeBody(body: Uint8Array, encoding: string | undefined): Uint8Array | null {
  const [name, ...others] = namesOf(encoding);
  if (name === undefined) return body;
  try {
    return others.length === 0 ? (wholeCodings[name]?.(body) ?? null) : null;
  } catch {
    return null;
  }
}

/** A decoder for a `content-encoding`; null: one that this Node does not know. */
export function createDecoder(encoding: string | undefined): Decoder | null {
  const [name, ...others] = namesOf(encoding);
  if (name === undefined) return { take: (piece) => [piece], isSound: () => true };
  // Several at once are seen nowhere.
  const stream = others.length === 0 ? (codings[name]?.() ?? null) : null;
  return stream === null ? null : decodeWith(stream);
}

function namesOf(encoding: string | undefined): readonly string[] {
  return (encoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
}

function decodeWith(stream: Transform): Decoder {
  let pieces: Uint8Array[] = [];
  let isSound = true;
  stream.on("data", (piece: Uint8Array) => pieces.push(piece));
  const takeAll = (): readonly Uint8Array[] => {
    const taken = pieces;
    pieces = [];
    return taken;
  };
  return {
    take: (piece) =>
      !isSound
        ? []
        : new Promise((resolve) => {
            const done = (): void => {
              stream.off("error", fail);
              resolve(takeAll());
            };
            const fail = (): void => {
              isSound = false;
              resolve(takeAll());
            };
            stream.once("error", fail);
            // What it gives in the same turn as it calls back is on its way to the listener.
            stream.write(piece, () => setImmediate(done));
          }),
    isSound: () => isSound,
  };
}
