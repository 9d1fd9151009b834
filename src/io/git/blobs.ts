/** Contents by git's blob ids, those too that a partial clone has yet to fetch. */
import { callGit } from "./call.ts";
import { fetchObjects, type FetchAccess } from "./fetch.ts";
import { openSideStore } from "./side-store.ts";

const lineFeed = 10;

interface ReadBlobs {
  readonly blobs: ReadonlyMap<string, Uint8Array>;
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
  const found = readHere(root, [], wanted);
  const unread = wanted.filter((id) => !found.has(id));
  const [first] = unread;
  if (first === undefined) return { blobs: found, lost: null };
  // Of a partial clone git gives up at the first blob that is missing; the store beside it does not.
  const store = openSideStore(root, first.length);
  const read = (some: readonly string[]): void => {
    if (store === null) return;
    for (const [id, bytes] of readHere(store, ["--git-dir=."], some)) found.set(id, bytes);
  };
  read(unread);
  const missing = unread.filter((id) => !found.has(id));
  if (missing.length === 0) return { blobs: found, lost: null };
  const lost = fetchObjects({ root, ids: missing, access });
  if (lost === null) read(missing);
  const isWhole = missing.every((id) => found.has(id));
  return { blobs: found, lost: isWhole ? null : (lost ?? "the server did not send them") };
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
  const input = ids.map((id) => `${id}\n`).join("");
  const answer = callGit(store, ["--git-dir=.", "cat-file", "--batch-check"], { input });
  const lines = "output" in answer ? new TextDecoder().decode(answer.output).split("\n") : [];
  const missing = ids.filter((_, index) => lines[index]?.endsWith(" missing") ?? true);
  return missing.length === 0 ? null : fetchObjects({ root, ids: missing, access });
}
