/** The bytes of a file as text, or why they are none. */
import type { ContentFault } from "../../content-fault.ts";
import { limits } from "../../limits.ts";
import type { FileReader } from "../files.ts";
import { decodeUtf8 } from "../utf8.ts";

/** A file's text, or what keeps it from being one. Both where the text may be another elsewhere. */
export interface Content {
  readonly text: string | null;
  readonly fault: ContentFault | null;
}

/** What `.gitattributes` says of a file that changes its text on the way into a checkout. */
export interface PathAttributes {
  /** The name of its filter; null: none. */
  readonly filter: string | null;
  /** `$Id$` in it is written out. */
  readonly ident: boolean;
  /** What it is encoded as in a checkout; null: as in git. */
  readonly encoding: string | null;
}

/** Of a file that is larger than any that is read. */
export const tooLarge: Content = { text: null, fault: { kind: "too-large", name: "" } };

/** Of a file that stands in a checkout as it stands in git. */
export const noAttributes: PathAttributes = { filter: null, ident: false, encoding: null };

/** An object of Git LFS that a pointer stands for. */
export interface LfsObject {
  /** SHA-256, lower-case hexadecimal. */
  readonly id: string;
  /** Bytes. */
  readonly size: number;
}

/** How a pointer of Git LFS begins; the second address is that of its first versions. */
const lfsVersion = /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\/v1$/;
const largestPointer = 1024;

/**
 * The object that a pointer of Git LFS stands for; null: it is no pointer. Its specification: at
 * most 1,024 bytes, lines of a key and a value, `version` first.
 */
export function readLfsPointer(bytes: Uint8Array): LfsObject | null {
  if (bytes.length > largestPointer) return null;
  const [version = "", ...lines] = Buffer.from(bytes).toString("latin1").split(/\r?\n/);
  if (!lfsVersion.test(version)) return null;
  const values = new Map(
    lines.map((line) => {
      const [key = "", ...value] = line.split(" ");
      return [key, value.join(" ")];
    }),
  );
  const [, id] = /^sha256:([0-9a-f]{64})$/.exec(values.get("oid") ?? "") ?? [];
  const size = Number(values.get("size"));
  return id === undefined || !Number.isSafeInteger(size) || size < 0 ? null : { id, size };
}

/** How git-crypt begins a file that it has encrypted. */
const gitCryptMark = Buffer.from("\0GITCRYPT\0", "latin1");

/** What git-annex leaves where an unlocked file's content is not here. */
const annexPointer = /^\/annex\/objects\/\S+\s*$/;

/** Text of bytes in an encoding by its name in `.gitattributes`; null: in UTF-8. */
export function readContent(bytes: Uint8Array, encoding: string | null): Content {
  if (bytes.length > limits.file.most) return tooLarge;
  const fault = recognise(bytes);
  if (fault !== null) return { text: null, fault };
  const text = encoding === null ? decodeUtf8(bytes) : decode(bytes, encoding);
  if (text !== null) return { text, fault: null };
  return {
    text,
    fault:
      encoding === null
        ? { kind: "not-utf8", name: "" }
        : { kind: "encoding-unknown", name: encoding },
  };
}

/**
 * The text of a file that is plain UTF-8, read without its bytes; null: those say what it is. Throws
 * where it is not there.
 */
export function readPlainText(path: string, reader: FileReader): Content | null {
  if (reader.size(path) > limits.file.most) return tooLarge;
  const text = reader.text(path);
  return text === null || mayBeNoText(text) ? null : { text, fault: null };
}

/** Whether a text may be what stands for another one. */
function mayBeNoText(text: string): boolean {
  return /^(?:version https:|\/annex\/objects\/|\0GITCRYPT\0)/.test(text);
}

function recognise(bytes: Uint8Array): ContentFault | null {
  if (readLfsPointer(bytes) !== null) return { kind: "lfs-pointer", name: "lfs" };
  if (gitCryptMark.equals(bytes.subarray(0, gitCryptMark.length)))
    return { kind: "git-crypt", name: "git-crypt" };
  if (bytes.length > largestPointer * 32) return null;
  return annexPointer.test(Buffer.from(bytes).toString("latin1"))
    ? { kind: "annex-pointer", name: "annex" }
    : null;
}

/** By iconv's names, as git takes them; null: not known here, or the bytes are not in it. */
function decode(bytes: Uint8Array, encoding: string): string | null {
  const name = encoding.toLowerCase().replaceAll("_", "-");
  if (/^(?:iso-?8859-1|latin-?1)$/.test(name)) return Buffer.from(bytes).toString("latin1");
  const label = labelOf(name, bytes);
  if (label === null) return null;
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The name that `TextDecoder` has for an encoding; null: what git demands of it is not there. */
function labelOf(name: string, bytes: Uint8Array): string | null {
  const [, order] = /^utf-?16(le|be)?(?:-bom)?$/.exec(name) ?? [null, null];
  if (order !== null) {
    const mark = `${String(bytes[0])} ${String(bytes[1])}`;
    const marked = { "255 254": "utf-16le", "254 255": "utf-16be" }[mark] ?? null;
    // Without an order in its name, git takes such a file only with a mark in front.
    return marked ?? (order === undefined ? null : `utf-16${order}`);
  }
  return name
    .replace(/^(?:cp|windows-?)(125\d|874)$/, "windows-$1")
    .replace(/^cp932$/, "shift_jis");
}
