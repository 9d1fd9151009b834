/**
 * The smallest value that a JSON Schema takes, as far as that can be read off it: what a call is
 * made with that nobody thought about.
 */
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";
import { createHeights } from "./schema-height.ts";
import { referred } from "./schema-reference.ts";
import { boundOf, numberFor, textFor } from "./schema-scalar.ts";

/** Deeper than any schema of a tool goes, unless it refers to itself. */
const deepest = 24;

/** Values within values that are made for one schema: one that demands itself twice has no end. */
const mostValues = 10_000;

/** A value for a schema: the same for the same schema. What the schema does not bind is left out. */
export function valueFor(schema: Json | undefined): Json {
  const root = isObject(schema) ? schema : {};
  const whole = { root, heightOf: createHeights(root, deepest), made: 0 };
  return build(schema, { whole, depth: 0, chosen: [] });
}

interface Position {
  readonly whole: {
    readonly root: JsonObject;
    readonly heightOf: (schema: Json) => number;
    /** Values that are made so far. */
    made: number;
  };
  readonly depth: number;
  /** The lists of alternatives that one was chosen of on the way here. */
  readonly chosen: readonly (readonly Json[])[];
}

function build(given: Json | undefined, { whole, depth, chosen }: Position): Json {
  whole.made += 1;
  if (!isObject(given) || depth > deepest || whole.made > mostValues) return null;
  const lists: (readonly Json[])[] = [];
  const inner = { whole, depth: depth + 1, chosen };
  const schema = merged(given, inner, lists);
  return fill(schema, { ...inner, chosen: [...chosen, ...lists] });
}

function fill(schema: JsonObject, inner: Position): Json {
  if (schema["const"] !== undefined) return schema["const"];
  const { enum: choices, examples, default: usual } = schema;
  if (isArray(choices) && choices.length > 0) return choices[0] ?? null;
  if (usual !== undefined && usual !== null) return usual;
  switch (typeOf(schema)) {
    case "object":
      return buildObject(schema, inner);
    case "array":
      return buildArray(schema, inner);
    case "string":
      return isArray(examples) && typeof examples[0] === "string" ? examples[0] : textFor(schema);
    case "integer":
      return numberFor(schema, 1);
    case "number":
      return numberFor(schema, null);
    case "boolean":
      return true;
    default:
      return null;
  }
}

/**
 * A schema with what it refers to, all of `allOf` and one of its alternatives put in. `lists` takes
 * the lists that one was chosen of.
 */
function merged(schema: JsonObject, position: Position, lists: (readonly Json[])[]): JsonObject {
  const { whole, depth } = position;
  if (depth > deepest) return schema;
  const inner = { ...position, depth: depth + 1 };
  const { $ref, allOf, anyOf, oneOf, ...own } = schema;
  const alternatives = [anyOf, oneOf].filter(isArray).map((list) => {
    lists.push(list);
    return choose(list, position);
  });
  const parts = [
    ...(typeof $ref === "string" ? [referred($ref, whole.root)] : []),
    ...(isArray(allOf) ? allOf : []),
    ...alternatives,
  ];
  return parts
    .filter(isObject)
    .map((part) => merged(part, inner, lists))
    .reduce<JsonObject>(join, own);
}

/**
 * Of alternatives the first that is something and no reference, else the flattest; where one of them
 * leads back here, the flattest of all, so that it ends.
 */
function choose(list: readonly Json[], { whole: { heightOf }, chosen }: Position): Json {
  const isFull = (item: Json): boolean =>
    isObject(item) && item["$ref"] === undefined && item["type"] !== "null";
  const full = chosen.includes(list) ? undefined : list.find(isFull);
  if (full !== undefined) return full;
  const heights = list.map(heightOf);
  return list[heights.indexOf(Math.min(...heights))] ?? null;
}

function join(one: JsonObject, other: JsonObject): JsonObject {
  const both = { ...other, ...one };
  const required = [one["required"], other["required"]].flatMap((list) =>
    isArray(list) ? list : [],
  );
  const properties = { ...objectOf(other["properties"]), ...objectOf(one["properties"]) };
  return {
    ...both,
    ...(required.length > 0 ? { required: [...new Set(required)] } : {}),
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
  };
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function typeOf(schema: JsonObject): string {
  const { type } = schema;
  if (typeof type === "string") return type;
  const [first] = isArray(type) ? type.filter((name) => name !== "null") : [];
  if (typeof first === "string") return first;
  if (isArray(type)) return "null";
  if (schema["properties"] !== undefined || schema["required"] !== undefined) return "object";
  if (schema["items"] !== undefined || schema["prefixItems"] !== undefined) return "array";
  return schema["minLength"] !== undefined || schema["pattern"] !== undefined ? "string" : "object";
}

function buildObject(schema: JsonObject, position: Position): JsonObject {
  const properties = objectOf(schema["properties"]);
  const { required } = schema;
  const names = (isArray(required) ? required : []).filter((name) => typeof name === "string");
  const least = Math.min(boundOf(schema["minProperties"]) ?? 0, mostValues);
  const others = Object.keys(properties).filter((name) => !names.includes(name));
  const asked = [...names, ...others.slice(0, Math.max(0, least - names.length))];
  const invented = Array.from(
    { length: Math.max(0, least - asked.length) },
    (_, at) => `key${String(at)}`,
  );
  const more = schema["additionalProperties"];
  return Object.fromEntries(
    [...asked, ...invented].map((name) => [
      name,
      build(
        Object.hasOwn(properties, name)
          ? properties[name]
          : isObject(more)
            ? more
            : { type: "string" },
        position,
      ),
    ]),
  );
}

function buildArray(schema: JsonObject, position: Position): readonly Json[] {
  const { prefixItems, items, contains } = schema;
  const first = isArray(prefixItems) ? prefixItems : isArray(items) ? items : [];
  const least = Math.max(
    boundOf(schema["minItems"]) ?? 0,
    contains === undefined ? 0 : (boundOf(schema["minContains"]) ?? 1),
    isArray(prefixItems) ? first.length : 0,
  );
  const each = isObject(contains) ? contains : isArray(items) ? {} : items;
  const length = Math.min(least, mostValues);
  const made = Array.from({ length }, (_, at) => build(first[at] ?? each ?? {}, position));
  return schema["uniqueItems"] === true ? made.map(distinct(objectOf(each))) : made;
}

/** Makes the items of a list differ, where they are texts, numbers or one of a few values. */
function distinct(each: JsonObject): (item: Json, at: number) => Json {
  const choices = each["enum"];
  return (item, at) => {
    if (isArray(choices)) return choices[at] ?? item;
    if (typeof item === "number") return item + at;
    return typeof item === "string" && at > 0 ? `${item}${String(at)}` : item;
  };
}
