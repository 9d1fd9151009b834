/** What a fixture may write in a request besides the API's own words, and where it may not. */
import { editDistance } from "../../edit-distance.ts";
import { isArray, isObject, type Json, type JsonObject, type Path } from "../../json.ts";

/** One thing that the API does not take. `path` is in the body. */
export type RequestFault =
  | {
      readonly kind: "unknown-key";
      readonly path: Path;
      readonly key: string;
      /** What may stand there. */
      readonly known: readonly string[];
    }
  | {
      /** A `type` that is none, and near one that is. `path` is the object's. */
      readonly kind: "unknown-kind";
      readonly path: Path;
      readonly name: string;
      readonly nearest: readonly string[];
    }
  | {
      /** A word where a closed set of others is taken. `path` is its own. */
      readonly kind: "unknown-value";
      readonly path: Path;
      readonly value: string;
      readonly known: readonly string[];
    }
  | {
      readonly kind: "wrong-value";
      readonly path: Path;
      /** As the end of "here it takes …". */
      readonly expected: string;
    };

/** What a fixture may write in the place of a value; all but these are the API's words. */
export const referenceKeys = ["$file", "$text", "$json", "$tokens", "$answer", "$append"] as const;

/**
 * The caller's own data may have any key but what a fixture means by itself: a size, which is no
 * data, or a reference that is misspelt. `$ref` and the like are words of a schema.
 */
export function checkFree(
  value: Json,
  { path, faults }: { readonly path: Path; readonly faults: RequestFault[] },
): void {
  if (isArray(value)) {
    for (const [index, item] of value.entries())
      if (typeof item === "object") checkFree(item, { path: [...path, index], faults });
    return;
  }
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (key === "$tokens") faults.push({ kind: "wrong-value", path, expected: "the data itself" });
    else if (isNearReference(key))
      faults.push({ kind: "unknown-key", path: [...path, key], key, known: referenceKeys });
    else if (typeof item === "object") checkFree(item, { path: [...path, key], faults });
  }
}

/** Few different keys begin so, and schemas hold them by the thousand: `$ref`, `$defs`. */
const nearReferences = new Map<string, boolean>();

function isNearReference(key: string): boolean {
  if (!key.startsWith("$") || key.length > 20) return false;
  const known = nearReferences.get(key);
  if (known !== undefined) return known;
  const isNear = isOneOff(key);
  if (nearReferences.size < 1_000) nearReferences.set(key, isNear);
  return isNear;
}

function isOneOff(key: string): boolean {
  return referenceKeys.some(
    (known) =>
      // Too many words are near this one: `$test`, `$next`.
      known !== "$text" && editDistance(key, known, { swaps: true }) === 1,
  );
}

/** A value where another kind is taken: a reference that is misspelt, where it looks like one. */
export function checkOther(
  value: Json,
  expected: string,
  { path, faults }: { readonly path: Path; readonly faults: RequestFault[] },
): void {
  const misspelt = isObject(value)
    ? Object.keys(value).filter((key) => key.startsWith("$") && key !== "$tokens")
    : [];
  for (const key of misspelt)
    faults.push({ kind: "unknown-key", path: [...path, key], key, known: referenceKeys });
  if (misspelt.length === 0) faults.push({ kind: "wrong-value", path, expected });
}

const declaredKeys = ["$tokens", "name", "cache_control"];

export function isDeclared(value: JsonObject): boolean {
  return Object.hasOwn(value, "$tokens");
}

/** An object in the place of a text: its size, where that is declared; nothing else may be. */
export function checkDeclared(
  value: JsonObject,
  expected: string,
  { path, faults }: { readonly path: Path; readonly faults: RequestFault[] },
): void {
  const isSize = isDeclared(value);
  const others = Object.keys(value).filter(
    (key) => (isSize || key.startsWith("$")) && !declaredKeys.includes(key),
  );
  for (const key of others)
    faults.push({
      kind: "unknown-key",
      path: [...path, key],
      key,
      known: referenceKeys,
    });
  if (others.length === 0 && !isSize) faults.push({ kind: "wrong-value", path, expected });
}
