/** Fixtures of this machine, for writing into them. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { FixtureFiles } from "../fixture/files/keep-in-files.ts";
import { writeAtomically } from "./files.ts";
import { decodeWhole } from "./utf8.ts";

/**
 * Fixtures below a folder; a file outside of it goes by its whole path. Each is replaced whole or
 * not at all.
 */
export function fixturesBelow(root: string): FixtureFiles {
  return {
    read: (file) => readWhole(resolve(root, file)),
    write: (file, text) => {
      try {
        writeAtomically(resolve(root, file), text);
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** A file's text with everything it holds; null where it cannot be read. */
function readWhole(path: string): string | null {
  try {
    return decodeWhole(readFileSync(path));
  } catch {
    return null;
  }
}
