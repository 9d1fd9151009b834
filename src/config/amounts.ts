/**
 * The texts for money, shares and names in `promptcost.yml`, as exact values. Each gives
 * null where the text is no such thing.
 */
import { isNumberText, isObject, type Json } from "../json.ts";
import { multiplyRatio, parseDecimal, parseUsd, ratio, type Pico, type Ratio } from "../money.ts";

/** `$900`, `0.02`: USD, at most 12 decimals. */
export const amountPattern = /^\$?\d{1,12}(\.\d{1,12})?$/;
/** `80%`, `0.5 %`, `5`. */
export const sharePattern = /^\d{1,9}(\.\d{1,9})?\s*%?$/;

/** A text or number as it is written in the file. */
export function writtenText(value: Json | undefined): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (!isNumberText(value)) return null;
  // An exponent is another way to write the same number.
  return /[eE]/.test(value.numberText) ? String(Number(value.numberText)) : value.numberText;
}

/** `$900` or `0.02`: USD as pico-dollars. */
export function readAmount(value: Json | undefined): Pico | null {
  const text = writtenText(value);
  return text !== null && amountPattern.test(text) ? parseUsd(text.replace("$", "")) : null;
}

/** USD per million tokens as pico-dollars per token; null also where that is no whole number. */
export function readPrice(value: Json | undefined): Pico | null {
  const perMillion = readAmount(value);
  return perMillion === null || perMillion % 1_000_000n !== 0n ? null : perMillion / 1_000_000n;
}

/** `80%` or `80` as a share of 1: 4/5. */
export function readShare(value: Json | undefined): Ratio | null {
  const text = writtenText(value);
  if (text === null || !sharePattern.test(text)) return null;
  const percent = parseDecimal(text.replace("%", "").trim());
  return percent === null ? null : multiplyRatio(percent, ratio(1n, 100n));
}

/** One of a closed set of names. */
export function readName<Name extends string>(
  value: Json | undefined,
  known: readonly Name[],
): Name | null {
  return known.find((name) => name === value) ?? null;
}

/** What a value is, for a message: never the value itself. */
export function describeValue(value: Json | undefined): string {
  if (value === undefined || value === null) return "empty";
  if (typeof value === "string") return "another text";
  if (typeof value === "number" || isNumberText(value)) return "another number";
  if (typeof value === "boolean") return "a yes or no";
  const kind = isObject(value) ? "mapping" : "list";
  return Object.keys(value).length === 0 ? `an empty ${kind}` : `a ${kind}`;
}
