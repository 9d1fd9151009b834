/** Which of the files a user names are CSV exports. */
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { resolve } from "node:path";
import { pathFromRoot } from "../io/files.ts";
import { decodeUtf8 } from "../io/utf8.ts";
import { placeIn, problem, type Problem } from "../problem.ts";
import { looksLikeConsole, type ConsoleFile } from "../reconcile/console/console.ts";
import { filesIn } from "./recordings.ts";

/** The files that are CSV, read, and the paths of all else; those in folders too. */
export function partConsoleFiles(
  paths: readonly string[],
  folder: string,
): {
  readonly exports: readonly ConsoleFile[];
  readonly others: readonly string[];
  readonly problems: readonly Problem[];
} {
  const exports: ConsoleFile[] = [];
  const others: string[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const whole = resolve(folder, path);
    const inside = filesIn(whole);
    const files = inside.length === 0 ? [whole] : inside;
    const csv = files.filter(isCsv);
    // A folder of recordings is read as one.
    if (csv.length < files.length) others.push(path);
    for (const file of csv) {
      const name = pathFromRoot(folder, file) ?? file;
      const text = decodeUtf8(readFileSync(file));
      if (text === null) problems.push(problem("fixture-not-text", placeIn(name), {}));
      else exports.push({ path: name, text });
    }
  }
  return { exports, others, problems };
}

/** By its name, or by a first line with the Console's columns. */
function isCsv(file: string): boolean {
  const head = new Uint8Array(4_096);
  try {
    const opened = openSync(file, "r");
    try {
      const count = readSync(opened, head, 0, head.length, 0);
      const text = new TextDecoder().decode(head.subarray(0, count));
      return /\.csv$/i.test(file) || looksLikeConsole(text);
    } finally {
      closeSync(opened);
    }
  } catch {
    // What cannot be opened is named where recordings are read.
    return false;
  }
}
