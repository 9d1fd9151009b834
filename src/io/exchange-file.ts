/** Files that a user names, for the readers of exchanges. */
import {
  existsSync,
  openSync,
  closeSync,
  readFileSync,
  readSync,
  readdirSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { contentProblem } from "../content-fault.ts";
import type { ExchangeFile, FixtureHome } from "../fixture/files/exchanges.ts";
import { nearestNames } from "../nearest.ts";
import { placeIn, problem, type Problem } from "../problem.ts";
import { hasCode, kindOf, readLines } from "./files.ts";
import { readContent, type Content } from "./tree/content.ts";

/** How a file was named, and what it lies in. */
interface Naming {
  /** What it is called in problems, and where its references start: from the tree's root. */
  readonly name: string;
  /** The folder the user is in, and the one where names start. */
  readonly folder: string;
  readonly root: string;
  readonly home: FixtureHome;
}

/** A file that a user names. What is no text as it lies there, the home's tree may know. */
export function openExchangeFile(path: string, naming: Naming): ExchangeFile {
  const { name, home } = naming;
  const { tree } = home;
  const read = (): Content => {
    const content = readContent(readFileSync(path), null);
    return content.fault !== null && tree.entry(name)?.kind === "file"
      ? { text: tree.text(name), fault: tree.fault(name) }
      : content;
  };
  return {
    path: name,
    home,
    text: () => attempt(() => read().text),
    lines: () => (statSync(path, { throwIfNoEntry: false })?.isFile() ? readLines(path) : null),
    obstacle: () => findObstacle(path, { ...naming, read }),
  };
}

function attempt<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch {
    return null;
  }
}

interface Facts extends Naming {
  readonly read: () => Content;
}

/** Files of lines may be long: only their beginning is looked at. */
const longFile = /\.(?:jsonl|ndjson)$/i;

/** What keeps a file from being read; a warning where it may be another elsewhere. */
function findObstacle(path: string, { name, folder, root, read }: Facts): Problem | null {
  const place = placeIn(name);
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    const typed = relative(folder, path).replaceAll(sep, "/") || ".";
    if (stats === undefined) {
      const link = kindOf(path) === "link";
      const nearest = link ? [] : findNearest(path, { folder, root });
      return problem("file-missing", place, { file: typed, link, nearest });
    }
    if (stats.isDirectory()) return problem("file-is-folder", place, { file: typed });
    if (!stats.isFile()) return problem("file-not-read", place, { file: typed });
    const content = longFile.test(path) ? readBeginning(path) : read();
    return (
      contentProblem(content.fault, name, place) ??
      (content.text === null ? problem("fixture-not-text", place, {}) : null)
    );
  } catch (error) {
    // A path may lead through a file, or a folder that is not ours.
    return hasCode(error, "ENOTDIR")
      ? problem("file-missing", place, { file: name, link: false, nearest: [] })
      : problem("file-not-read", place, { file: name });
  }
}

const beginning = 1024;

/** A text that is cut may end within a character: its last bytes are left out. */
function readBeginning(path: string): Content {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(beginning);
    const count = readSync(file, bytes, 0, beginning, 0);
    const read = bytes.subarray(0, count);
    const end = count < beginning ? count : read.findLastIndex((byte) => byte < 0x80) + 1;
    const content = readContent(read, null);
    return content.fault?.kind === "not-utf8" ? readContent(read.subarray(0, end), null) : content;
  } finally {
    closeSync(file);
  }
}

/** What may have been meant, as it is typed from the user's folder. */
function findNearest(
  path: string,
  { folder, root }: Pick<Facts, "folder" | "root">,
): readonly string[] {
  const type = (found: string): string => relative(folder, found).replaceAll(sep, "/");
  const fromRoot = resolve(root, relative(folder, path));
  if (existsSync(fromRoot)) return [type(fromRoot)];
  const siblings = attempt(() => readdirSync(dirname(path))) ?? [];
  return nearestNames(basename(path), siblings).map((name) => type(join(dirname(path), name)));
}
