/** How much more than on main is accepted, as `accept:` and the comment on a pull request say it. */
import { parseUsd, type Pico } from "../../money.ts";
import { readTokenCount } from "../token-limits.ts";

/** What an amount of money is of: a month, or a run of a scenario without traffic. */
export const acceptedBases = ["month", "run"] as const;
type AcceptedBasis = (typeof acceptedBases)[number];

/** What somebody accepts of what a change costs more than main. */
export type AcceptedAmount =
  | {
      readonly kind: "usd";
      /** Pico-dollars more than on main, at most. */
      readonly usd: Pico;
      /** Null where it does not say: a month, or a run where the scenario has no traffic. */
      readonly basis: AcceptedBasis | null;
    }
  /** Tokens a request more than on main, at most. */
  | { readonly kind: "tokens"; readonly tokens: number }
  /** A dearer model, its id; in fast mode with `-fast`. */
  | { readonly kind: "model"; readonly model: string };

/** `$500`, `1,000.50`, `$500/month`, `$0.02/run`: thousands may be set apart by commas. */
export const upToPattern =
  /^\$?(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.\d{1,12})?(?:\s?\/\s?(?:month|run))?$/;

/** What is expected there, as the end of a sentence "must be …". */
export const upToText = "an amount in USD above zero such as `$500`, `$500/month` or `$0.02/run`";

/** An amount of money; null where the text is none, or says nothing. */
export function readUpTo(text: string): Extract<AcceptedAmount, { kind: "usd" }> | null {
  if (!upToPattern.test(text)) return null;
  const [amount = "", unit] = text.split("/");
  const usd = parseUsd(amount.replaceAll(/[$,\s]/g, ""));
  if (usd === null || usd === 0n) return null;
  return { kind: "usd", usd, basis: acceptedBases.find((basis) => basis === unit?.trim()) ?? null };
}

/** `3000`, `3,000`, `3k`: tokens above zero; null where the text is no such number. */
export function readTokens(text: string): Extract<AcceptedAmount, { kind: "tokens" }> | null {
  const grouped = /^\d{1,3}(?:,\d{3}){1,2}$/.test(text);
  const tokens = readTokenCount(grouped ? text.replaceAll(",", "") : text);
  return tokens === null || tokens === 0 ? null : { kind: "tokens", tokens };
}
