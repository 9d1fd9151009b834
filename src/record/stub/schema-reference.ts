import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";

/** What a reference within a JSON Schema (`#/$defs/Name`) leads to; a schema of anything elsewhere. */
export function referred(reference: string, root: JsonObject): Json {
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
