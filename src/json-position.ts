import { countKeys, scanJson } from "./json-text.ts";
import type { Json, Path } from "./json.ts";

/**
 * Offset of a key that stands twice in the same object of a JSON text, whose value is known; null
 * where none does. Readers take the last one and say nothing.
 */
export function findRepeatedKey(text: string, value: Json): number | null {
  if (countKeys(text) === countMembers(value)) return null;
  const seen = new Set<string>();
  let found: number | null = null;
  scanJson(text, (path, what, start) => {
    if (what !== "key") return found === null;
    const key = JSON.stringify(path);
    if (found === null && seen.has(key)) found = start;
    seen.add(key);
    return true;
  });
  return found;
}

function countMembers(value: Json): number {
  if (typeof value !== "object" || value === null) return 0;
  const items = Object.values(value);
  return items.reduce<number>(
    (count, item) => (typeof item === "object" ? count + countMembers(item) : count),
    Array.isArray(value) ? 0 : items.length,
  );
}

/** Offset of the first character that makes a text no JSON; null where it is JSON. */
export function findJsonFault(text: string): number | null {
  const read = scanJson(text, null);
  return "fault" in read ? read.fault : null;
}

/** Whether a text that is not read is JSON but for its depth. */
export function isNestedTooDeep(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Offset of the value, or of the key, at a path of a JSON text; null where there is none. Goes
 * through the whole text, reading what is on the way to the path: for problems only.
 */
export function locateJson(text: string, path: Path, what: "key" | "value"): number | null {
  let found: number | null = null;
  scanJson(text, (here, kind, start) => {
    const isOnTheWay = here.every((step, depth) => path[depth] === step);
    if (isOnTheWay && kind === what && here.length === path.length) found = start;
    return isOnTheWay && here.length < path.length;
  });
  return found;
}
