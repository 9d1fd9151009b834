/**
 * The amounts and shares of `promptcost.yml`: how they may be written, and what rules ask of them.
 */
import * as z from "zod/mini";
import { isNumberText, type Json, type JsonObject, type Path } from "../json.ts";
import type { Ratio } from "../money.ts";
import { amountPattern, readAmount, readShare, sharePattern, writtenText } from "./amounts.ts";

/** A number as the file has it, decoded as far as rules look at it. */
export interface Quantity {
  readonly key: string;
  readonly path: Path;
  /** What is expected there, as the end of a sentence "must be …". */
  readonly expected: string;
  /** A number that has more digits than one of this form can have. */
  readonly isTooFine: boolean;
  /** Says that an amount a month means nothing without traffic; null where it is no such amount. */
  readonly needsTraffic: "budget-needs-traffic" | "increase-needs-traffic" | null;
  /** Of a hit rate that can be read; null for all else. */
  readonly hitRate: { readonly share: Ratio; readonly written: string } | null;
}

/** How a number may be written. `read` gives null where a value is none of this form. */
interface QuantityForm {
  readonly expected: string;
  readonly read: (value: Json | undefined) => bigint | Ratio | null;
  readonly needsTraffic?: NonNullable<Quantity["needsTraffic"]>;
  /** A share that lies between 0 and 1, where `0.8` alone could be read as 0.8 %. */
  readonly isHitRate?: true;
}

/** The forms of a mapping's numbers, by key. */
export type QuantityForms = Readonly<Record<string, QuantityForm>>;

const amountText = "an amount in USD such as `$900` or `$0.02`";
const shareText = "a percentage such as `80%`";

/** `$900`: pico-dollars. */
export const amount = {
  expected: amountText,
  schema: writtenAs(amountPattern, amountText),
  read: readAmount,
};

/** `5%` or `5`: a share of 1. */
export const share = {
  expected: shareText,
  schema: writtenAs(sharePattern, shareText),
  read: readShare,
};

/** How much of something is read from the cache: a share between 0 and 1. */
export const hitRate = { ...share, isHitRate: true } as const;

/** The numbers of a scenario's `batch:`. */
export const batchForms = { "hit-share": hitRate } as const satisfies QuantityForms;

/** The numbers of `replay:`. */
export const replayForms = { "max-usd": amount } as const satisfies QuantityForms;

function writtenAs(pattern: RegExp, expected: string) {
  const error = { error: expected };
  return z.union(
    [z.number(error).check(z.minimum(0, error)), z.string().check(z.regex(pattern, error))],
    error,
  );
}

/** The schemas of some forms, all optional, for the schema of a mapping that may have them. */
export function optionalSchemas(
  forms: Readonly<Record<string, { readonly schema: z.ZodMiniType }>>,
) {
  return Object.fromEntries(
    Object.entries(forms).map(([key, { schema }]) => [key, z.optional(schema)]),
  );
}

/** The numbers of a mapping that have one of the forms, in the order of the file. */
export function decodeQuantities(
  mapping: JsonObject,
  path: Path,
  forms: QuantityForms,
): readonly Quantity[] {
  return Object.entries(mapping).flatMap(([key, value]) => {
    const form = Object.hasOwn(forms, key) ? forms[key] : undefined;
    return form === undefined ? [] : [decodeQuantity(form, { key, value, path: [...path, key] })];
  });
}

function decodeQuantity(
  form: QuantityForm,
  { key, value, path }: { readonly key: string; readonly value: Json; readonly path: Path },
): Quantity {
  const isNumber = typeof value === "number" || isNumberText(value);
  const text = writtenText(value) ?? "";
  const ratio = form.isHitRate === true ? readShare(value) : null;
  return {
    key,
    path,
    expected: form.expected,
    // A negative one is no number of this form, whatever its digits.
    isTooFine: isNumber && form.read(value) === null && !text.startsWith("-"),
    needsTraffic: form.needsTraffic ?? null,
    hitRate: ratio === null ? null : { share: ratio, written: text.trim() },
  };
}
