/** Contents by git's blob ids, those too that a partial clone has yet to fetch. */
import { limits } from "../../limits.ts";
import { callGit } from "./call.ts";
import { fetchObjects, type FetchAccess } from "./fetch.ts";
import { openSideStore } from "./side-store.ts";

const lineFeed = 10;

interface ReadBlobs {
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** Those that are larger than any file that is read: they stay where they are. */
  readonly tooLarge: ReadonlySet<string>;
  /** Why some could not be had; null: all could. */
  readonly lost: string | null;
}

/**
 * Blobs by id, by one call for all. What the clone lacks is fetched in one go, where `access` says
 * how; git's own way, a fetch for each, is never taken.
 */
export function readBlobs(
  root: string,
  ids: readonly string[],
  access: FetchAccess | null,
): ReadBlobs {
  const wanted = [...new Set(ids)];
  const found = new Map<string, Uint8Array>();
  const tooLarge = new Set<string>();
  const isUnread = (id: string): boolean => !found.has(id) && !tooLarge.has(id);
  const readIn = (folder: string, options: readonly string[], some: readonly string[]): void => {
    const { small, large } = divideBySize(folder, options, some);
    for (const id of large) tooLarge.add(id);
    for (const part of small)
      for (const [id, bytes] of readHere(folder, options, part)) found.set(id, bytes);
  };
  readIn(root, [], wanted);
  const unread = wanted.filter(isUnread);
  const [first] = unread;
  if (first === undefined) return { blobs: found, tooLarge, lost: null };
  // Of a partial clone git gives up at the first blob that is missing; the store beside it does not.
  const store = openSideStore(root, first.length);
  const read = (some: readonly string[]): void => {
    if (store !== null) readIn(store, ["--git-dir=."], some);
  };
  read(unread);
  const missing = unread.filter(isUnread);
  if (missing.length === 0) return { blobs: found, tooLarge, lost: null };
  const lost = fetchObjects({ root, ids: missing, access });
  if (lost === null) read(missing);
  const isWhole = !missing.some(isUnread);
  return {
    blobs: found,
    tooLarge,
    lost: isWhole ? null : (lost ?? "the server did not send them"),
  };
}

/** Bytes of blobs that one call reads at most: git's answer is kept whole, and has an end (call.ts). */
const mostAtOnce = 500_000_000;

/** Ids in parts that one call reads, and those too large to be read at all. */
function divideBySize(
  folder: string,
  options: readonly string[],
  ids: readonly string[],
): { readonly small: readonly (readonly string[])[]; readonly large: readonly string[] } {
  const lines = checkObjects(folder, options, ids);
  const small: string[][] = [];
  const large: string[] = [];
  let room = 0;
  for (const [index, id] of ids.entries()) {
    // What git does not have is asked for too: it says so.
    const size = Number(lines[index]?.split(" ")[2] ?? 0);
    if (size > limits.file.most) {
      large.push(id);
      continue;
    }
    if (small.length === 0 || size > room) {
      small.push([]);
      room = mostAtOnce;
    }
    small.at(-1)?.push(id);
    room -= size;
  }
  return { small, large };
}

/** What git says of objects without reading them, a line each: id, type, size. */
function checkObjects(
  folder: string,
  options: readonly string[],
  ids: readonly string[],
): readonly string[] {
  const input = ids.map((id) => `${id}\n`).join("");
  const answer = callGit(folder, [...options, "cat-file", "--batch-check"], { input });
  return "output" in answer ? new TextDecoder().decode(answer.output).split("\n") : [];
}

function readHere(
  folder: string,
  options: readonly string[],
  ids: readonly string[],
): Map<string, Uint8Array> {
  const input = ids.map((id) => `${id}\n`).join("");
  const answer = callGit(folder, [...options, "cat-file", "--batch"], { input });
  return "output" in answer ? readBatch(answer.output) : new Map();
}

/**
 * Contents by id out of what `cat-file --batch` answers: a line, the bytes, a line feed. What git
 * does not have is left out.
 */
function readBatch(output: Uint8Array): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  const decoder = new TextDecoder();
  let position = 0;
  while (position < output.length) {
    const end = output.indexOf(lineFeed, position);
    if (end === -1) break;
    const [id = "", type = "", size] = decoder.decode(output.subarray(position, end)).split(" ");
    position = end + 1;
    if (type !== "blob" || size === undefined) continue;
    found.set(id, output.subarray(position, position + Number(size)));
    position += Number(size) + 1;
  }
  return found;
}

/** Brings those of some objects that the clone lacks; null: all are here, else why not. */
export function bringObjects(
  root: string,
  ids: readonly string[],
  access: FetchAccess | null,
): string | null {
  const store = openSideStore(root, ids[0]?.length ?? 0);
  if (store === null) return "git does not say where its objects are";
  const lines = checkObjects(store, ["--git-dir=."], ids);
  const missing = ids.filter((_, index) => lines[index]?.endsWith(" missing") ?? true);
  return missing.length === 0 ? null : fetchObjects({ root, ids: missing, access });
}
