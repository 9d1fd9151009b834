/**
 * The kinds of limit a budget may hold. Schema, decoding, types and the order of limits follow from
 * one table. `budget/limits/` judges each kind, `report/` has the figures and the words of each.
 */
import * as z from "zod/mini";
import { isObject, type Json } from "../json.ts";
import { multiplyRatio, ratio, type Pico, type Ratio } from "../money.ts";
import { namesOf } from "../names.ts";
import { amount, hitRate, optionalSchemas, share, type QuantityForms } from "./quantity.ts";

/** How much an increase may come to. Both must be passed to exceed it; one left out is null. */
interface IncreaseLimit {
  /** In percent: 5 for `percent: 5`. */
  readonly percent: Ratio | null;
  /** Pico-dollars a month. */
  readonly atLeast: Pico | null;
}

const increaseForms = {
  percent: share,
  "at-least": { ...amount, needsTraffic: "increase-needs-traffic" },
} as const satisfies QuantityForms;

/**
 * By the key in `budget:`. `read` decodes the value under it, null where that is no such limit;
 * `parts` are the forms of the numbers in it where it is a mapping.
 */
const limitForms = {
  /** Pico-dollars a month at most. */
  monthly: { ...amount, needsTraffic: "budget-needs-traffic" },
  /** Pico-dollars a run at most. */
  "per-run": amount,
  /** Pico-dollars that nine of ten runs cost at most. */
  "per-run-p90": {
    ...amount,
    schema: amount.schema.check(
      z.describe(
        "What nine of ten runs may cost at most: the dearest fixtures are held to it, not their mean. " +
          "Of one fixture it is what a run costs.",
      ),
    ),
  },
  increase: {
    schema: z
      .strictObject(optionalSchemas(increaseForms), {
        error: "a mapping such as `{ percent: 5, at-least: $10 }`",
      })
      .check(
        z.describe(
          "How much more than on main may be spent. Exceeded where the increase is more than " +
            "`percent` of what was there and more than `at-least` a month: both must be passed, an " +
            "increase of exactly as much is allowed.",
        ),
      ),
    read: readIncrease,
    parts: increaseForms,
  },
  /** The least share of 1 of a prompt's tokens that is read from the cache. */
  "cache-hit-rate": hitRate,
} as const;

export type LimitKind = keyof typeof limitForms;
/** What a limit of a kind allows. */
export type LimitValue<Kind extends LimitKind> = NonNullable<
  ReturnType<(typeof limitForms)[Kind]["read"]>
>;
/** One limit of a budget. */
export type Limit<Kind extends LimitKind = LimitKind> = {
  readonly [Each in Kind]: { readonly kind: Each; readonly value: LimitValue<Each> };
}[Kind];

/** Every kind, in the order limits are judged and reported. */
export const limitKinds = namesOf(limitForms);

export const limitSchemas = optionalSchemas(limitForms);

/** The kinds that are a number, by key. */
export const budgetForms: QuantityForms = Object.fromEntries(
  limitKinds.flatMap((kind) => {
    const form = limitForms[kind];
    return "parts" in form ? [] : [[kind, form]];
  }),
);

/** The kinds that are mappings, with the forms of the numbers in them. */
export const nestedForms: readonly (readonly [LimitKind, QuantityForms])[] = limitKinds.flatMap(
  (kind) => {
    const form = limitForms[kind];
    return "parts" in form ? [[kind, form.parts] as const] : [];
  },
);

type Readers = {
  readonly [Kind in LimitKind]: {
    readonly read: (value: Json | undefined) => LimitValue<Kind> | null;
  };
};

/** The limit that the value under a kind's key is; null where it is none. */
export function readLimit<Kind extends LimitKind>(
  kind: Kind,
  value: Json | undefined,
): Limit<Kind> | null {
  const readers: Readers = limitForms;
  const limit = readers[kind].read(value);
  return limit === null ? null : { kind, value: limit };
}

function readIncrease(value: Json | undefined): IncreaseLimit | null {
  if (!isObject(value)) return null;
  const percent = increaseForms.percent.read(value["percent"]);
  return {
    percent: percent === null ? null : multiplyRatio(percent, ratio(100n)),
    atLeast: increaseForms["at-least"].read(value["at-least"]),
  };
}
