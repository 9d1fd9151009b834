import { divideHalfEven, parseDecimal, type Pico } from "../money.ts";

/** `$1.50`, `1.5`, `1e-05`: USD as pico-dollars, half-even where it is finer; null: it is none. */
export function readUsdAmount(text: string): Pico | null {
  return readScaled(text, 12);
}

/** Decimal cents, as the reports write amounts (billing.md §8), as pico-dollars. */
export function readCents(text: string): Pico | null {
  return readScaled(text, 10);
}

/** A decimal, with an exponent or not, times ten to `digits`. */
function readScaled(text: string, digits: number): Pico | null {
  const match = /^([+-]?)\$?(\d{1,15}(?:\.\d{1,40})?)(?:[eE]([+-]?\d{1,2}))?$/.exec(text.trim());
  const value = parseDecimal(`${match?.[1] ?? ""}${match?.[2] ?? "-"}`);
  if (match === null || value === null) return null;
  const power = digits + Number(match[3] ?? 0);
  return power >= 0
    ? divideHalfEven(value.n * 10n ** BigInt(power), value.d)
    : divideHalfEven(value.n, value.d * 10n ** BigInt(-power));
}
