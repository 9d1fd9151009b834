/**
 * Holds a config against its schema and says everything that is wrong with its shape, with places.
 */
import * as z from "zod/mini";
import { isArray, isObject, valueAt, type Json, type Path } from "../json.ts";
import { nearestNames } from "../nearest.ts";
import { problem, type Place, type Problem } from "../problem.ts";
import { describeValue } from "./amounts.ts";
import { configSchema, makeJsonSchema } from "./schema/schema.ts";

/** Where the value, or the key, at a path of the file stands. */
export type Locate = (path: Path, what?: "key" | "value") => Place;

/** All that is wrong with the shape, in the order of the schema. */
export function checkShape(value: Json, locate: Locate): readonly Problem[] {
  // The schema knows plain numbers only; what a number's text says is read later.
  const plain: unknown = JSON.parse(JSON.stringify(value));
  const checked = z.safeParse(configSchema, plain);
  if (checked.success) return [];
  return checked.error.issues.flatMap((issue) => describeIssue(issue, value, locate));
}

function describeIssue(issue: z.core.$ZodIssue, root: Json, locate: Locate): readonly Problem[] {
  const path = issue.path.filter(isStep);
  if (issue.code === "unrecognized_keys") return unknownKeys(issue.keys, path, locate);
  if (issue.code === "invalid_union" && isObject(valueAt(root, path))) {
    // A mapping among other forms: say what is wrong in it, not that the whole is.
    const inside = issue.errors.find((issues) =>
      issues.some((inner) => inner.code === "unrecognized_keys" || inner.path.length > 0),
    );
    if (inside !== undefined)
      return inside.flatMap((inner) =>
        describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, root, locate),
      );
  }
  const key = String(path.at(-1) ?? "the file");
  const expected = issue.message;
  const found = valueAt(root, path);
  if (path.length === 1 && key === "version") return [problem("config-version", locate(path), {})];
  if (found === undefined)
    return [problem("config-missing-key", locate(path.slice(0, -1), "key"), { key, expected })];
  const got = describeValue(found);
  return [problem("config-wrong-value", locate(path), { key, expected, got })];
}

function isStep(step: PropertyKey): step is string | number {
  return typeof step !== "symbol";
}

function unknownKeys(keys: readonly string[], path: Path, locate: Locate): readonly Problem[] {
  const known = knownKeys(path);
  return keys.map((key) =>
    problem("config-unknown-key", locate([...path, key], "key"), {
      key,
      nearest: nearestNames(key, known),
      known,
    }),
  );
}

/** The keys the schema knows at a path. */
function knownKeys(path: Path): readonly string[] {
  const schema: unknown = makeJsonSchema();
  let part: Json | undefined = isJsonValue(schema) ? schema : undefined;
  for (const step of path) {
    if (!isObject(part)) return [];
    const { anyOf, properties, additionalProperties, items } = part;
    const branch: Json | undefined = isArray(anyOf)
      ? anyOf.find((option) => isObject(option) && isObject(option["properties"]))
      : undefined;
    const members: Json | undefined = isObject(branch) ? branch["properties"] : properties;
    if (typeof step === "number") part = items;
    else
      part =
        isObject(members) && Object.hasOwn(members, step) ? members[step] : additionalProperties;
  }
  const known = isObject(part) ? part["properties"] : undefined;
  return isObject(known) ? Object.keys(known) : [];
}

function isJsonValue(value: unknown): value is Json {
  return value !== undefined && typeof value !== "function";
}
