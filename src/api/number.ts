import { isNumberText, type Json } from "../json.ts";

/**
 * A whole number that is not negative, in whatever form JSON has it (`12`, `12.0`, `1.2e1`): a
 * count of tokens, of searches. Null for everything else.
 */
export function wholeNumber(value: Json | undefined): number | null {
  const number = anyNumber(value);
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** A number in whatever form JSON has it; NaN for everything else. */
export function anyNumber(value: Json | undefined): number {
  if (typeof value === "number") return value;
  return value !== undefined && isNumberText(value) ? Number(value.numberText) : Number.NaN;
}
