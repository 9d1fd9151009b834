/** What fills `{{name}}`: an entry of `vars`, in `promptcost.yml` and in a fixture's `$file`. */
import { wholeNumber } from "../api/number.ts";
import { isObject, type Json } from "../json.ts";
import { quoteNames } from "../words.ts";
import { readName } from "./amounts.ts";
import { frequencies, type Changes, type VariableConfig } from "./config.ts";

/** Why an entry is no variable. `shape`: something in it is of another form. */
export type VariableFault = "both" | "neither" | "shape";

/**
 * One entry of `vars`, or what is wrong with it: `both` a value and `literal: true`, or `neither`.
 */
export function decodeVariable(value: Json | undefined): VariableConfig | VariableFault {
  if (!isObject(value)) return "shape";
  const given = value["value"];
  const changes = value["changes"] === undefined ? "run" : readChanges(value["changes"]);
  if (value["literal"] === true) {
    if (given !== undefined) return "both";
    return changes === null ? "shape" : { value: null, changes: "never", literal: true };
  }
  if (given === undefined) return "neither";
  if (changes === null) return "shape";
  if (typeof given === "string") return { value: given, changes, literal: false };
  const tokens = isObject(given) ? wholeNumber(given["$tokens"]) : null;
  if (tokens === null) return "shape";
  return { value: { tokens }, changes, literal: false };
}

/** What is expected in the place of `changes`, as the end of a sentence "must be …". */
export const changesText = `${quoteNames(frequencies).join(", ")} or a number of equally likely values`;

/** One entry of `vars`; null where it has neither a value nor `literal: true`, or another shape. */
export function readVariable(value: Json | undefined): VariableConfig | null {
  const variable = decodeVariable(value);
  return typeof variable === "string" ? null : variable;
}

/** `never`, `day`, `run`, `request` or a number of equally likely values; null: none of these. */
export function readChanges(value: Json | undefined): Changes | null {
  const count = wholeNumber(value);
  return count !== null && count >= 1 ? count : readName(value, frequencies);
}
