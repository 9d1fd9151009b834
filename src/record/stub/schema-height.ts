import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";
import { referred } from "./schema-reference.ts";

/** Tells how many levels the flattest value of a schema has; Infinity: more than `most`, or endless. */
export function createHeights(root: JsonObject, most: number): (schema: Json) => number {
  /** By schema: up to which height there is no value, and from which there is one. */
  const known = new WeakMap<JsonObject, { none: number; some: number }>();
  const has = (schema: Json | undefined, height: number): boolean => {
    if (!isObject(schema)) return true;
    if (height < 0) return false;
    const found = known.get(schema) ?? { none: -1, some: Infinity };
    known.set(schema, found);
    if (height >= found.some || height <= found.none) return height >= found.some;
    const hasValue = partsOf(schema, root).every((choices) =>
      choices.some((part) => has(part, height - 1)),
    );
    if (hasValue) found.some = Math.min(found.some, height);
    else found.none = Math.max(found.none, height);
    return hasValue;
  };
  return (schema) => {
    for (let height = 0; height <= most; height += 1) if (has(schema, height)) return height;
    return Infinity;
  };
}

/** The schemas that a value of one needs values of: of each list one. */
function partsOf(schema: JsonObject, root: JsonObject): readonly (readonly Json[])[] {
  const { $ref, allOf, anyOf, oneOf, properties, required, prefixItems, items } = schema;
  if (schema["const"] !== undefined || isArray(schema["enum"])) return [];
  const members = isObject(properties) ? properties : {};
  const minItems = schema["minItems"];
  const hasItems = typeof minItems === "number" && minItems > 0 && isObject(items);
  return [
    ...(typeof $ref === "string" ? [[referred($ref, root)]] : []),
    ...listOf(allOf).map((part) => [part]),
    ...[anyOf, oneOf].map(listOf).filter((list) => list.length > 0),
    ...listOf(required).flatMap((name) =>
      typeof name === "string" && Object.hasOwn(members, name) ? [[members[name] ?? null]] : [],
    ),
    ...listOf(prefixItems).map((part) => [part]),
    ...(hasItems ? [[items]] : []),
  ];
}

function listOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}
