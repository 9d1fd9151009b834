/** Calls that Node programs send to other vendors, as their preload notes them. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { vendorNames } from "./vendors.ts";

/** The file of those notes. */
export interface ElsewhereFile {
  readonly path: string;
  /** How many there are, by the vendor's name. */
  readonly read: () => ReadonlyMap<string, number>;
  readonly remove: () => void;
}

/** Makes place for notes, outside of every repository: nothing but vendors' keys stands there. */
export function openElsewhere(): ElsewhereFile {
  const path = join(mkdtempSync(join(tmpdir(), "promptcost-record-")), "elsewhere");
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
    remove: () => rmSync(dirname(path), { recursive: true, force: true }),
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
