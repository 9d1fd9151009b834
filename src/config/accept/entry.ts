/** `accept:` of `promptcost.yml`: who reads the file knows that an increase is meant. */
import * as z from "zod/mini";
import type { Day } from "../../day.ts";
import { isArray, isObject, type Json, type JsonObject, type Path } from "../../json.ts";
import { readMoment } from "../../moment.ts";
import type { Pico } from "../../money.ts";
import { readAmount, writtenText } from "../amounts.ts";
import { amount } from "../quantity.ts";
import { tokenCount } from "../token-limits.ts";
import { readTokens, readUpTo, upToPattern, upToText } from "./amount.ts";
import type { AcceptedAmount } from "./amount.ts";

/** One thing that an entry of `accept:` accepts; an entry may accept money, tokens and a model. */
export interface AcceptEntry {
  /** The scenario's id. */
  readonly scenario: string;
  readonly upTo: AcceptedAmount;
  /**
   * Pico-dollars that main cost when it was accepted, of a month or run like `upTo`: from there it
   * counts. Null: from main as it is.
   */
  readonly from: Pico | null;
  readonly reason: string;
  /** The last day it holds. */
  readonly until: Day;
  /** Of the entry in the file. */
  readonly path: Path;
}

/** An entry as the file has it, with what could be read. */
export interface DecodedAccept {
  readonly path: Path;
  readonly scenario: string | null;
  /** What `up-to` says; null where it is missing, or no amount above zero. */
  readonly upTo: AcceptedAmount | null;
  readonly tokens: AcceptedAmount | null;
  readonly from: Pico | null;
  readonly model: string | null;
  readonly reason: string | null;
  /** As written. */
  readonly until: string | null;
  /** Whether the file says what is accepted, in whatever form; `from` is of an amount of money. */
  readonly isOfSomething: boolean;
  /** Numbers that have the right shape and cannot be meant, by key: what they are, in words. */
  readonly faults: Readonly<Record<"up-to" | "from" | "tokens", string | null>>;
}

export const untilText = "a day such as `2027-01-31`";
export const reasonText = "why it is accepted, in a few words";
export const tokensText = "a number of tokens above zero such as `3000` or `3k`";

export const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

const entrySchema = z.strictObject(
  {
    scenario: z
      .string({ error: "the name of a scenario" })
      .check(z.describe("The scenario whose increase is accepted.")),
    "up-to": z.optional(
      z
        .union(
          [
            z.number({ error: upToText }).check(z.minimum(0, { error: upToText })),
            z.string().check(z.regex(upToPattern, { error: upToText })),
          ],
          { error: upToText },
        )
        .check(
          z.describe(
            "How much more than on main it may cost: a month, or a run where the scenario has no " +
              "traffic (`$500/month` and `$0.02/run` say which). One cent more fails again.",
          ),
        ),
    ),
    from: z.optional(
      amount.schema.check(
        z.describe(
          "What main cost when it was accepted, of a month or a run like `up-to`: what main has come " +
            "to cost more since is used up of the amount.",
        ),
      ),
    ),
    tokens: z.optional(
      tokenCount.check(
        z.describe("How many tokens more than on main a request may have, such as `3000` or `3k`."),
      ),
    ),
    model: z.optional(
      z
        .string({ error: "a model id such as `claude-opus-5`" })
        .check(
          z.minLength(1, { error: "a model id such as `claude-opus-5`" }),
          z.describe("The dearer model that it may change to."),
        ),
    ),
    reason: z
      .string({ error: reasonText })
      .check(z.minLength(1, { error: reasonText }), z.describe("Why; shown in the report.")),
    until: z
      .string({ error: untilText })
      .check(
        z.regex(dayPattern, { error: untilText }),
        z.describe("The last day (UTC) it holds; from the next on the increase fails again."),
      ),
  },
  {
    error:
      "a mapping such as `{ scenario: support, up-to: $500, reason: longer policy, until: 2027-01-31 }`",
  },
);

export const acceptSchema = z
  .array(entrySchema, { error: "a list of `{ scenario, up-to, reason, until }`" })
  .check(
    z.describe(
      "Increases that are meant: a scenario may cost so much more than on main until a day. " +
        "Absolute budgets are not accepted, they are raised.",
    ),
  );

/** The entries of the list, as far as they can be read. */
export function decodeAccepts(value: Json | undefined): readonly DecodedAccept[] {
  if (!isArray(value)) return [];
  return value.flatMap((entry, index) =>
    isObject(entry) ? [decodeAccept(entry, ["accept", index])] : [],
  );
}

function decodeAccept(entry: JsonObject, path: Path): DecodedAccept {
  const { scenario, tokens, model, reason, until } = entry;
  const from = readAmount(entry["from"]);
  const written = entry["up-to"];
  const [upTo, ofTokens] = [
    readUpTo(writtenText(written) ?? ""),
    readTokens(writtenText(tokens) ?? ""),
  ];
  return {
    path,
    scenario: typeof scenario === "string" ? scenario : null,
    upTo,
    tokens: ofTokens,
    from,
    model: typeof model === "string" && model !== "" ? model : null,
    reason: typeof reason === "string" ? reason : null,
    until: typeof until === "string" ? until : null,
    isOfSomething:
      written !== undefined ||
      (entry["from"] === undefined && (tokens !== undefined || model !== undefined)),
    faults: {
      "up-to": upTo === null ? faultOf(written) : null,
      from: from === null ? faultOf(entry["from"]) : null,
      tokens: ofTokens === null ? faultOf(tokens) : null,
    },
  };
}

/** Why a number cannot be meant; null where the shape says what is wrong with it. */
function faultOf(value: Json | undefined): string | null {
  const text = writtenText(value);
  if (text === null) return null;
  if (/^\$?0+(?:\.0+)?(?:[kM]|\s?\/\s?[a-z]+)?$/.test(text)) return "nothing";
  return typeof value === "string" ? null : "a number with too many digits";
}

/** Whether nothing of a text is seen. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u.test(text);
}

/** A day of the calendar, `2027-01-31`; null for any other text. */
export function readDay(text: string): Day | null {
  return dayPattern.test(text) ? (readMoment(text)?.day ?? null) : null;
}

/** What an entry with which nothing is wrong accepts, each thing by itself. */
export function buildAccept(
  decoded: DecodedAccept,
  modelOf: (name: string) => string,
): readonly AcceptEntry[] {
  const { path, scenario, upTo, from, tokens, model, reason, until } = decoded;
  if (scenario === null || reason === null || until === null) return [];
  const named = model === null ? null : { kind: "model" as const, model: modelOf(model) };
  return [upTo, tokens, named].flatMap((accepted) =>
    accepted === null
      ? []
      : [{ scenario, upTo: accepted, from: accepted === upTo ? from : null, reason, until, path }],
  );
}
