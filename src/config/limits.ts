/**
 * The kinds of limit a budget may hold. Schema, decoding, types and the order of limits follow from
 * one table. `budget/limits/` judges each kind, `report/` has the figures and the words of each.
 */
import * as z from "zod/mini";
import { isObject, valueAt, type Json, type JsonObject, type Path } from "../json.ts";
import { multiplyRatio, ratio, type Pico, type Ratio } from "../money.ts";
import { namesOf } from "../names.ts";
import { amount, hitRate, optionalSchemas, share, type QuantityForms } from "./quantity.ts";
import { readTokenCount, readTokenRatchet, tokenCount, tokenRatchet } from "./token-limits.ts";

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

/** The only thing that may be said of dearer models. */
const needsAccept = "needs-accept";

/**
 * By the key in `budget:`; a kind with a dot is a key in the mapping under the part before it.
 * `read` decodes the value under it, null where that is no such limit; `expected` and the like are
 * there where it is a number that has rules, `parts` where it is a mapping of those.
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
  /** The least share of 1 of all tokens that goes through the Message Batches API. */
  "batch-share": {
    ...hitRate,
    schema: hitRate.schema.check(
      z.describe(
        "The least share of all tokens that goes through the Message Batches API, as the recordings " +
          "show it.",
      ),
    ),
  },
  /** Tokens of a whole prompt at most, in every request. */
  "tokens.prompt": tokensOf("The most tokens a whole prompt may have, in any request."),
  "tokens.tools": tokensOf("The most tokens of tools in any request, the tool prompt with them."),
  "tokens.system": tokensOf("The most tokens of system prompt in any request."),
  "tokens.messages": tokensOf("The most tokens of messages in any request."),
  "tokens.output": tokensOf("The most tokens an answer may have."),
  /** By level, the share of 1 by which a request may outgrow main's. */
  "tokens.ratchet": { schema: tokenRatchet, read: readTokenRatchet },
  /** A model with a higher list price than the one on main. */
  "dearer-model": {
    schema: z
      .literal(needsAccept, { error: `\`${needsAccept}\`` })
      .check(
        z.describe(
          "Exceeded where a request gets a model whose input or output costs more a token than the " +
            "one it has on main, unless an `accept:` covers it.",
        ),
      ),
    read: (value: Json | undefined) => (value === needsAccept ? needsAccept : null),
  },
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

/** Of the kinds with a dot, by the key their mapping stands under and the key in it. */
const inMapping = limitKinds.flatMap((kind) => {
  const [mapping = "", key] = kind.split(".");
  return key === undefined ? [] : [{ kind, mapping, key }];
});

/** The kind that a mapping's key alone stands for, where a number stands in the mapping's place. */
const short = { tokens: "tokens.prompt" } as const satisfies Readonly<Record<string, LimitKind>>;

export const limitSchemas = {
  ...optionalSchemas(
    Object.fromEntries(
      limitKinds.filter((kind) => !kind.includes(".")).map((kind) => [kind, limitForms[kind]]),
    ),
  ),
  tokens: z.optional(
    z
      .union(
        [
          tokenCount,
          z.strictObject(
            optionalSchemas(
              Object.fromEntries(inMapping.map(({ kind, key }) => [key, limitForms[kind]])),
            ),
          ),
        ],
        {
          error:
            "a number of tokens such as `20k`, or a mapping such as `{ prompt: 20k, tools: 4k }`",
        },
      )
      .check(
        z.describe(
          "The most tokens a request may have; a number alone is that of its whole prompt. Neither " +
            "traffic nor prices are asked for.",
        ),
      ),
  ),
};

/** The kinds that are a number with rules, by key. */
export const budgetForms: QuantityForms = Object.fromEntries(
  limitKinds.flatMap((kind) => {
    const form = limitForms[kind];
    return "expected" in form ? [[kind, form]] : [];
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

/** The limit of a kind that a `budget:` holds; null where it holds none. */
export function readLimit<Kind extends LimitKind>(
  kind: Kind,
  budget: JsonObject,
): Limit<Kind> | null {
  const readers: Readers = limitForms;
  const limit = readers[kind].read(valueAt(budget, limitPath(kind, budget)));
  return limit === null ? null : { kind, value: limit };
}

/** Where a kind of limit stands in a `budget:`. */
export function limitPath(kind: LimitKind, budget?: Json): Path {
  const path = kind.split(".");
  const [key = ""] = path;
  const isShort = Object.entries(short).some(([name, meant]) => name === key && meant === kind);
  return isShort && isObject(budget) && !isObject(budget[key]) ? [key] : path;
}

function tokensOf(text: string) {
  return { schema: tokenCount.check(z.describe(text)), read: readTokenCount };
}

function readIncrease(value: Json | undefined): IncreaseLimit | null {
  if (!isObject(value)) return null;
  const percent = increaseForms.percent.read(value["percent"]);
  return {
    percent: percent === null ? null : multiplyRatio(percent, ratio(100n)),
    atLeast: increaseForms["at-least"].read(value["at-least"]),
  };
}
