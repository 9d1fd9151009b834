import { resolve } from "node:path";
import type { FixtureFiles } from "../fixture/files/keep-files.ts";
import { readWholeText, writeAtomically } from "./files.ts";

/**
 * Fixtures below a folder; a file outside of it goes by its whole path. Each is replaced whole or
 * not at all.
 */
export function fixturesBelow(root: string): FixtureFiles {
  return {
    read: (file) => readWholeText(resolve(root, file)),
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
