import { isNumberText, type Json, type JsonObject } from "../../json.ts";
import { placeWithin, problem, type Place, type Problem } from "../../problem.ts";

/** Reads members of the objects of one usage, and notes what is wrong with them. */
export interface UsageReader {
  /** A count; `usage-malformed`, and 0, where it is missing or none. */
  readonly required: (object: JsonObject, prefix: string, key: string) => number;
  /**
   * A count; 0 where there is none: older recordings lack the cache classes, and the API itself
   * sends null for them.
   */
  readonly optional: (object: JsonObject, prefix: string, key: string) => number;
  /**
   * One of the values known of a member at the top level; `usage-value-unknown`, and null, where it
   * is another. The first one known is what the bill then takes.
   */
  readonly choice: <Value extends string>(
    usage: JsonObject,
    key: string,
    known: readonly [Value, ...Value[]],
  ) => Value | null;
  /** Notes a value that is not known, and what is taken in its place. */
  readonly unknown: (field: string, taken: string) => void;
  /** Notes an iteration of a kind that is not known. */
  readonly unknownIteration: (field: string) => void;
  /** Notes parts that add up to more than their total. */
  readonly disagree: (
    field: string,
    sums: { readonly sum: number; readonly total: number },
  ) => void;
}

/** A reader that adds to `problems`. `place` is where the object that holds the usage stands. */
export function createUsageReader(place: Place, problems: Problem[]): UsageReader {
  const required: UsageReader["required"] = (object, prefix, key) => {
    const value = object[key];
    const fault = faultOf(value);
    if (fault === null) return numberOf(value);
    const field = `${prefix}.${key}`;
    problems.push(problem("usage-malformed", placeWithin(place, field), { field, fault }));
    return 0;
  };
  const unknown: UsageReader["unknown"] = (field, taken) => {
    problems.push(problem("usage-value-unknown", placeWithin(place, field), { field, taken }));
  };
  return {
    required,
    unknown,
    optional: (object, prefix, key) => (isAbsent(object[key]) ? 0 : required(object, prefix, key)),
    choice: (usage, key, known) => {
      const value = usage[key];
      if (isAbsent(value)) return null;
      const found = known.find((candidate) => candidate === value);
      if (found === undefined) unknown(`usage.${key}`, `\`${known[0]}\``);
      return found ?? null;
    },
    unknownIteration: (field) => {
      problems.push(problem("iteration-unknown", placeWithin(place, field), { field }));
    },
    disagree: (field, { sum, total }) => {
      problems.push(problem("usage-disagrees", placeWithin(place, field), { field, sum, total }));
    },
  };
}

/** The number a value holds; 0 where it holds none. */
export function numberOf(value: Json | undefined): number {
  return typeof value === "number" ? value : isNumberText(value) ? value.toJSON() : 0;
}

export function isAbsent(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/** What is wrong with a value that should be a number of tokens; null where it is one. */
function faultOf(value: Json | undefined): string | null {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (typeof value !== "number" && !isNumberText(value)) return "no number";
  const number = numberOf(value);
  if (number < 0) return "negative";
  return Number.isSafeInteger(number) ? null : "not whole";
}
