/**
 * The smallest value that a JSON Schema takes, as far as that can be read off it: what a call is
 * made with that nobody thought about.
 */
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";
import { boundOf, numberFor, textFor } from "./schema-scalar.ts";

/** Deeper than any schema of a tool goes, unless it refers to itself. */
const deepest = 24;

/** A value for a schema: the same for the same schema. What the schema does not bind is left out. */
export function valueFor(schema: Json | undefined): Json {
  return build(schema, { root: isObject(schema) ? schema : {}, depth: 0 });
}

interface Position {
  readonly root: JsonObject;
  readonly depth: number;
}

function build(given: Json | undefined, { root, depth }: Position): Json {
  if (!isObject(given) || depth > deepest) return null;
  const inner = { root, depth: depth + 1 };
  const schema = merged(given, inner);
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

/** A schema with what it refers to, all of `allOf` and the first of its alternatives put in. */
function merged(schema: JsonObject, position: Position): JsonObject {
  if (position.depth > deepest) return schema;
  const inner = { root: position.root, depth: position.depth + 1 };
  const { $ref, allOf, anyOf, oneOf, ...own } = schema;
  const alternatives = [anyOf, oneOf].flatMap((list) => (isArray(list) ? [simplest(list)] : []));
  const parts = [
    ...(typeof $ref === "string" ? [referred($ref, position.root)] : []),
    ...(isArray(allOf) ? allOf : []),
    ...alternatives,
  ];
  return parts
    .filter(isObject)
    .map((part) => merged(part, inner))
    .reduce<JsonObject>(join, own);
}

/** Of alternatives the one that takes least: nothing at all, else the first that is no reference. */
function simplest(list: readonly Json[]): Json {
  const isPlain = (item: Json): boolean => isObject(item) && item["$ref"] === undefined;
  const isFull = (item: Json): boolean =>
    isPlain(item) && isObject(item) && item["type"] !== "null";
  return list.find(isFull) ?? list.find(isPlain) ?? list[0] ?? null;
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

/** What a reference within the schema (`#/$defs/Name`) leads to. */
function referred(reference: string, root: JsonObject): Json {
  if (!reference.startsWith("#")) return {};
  const steps = reference
    .slice(1)
    .split("/")
    .slice(1)
    .map((step) => decoded(step).replaceAll("~1", "/").replaceAll("~0", "~"));
  let value: Json | undefined = root;
  for (const step of steps) {
    if (isArray(value)) value = value[Number(step)];
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value ?? {};
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
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
  const least = boundOf(schema["minProperties"]) ?? 0;
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
  const made = Array.from({ length: least }, (_, at) => build(first[at] ?? each ?? {}, position));
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
