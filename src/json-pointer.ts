/** JSON pointers (RFC 6901): `/tools/0/name`. */
import { isArray, valueAt, type Json, type Path } from "./json.ts";

/** The value at a pointer, undefined where there is none. */
export function resolvePointer(document: Json, pointer: string): Json | undefined {
  const path = pointerPath(document, pointer);
  return path === null ? undefined : valueAt(document, path);
}

/** The path a pointer names in a document; null where nothing stands there. */
export function pointerPath(document: Json, pointer: string): Path | null {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) return null;
  const path: (string | number)[] = [];
  let value: Json | undefined = document;
  for (const written of pointer.slice(1).split("/")) {
    const key = written.replaceAll("~1", "/").replaceAll("~0", "~");
    const isIndex = isArray(value);
    if (isIndex && !/^(?:0|[1-9]\d*)$/.test(key)) return null;
    const step = isIndex ? Number(key) : key;
    value = value === undefined ? undefined : valueAt(value, [step]);
    if (value === undefined) return null;
    path.push(step);
  }
  return path;
}

/** A path as a pointer. */
export function writePointer(path: Path): string {
  return path
    .map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}
