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
import type { ExchangeFile, FixtureHome } from "../fixture/files/file-reading.ts";
import { formatTitles } from "../formats/formats.ts";
import { nearestNames } from "../nearest.ts";
import { placeIn, problem, type Problem } from "../problem.ts";
import { hasCode, kindOf } from "./files.ts";
import { readLines } from "./lines.ts";
import { readContent, type Content } from "./tree/content.ts";

/** How a file was named, and what it lies in. */
interface Naming {
  /** What it is called in problems, and where its references start: from the tree's root. */
  readonly name: string;
  /** The folder the user is in, and the one where names start. */
  readonly folder: string;
  readonly root: string;
  readonly home: FixtureHome;
  /** A folder was named, and it lies in it. */
  readonly isInFolder?: boolean;
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
    isInFolder: naming.isInFolder === true,
    text: () => attempt(() => read().text),
    bytes: () => attempt(() => readFileSync(path)),
    beside: (wanted) => readBeside(path, wanted),
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

/** A file by its path from another one's folder; null: it is not there, or no text. */
function readBeside(path: string, wanted: string): string | null {
  const beside = resolve(dirname(path), wanted);
  return kindOf(beside) === "file"
    ? attempt(() => readContent(readFileSync(beside), null).text)
    : null;
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
    if (stats.isDirectory())
      return problem("recording-folder-empty", place, { folder: typed, known: formatTitles });
    if (!stats.isFile()) return problem("file-not-read", place, { file: typed });
    if (isGzip(path)) return null;
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

/** Whether a file is compressed, by its first bytes: a recording may be. */
function isGzip(path: string): boolean {
  const [first, second] = readBytes(path, 2);
  return first === 0x1f && second === 0x8b;
}

/** A text that is cut may end within a character: its last bytes are left out. */
function readBeginning(path: string): Content {
  const read = readBytes(path, beginning);
  const end = read.length < beginning ? read.length : read.findLastIndex((byte) => byte < 0x80) + 1;
  const content = readContent(read, null);
  return content.fault?.kind === "not-utf8" ? readContent(read.subarray(0, end), null) : content;
}

/** The first bytes of a file, at most so many. */
function readBytes(path: string, most: number): Uint8Array {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(most);
    return bytes.subarray(0, readSync(file, bytes, 0, most, 0));
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
