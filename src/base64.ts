/** Bytes that are read on demand: headers of a picture are found without decoding the picture. */
export interface Bytes {
  readonly length: number;
  /** The byte at an offset; 0 beyond the end. */
  readonly at: (offset: number) => number;
}

/** The bytes of base64 text, standard or URL alphabet; white space in it is left out. */
export function readBase64(data: string): Bytes {
  const text = /\s/.test(data) ? data.replace(/\s+/g, "") : data;
  const body = text.endsWith("==")
    ? text.length - 2
    : text.endsWith("=")
      ? text.length - 1
      : text.length;
  const length = Math.floor((body * 3) / 4);
  return {
    length,
    at: (offset) => {
      if (offset < 0 || offset >= length) return 0;
      const group = Math.floor(offset / 3) * 4;
      const [a, b] = [
        sextet(text.charCodeAt(group + (offset % 3))),
        sextet(text.charCodeAt(group + (offset % 3) + 1)),
      ];
      const shift = 2 * (offset % 3);
      return ((a << (2 + shift)) | (b >> (4 - shift))) & 255;
    },
  };
}

/** All bytes of base64 text, standard or URL alphabet; white space in it is left out. */
export function decodeBase64(data: string): Uint8Array {
  const { length, at } = readBase64(data);
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) bytes[index] = at(index);
  return bytes;
}

/** Whether a text is base64 at all, of either alphabet; white space in it is left out. Not empty. */
export function isBase64(data: string): boolean {
  const text = /\s/.test(data) ? data.replace(/\s+/g, "") : data;
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) && text.replace(/=+$/, "").length % 4 !== 1;
}

function sextet(code: number): number {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 43 || code === 45) return 62;
  return code === 47 || code === 95 ? 63 : 0;
}

/** All bytes as a text of one character a byte, for scanning. */
export function bytesToLatin1(bytes: Bytes): string {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += 4096) {
    const codes = Array.from({ length: Math.min(4096, bytes.length - from) }, (_, index) =>
      bytes.at(from + index),
    );
    parts.push(String.fromCharCode(...codes));
  }
  return parts.join("");
}
