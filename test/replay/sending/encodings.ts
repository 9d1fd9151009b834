/** Ways to write a text that somebody who answers a request may quote it in. */
function each(text: string, write: (code: number, unit: string) => string): string {
  return Array.from(text, (unit) => write(unit.codePointAt(0) ?? 0, unit)).join("");
}

const hex = (code: number, width: number): string => code.toString(16).padStart(width, "0");
const bytes = (text: string): readonly number[] => [...Buffer.from(text, "utf8")];
const units = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => `\\u${hex(text.charCodeAt(at), 4)}`).join("");

export const encodings: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  "other white space": (text) => text.replaceAll(" ", "\u00a0\n\t"),
  "capital letters": (text) => text.toUpperCase(),
  "every second letter capital": (text) =>
    each(text, (code, unit) => (code % 2 === 0 ? unit.toUpperCase() : unit.toLowerCase())),
  JSON: (text) => JSON.stringify(text),
  "JSON in JSON": (text) => JSON.stringify(JSON.stringify({ content: text })),
  "JSON, all escaped": units,
  "JSON, escaped twice": (text) => JSON.stringify(units(text)),
  "JSON with slashes": (text) => JSON.stringify(text.replaceAll(" ", "/")).replaceAll("/", "\\/"),
  "Python's repr": (text) =>
    `'${each(text, (code, unit) => (code < 128 ? unit : code < 256 ? `\\x${hex(code, 2)}` : unit))}'`,
  "Python's bytes": (text) =>
    `b'${bytes(text)
      .map((byte) => `\\x${hex(byte, 2)}`)
      .join("")}'`,
  "HTML, named": (text) =>
    text.replaceAll("&", "&amp;").replaceAll("'", "&#x27;").replaceAll(" ", "&nbsp;"),
  "HTML, decimal": (text) => each(text, (code) => `&#${String(code)};`),
  "HTML, hexadecimal": (text) => each(text, (code) => `&#x${hex(code, 2)};`),
  base64: (text) => Buffer.from(text).toString("base64"),
  "base64, shifted by one": (text) => Buffer.from(`x${text}`).toString("base64"),
  "base64, shifted by two": (text) => Buffer.from(`xy${text}`).toString("base64url"),
  "base64 in lines": (text) => Buffer.from(text).toString("base64").replaceAll(/.{8}/g, "$&\n"),
  "base64 of UTF-16": (text) => Buffer.from(text, "utf16le").toString("base64"),
  "percent signs": (text) =>
    bytes(text)
      .map((byte) => `%${hex(byte, 2)}`)
      .join(""),
  "a query": (text) => new URLSearchParams({ text: text.toWellFormed() }).toString(),
  "quoted-printable": (text) =>
    bytes(text)
      .map((byte) => `=${hex(byte, 2).toUpperCase()}`)
      .join(""),
  hexadecimal: (text) => Buffer.from(text).toString("hex"),
  "hexadecimal, spaced": (text) =>
    bytes(text)
      .map((byte) => hex(byte, 2))
      .join(" "),
  "decimal, spaced": (text) => bytes(text).join(" "),
  "decimal, a list": (text) => JSON.stringify(bytes(text)),
  "decimal, in lines": (text) => bytes(text).join(",\n"),
  binary: (text) =>
    bytes(text)
      .map((byte) => byte.toString(2).padStart(8, "0"))
      .join(" "),
  "decomposed letters": (text) => text.normalize("NFD"),
  "wide letters": (text) =>
    each(text, (code, unit) =>
      code > 32 && code < 127 ? String.fromCodePoint(code + 0xfee0) : unit,
    ),
  "split by invisible characters": (text) => each(text, (_, unit) => `${unit}\u200b`),
  "split by spaces": (text) => each(text, (_, unit) => `${unit} `).trim(),
  "split by points": (text) => each(text, (_, unit) => `${unit}.`),
  backwards: (text) => Array.from(text).toReversed().join(""),
  "a list of words": (text) => JSON.stringify(text.split(" ")),
  "words joined by points": (text) => text.replaceAll(" ", "."),
  "words joined by hyphens": (text) => text.replaceAll(" ", "-"),
};
