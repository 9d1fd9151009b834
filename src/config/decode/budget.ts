import { isObject, type Json, type JsonObject, type Path } from "../../json.ts";
import { readName } from "../amounts.ts";
import { budgetActions, type Budget } from "../config.ts";
import { budgetForms, limitKinds, nestedForms, readLimit } from "../limits.ts";
import { batchForms, decodeQuantities, type Quantity, type QuantityForms } from "../quantity.ts";

/** A `budget:` as the file has it. */
export interface DecodedBudget {
  /** With the limits that could be read. */
  readonly budget: Budget;
  /** Every number in it, for the rules. */
  readonly quantities: readonly Quantity[];
}

/** Null where there is no budget, or something of another shape. */
export function decodeBudget(value: Json | undefined, path: Path): DecodedBudget | null {
  if (!isObject(value)) return null;
  const nested = nestedForms.flatMap(([kind, forms]) => {
    const mapping = value[kind];
    return isObject(mapping) ? decodeNumbers(mapping, [...path, kind], forms) : [];
  });
  return {
    budget: {
      limits: limitKinds.flatMap((kind) => readLimit(kind, value[kind]) ?? []),
      action: readName(value["action"], budgetActions) ?? budgetActions[0],
    },
    quantities: [...decodeNumbers(value, path, budgetForms), ...nested],
  };
}

/**
 * The numbers of a mapping by its own forms, and those under a key that only another mapping has:
 * the key is told as unknown, and a number with too many digits is told besides.
 */
export function decodeNumbers(
  mapping: JsonObject,
  path: Path,
  own: QuantityForms,
): readonly Quantity[] {
  return decodeQuantities(mapping, path, { ...misplaced, ...own });
}

const misplaced: QuantityForms = Object.fromEntries(
  [budgetForms, batchForms, ...nestedForms.map(([, forms]) => forms)]
    .flatMap((forms) => Object.entries(forms))
    .map(([key, { expected, read }]) => [key, { expected, read }]),
);
