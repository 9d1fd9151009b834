import type { Pico } from "../src/money.ts";

/** Dollars as pico-dollars, exact to the millionth of a dollar. */
export function usd(dollars: number): Pico {
  return BigInt(Math.round(dollars * 1e6)) * 1_000_000n;
}
