import { isBase64, readBase64, type Bytes } from "../../base64.ts";

/**
 * What can be told of a member that only the API can open: a thinking block's `signature` or
 * `data`, a search result's `encrypted_content`.
 */
export type Sealed =
  /** It seals a text of so many bytes, as stored (thinking: UTF-8 of the whole text). */
  | { readonly kind: "text"; readonly bytes: number }
  /** It seals at most so many bytes, a text and more besides. */
  | { readonly kind: "padded"; readonly bytes: number }
  /** It is not what the API gave: a placeholder, cut short, or not there. */
  | { readonly kind: "masked" };

/** What encryption adds to a text, bytes. */
const sealBytes = 16;
/** Later forms seal more than a text (two recorded, of Opus 5.5 and Fable 5.1, both form 4). */
const lastPlainForm = 2;

/**
 * Reads a sealed member. Recorded: 339 thinking blocks up to Opus 4.6 seal their own text in full,
 * to the byte on 304 of them; 38 of newer models seal between 2 and 5 bytes for a token of
 * `thinking_tokens`. Takes any text.
 */
export function readSealed(value: string): Sealed {
  const bytes = isBase64(value) ? readBase64(value) : null;
  const outer = bytes === null ? null : readFields(bytes, 0, bytes.length);
  const envelope = outer?.find((field) => field.number === 2);
  const inner =
    bytes === null || envelope === undefined
      ? null
      : readFields(bytes, envelope.from, envelope.until);
  const text = inner?.find((field) => field.number === 5);
  const size = text === undefined ? 0 : text.until - text.from - sealBytes;
  if (size <= 0) return { kind: "masked" };
  const form = outer?.find((field) => field.number === 1)?.value ?? 0;
  return { kind: form > lastPlainForm ? "padded" : "text", bytes: size };
}

/** A field of a message in the wire format of protocol buffers. */
interface Field {
  readonly number: number;
  /** Of a number; 0 where the field holds bytes. */
  readonly value: number;
  /** Where its bytes begin and end; equal where it is a number. */
  readonly from: number;
  readonly until: number;
}

/** The fields between two offsets; null where they do not fill the space between them exactly. */
function readFields(bytes: Bytes, from: number, until: number): readonly Field[] | null {
  const fields: Field[] = [];
  let at = from;
  while (at < until) {
    const tag = readNumber(bytes, at, until);
    if (tag === null) return null;
    const value = readNumber(bytes, tag.next, until);
    if (value === null) return null;
    const number = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    if (wire === 0)
      fields.push({ number, value: value.value, from: value.next, until: value.next });
    else if (wire === 2 && value.next + value.value <= until)
      fields.push({ number, value: 0, from: value.next, until: value.next + value.value });
    else return null;
    at = fields.at(-1)?.until ?? until;
  }
  return fields;
}

/** A number of seven bits a byte, lowest first; null where it does not end in time. */
function readNumber(
  bytes: Bytes,
  from: number,
  until: number,
): { readonly value: number; readonly next: number } | null {
  let value = 0;
  let unit = 1;
  for (let at = from; at < until && at < from + 5; at += 1) {
    const byte = bytes.at(at);
    value += (byte % 128) * unit;
    if (byte < 128) return { value, next: at + 1 };
    unit *= 128;
  }
  return null;
}
