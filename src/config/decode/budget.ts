import { isObject, type Json, type Path } from "../../json.ts";
import { readName } from "../amounts.ts";
import { budgetActions, uncertainActions, type Budget } from "../config.ts";
import { budgetForms, limitKinds, nestedForms, readLimit } from "../limits.ts";
import { decodeQuantities, type Quantity } from "../quantity.ts";

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
    return isObject(mapping) ? decodeQuantities(mapping, [...path, kind], forms) : [];
  });
  return {
    budget: {
      limits: limitKinds.flatMap((kind) => readLimit(kind, value) ?? []),
      action: readName(value["action"], budgetActions) ?? budgetActions[0],
      onUncertain: readName(value["on-uncertain"], uncertainActions),
    },
    quantities: [...decodeQuantities(value, path, budgetForms), ...nested],
  };
}
