import { isNumberText, type Json } from "../json.ts";

/**
 * A whole number that is not negative, in whatever form JSON has it (`12`, `12.0`, `1.2e1`): a
 * count of tokens, of searches. Null for everything else.
 */
export function wholeNumber(value: Json | undefined): number | null {
  const number =
    typeof value === "number"
      ? value
      : value !== undefined && isNumberText(value)
        ? Number(value.numberText)
        : Number.NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}
