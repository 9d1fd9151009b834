import { scanJson } from "./json-text.ts";
import type { Path } from "./json.ts";

/** Offset of the first character that makes a text no JSON; null where it is JSON. */
export function findJsonFault(text: string): number | null {
  const read = scanJson(text, null);
  return "fault" in read ? read.fault : null;
}

/**
 * Offset of the value, or of the key, at a path of a JSON text; null where there is none. Reads the
 * whole text: for problems only.
 */
export function locateJson(text: string, path: Path, what: "key" | "value"): number | null {
  let found: number | null = null;
  scanJson(text, (here, kind, start) => {
    if (
      kind === what &&
      here.length === path.length &&
      path.every((step, index) => here[index] === step)
    )
      found = start;
  });
  return found;
}
