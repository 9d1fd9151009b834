/** Calls that Node programs send to other vendors, as their preload notes them. */
import { randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vendorNames } from "./vendors.ts";

/** The file of those notes. */
export interface ElsewhereFile {
  readonly path: string;
  /** How many there are, by the vendor's name. */
  readonly read: () => ReadonlyMap<string, number>;
  readonly remove: () => void;
}

/**
 * A place for notes, outside of every repository; there is no file until somebody notes something,
 * and then nothing but vendors' keys in it.
 */
export function openElsewhere(): ElsewhereFile {
  const path = join(tmpdir(), `promptcost-record-${randomUUID()}`);
  return {
    path,
    read: () => {
      const calls = new Map<string, number>();
      for (const key of readText(path).split("\n")) {
        const name = vendorNames.get(key);
        if (name !== undefined) calls.set(name, (calls.get(name) ?? 0) + 1);
      }
      return calls;
    },
    remove: () => rmSync(path, { force: true }),
  };
}

/** Empty where nobody noted anything. */
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
