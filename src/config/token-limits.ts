/** Numbers of tokens in a budget, and how much main's may be outgrown. */
import * as z from "zod/mini";
import { levels, type Level } from "../api/request.ts";
import { isObject, type Json } from "../json.ts";
import { parseDecimal, ratio, type Ratio } from "../money.ts";
import { readShare, writtenText } from "./amounts.ts";
import { optionalSchemas, share } from "./quantity.ts";

/** By level, the share of 1 by which it may grow; null: it is not held. */
export type TokenRatchet = Readonly<Record<Level, Ratio | null>>;

const countText = "a number of tokens such as `4000` or `20k`";
/** `4000`, `20k`, `1.5k`, `1M`: whole tokens only. */
const countPattern = /^(?:\d{1,9}|\d{1,6}(?:\.\d{1,3})?k|\d{1,3}(?:\.\d{1,6})?M)$/;
const scales = { k: 1_000n, M: 1_000_000n } as const;

const countError = { error: countText };
export const tokenCount = z.union(
  [
    z.int(countError).check(z.minimum(0, countError), z.maximum(999_999_999, countError)),
    z.string().check(z.regex(countPattern, countError)),
  ],
  countError,
);

const ratchetText = "`true`, a percentage such as `2%`, or a mapping such as `{ system: 2% }`";

export const tokenRatchet = z
  .union(
    [
      z.literal(true),
      share.schema,
      z.strictObject(optionalSchemas(Object.fromEntries(levels.map((level) => [level, share])))),
    ],
    { error: ratchetText },
  )
  .check(
    z.describe(
      "No request may have more tokens of tools, of system prompt or of messages than on main: " +
        "`true` allows no growth, a percentage so much, a mapping says it level by level and leaves " +
        "out the others. An answer measured anew is no growth.",
    ),
  );

/** Whole tokens; null where a value is no number of them. */
export function readTokenCount(value: Json | undefined): number | null {
  const text = writtenText(value);
  if (text === null || !countPattern.test(text)) return null;
  const [, digits = "", scale] = /^([\d.]+)([kM]?)$/.exec(text) ?? [];
  const times = scale === "k" || scale === "M" ? scales[scale] : 1n;
  const count = parseDecimal(digits);
  return count === null ? null : Number((count.n * times) / count.d);
}

/** `true`, `2%`, or by level. */
export function readTokenRatchet(value: Json | undefined): TokenRatchet | null {
  const all = value === true ? ratio(0n) : readShare(value);
  if (all !== null) return { tools: all, system: all, messages: all };
  if (!isObject(value)) return null;
  const [tools, system, messages] = levels.map((level) => readShare(value[level]));
  return { tools: tools ?? null, system: system ?? null, messages: messages ?? null };
}
