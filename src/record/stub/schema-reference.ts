import { resolvePointer } from "../../json-pointer.ts";
import type { Json, JsonObject } from "../../json.ts";

/** What a reference within a JSON Schema (`#/$defs/Name`) leads to; a schema of anything elsewhere. */
export function referred(reference: string, root: JsonObject): Json {
  const pointer = reference.startsWith("#") ? decoded(reference.slice(1)) : null;
  return (pointer === null ? undefined : resolvePointer(root, pointer)) ?? {};
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
