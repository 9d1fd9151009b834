import { isNumberText, type Json } from "../../json.ts";
import { writeJsonAs, type Scalar } from "../../json-writer.ts";

/**
 * How Python's `json.dumps` is called: `ascii` is its `ensure_ascii`, `sorted` its `sort_keys`,
 * `indent` the spaces a level.
 */
interface PythonStyle {
  readonly ascii: boolean;
  readonly sorted: boolean;
  readonly indent: number | null;
}

/**
 * JSON text as Python's `json.dumps` writes it (framing-tools.md §2): `", "` and `": "` between
 * items, keys in the order they have or sorted by code point, integers with the text they have in
 * the file.
 */
export function writePythonJson(root: Json, { ascii, sorted, indent }: PythonStyle): string {
  return writeJsonAs(root, {
    scalar: (value) => scalar(value, ascii),
    key: (name) => `${quote(name, ascii)}: `,
    order: (names) => (sorted ? names.sort(byCodePoint) : names),
    separator: indent === null ? ", " : ",",
    margin: (depth) => (indent === null ? "" : `\n${" ".repeat(indent * depth)}`),
  });
}

function scalar(value: Scalar, ascii: boolean): string {
  if (typeof value === "string") return quote(value, ascii);
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return String(value);
    return Number.isInteger(value) ? BigInt(value).toString() : pythonNumber(String(value));
  }
  return isNumberText(value) ? pythonNumber(value.numberText) : JSON.stringify(value);
}

function quote(value: string, ascii: boolean): string {
  const text = JSON.stringify(value);
  return ascii
    ? text.replace(
        /[\u007f-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
      )
    : text;
}

/**
 * A JSON number as Python prints it: integers as they stand, floats as `repr` does (`1.0`, `1e-05`,
 * `1e+16`).
 */
function pythonNumber(text: string): string {
  if (/^-?\d+$/.test(text)) return text;
  const value = Number(text);
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  const [mantissa = "0", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const digits = mantissa.replace(/[-.]/g, "");
  const sign = text.startsWith("-") ? "-" : "";
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

/** Order by code point: JavaScript's own order, but for surrogates. */
function byCodePoint(a: string, b: string): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    if (a.charCodeAt(index) !== b.charCodeAt(index))
      return (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0);
  }
  return a.length - b.length;
}
