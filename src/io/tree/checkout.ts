/** Contents of a commit as a checkout would have them. */
import type { ContentFault } from "../../content-fault.ts";
import { readAttributes } from "../git/attributes.ts";
import { configuredFilters, readFiltered } from "../git/filters.ts";
import { readLfsObject } from "../git/lfs.ts";
import { noAttributes, readContent, readLfsPointer } from "./content.ts";
import type { Content, PathAttributes } from "./content.ts";

/** A file of a commit as git stores it. */
export interface StoredFile {
  readonly path: string;
  /** git's blob id. */
  readonly id: string;
  /** Null: git cannot give them. */
  readonly bytes: Uint8Array | null;
}

/** The bytes a checkout has at a path. */
export interface CheckedOutFile {
  /** Null: they cannot be had. */
  readonly bytes: Uint8Array | null;
  readonly encoding: string | null;
  /** Why there are none, or why they may be others elsewhere. */
  readonly fault: ContentFault | null;
}

/** The text of such bytes. */
export function contentOf({ bytes, encoding, fault }: CheckedOutFile): Content {
  if (bytes === null) return { text: null, fault };
  const content = readContent(bytes, encoding);
  return content.fault === null ? { ...content, fault } : content;
}

/** Those files whose text Git LFS keeps, and this clone does not have. */
export function findAbsentObjects(
  root: string,
  files: readonly StoredFile[],
  attributes: ReadonlyMap<string, PathAttributes>,
): readonly string[] {
  return files
    .filter(
      ({ path, bytes }) =>
        bytes !== null &&
        (attributes.get(path) ?? noAttributes).filter === "lfs" &&
        readLfsPointer(bytes) !== null &&
        storedObject(root, bytes) === null,
    )
    .map(({ path }) => path);
}

/**
 * Files of a commit with the filters of their attributes applied, by path. What Git LFS keeps is
 * taken from this clone's own store; other filters are run by git, as its settings say.
 */
export function checkOut(
  root: string,
  files: readonly StoredFile[],
  attributes: ReadonlyMap<string, PathAttributes>,
): ReadonlyMap<string, CheckedOutFile> {
  const found = new Map<string, CheckedOutFile>();
  const toFilter: StoredFile[] = [];
  const isKnown = createFilterTest(root);
  for (const file of files) {
    const { path, bytes } = file;
    const { filter, ident, encoding } = attributes.get(path) ?? noAttributes;
    const object = bytes === null || filter === null ? null : storedObject(root, bytes);
    if (bytes === null) found.set(path, without("missing", ""));
    else if (object !== null) found.set(path, { bytes: object, encoding, fault: null });
    else if (filter === null ? ident : isKnown(filter)) toFilter.push(file);
    // Git's own form of a text is UTF-8, whatever its encoding in a checkout is.
    else found.set(path, { bytes, encoding: null, fault: faultOfUnknown(filter) });
  }
  if (toFilter.length === 0) return found;
  for (const [path, file] of runFilters(root, toFilter, attributes)) found.set(path, file);
  return found;
}

/** The object of Git LFS that a pointer stands for, where this clone has it. */
export function storedObject(root: string, bytes: Uint8Array): Uint8Array | null {
  const pointer = readLfsPointer(bytes);
  return pointer === null ? null : readLfsObject(root, pointer);
}

/** Whether git's settings say how to run a filter. They are read when they are first asked for. */
export function createFilterTest(root: string): (filter: string) => boolean {
  let known: ReadonlySet<string> | null = null;
  return (filter) => (known ??= configuredFilters(root)).has(filter);
}

/** Filters whose stored form is told by its content: without them a text is what it seems. */
const recognised = new Set(["lfs", "git-crypt", "annex"]);

/** What is to be said of a file whose filter is not set up here. */
export function faultOfUnknown(filter: string | null): ContentFault | null {
  return filter === null || recognised.has(filter)
    ? null
    : { kind: "filter-unknown", name: filter };
}

function without(kind: ContentFault["kind"], name: string): CheckedOutFile {
  return { bytes: null, encoding: null, fault: { kind, name } };
}

/**
 * git applies the attributes of the checkout: where a commit's own say otherwise of a path, its
 * text cannot be had.
 */
function runFilters(
  root: string,
  files: readonly StoredFile[],
  attributes: ReadonlyMap<string, PathAttributes>,
): ReadonlyMap<string, CheckedOutFile> {
  const paths = files.map(({ path }) => path);
  const now = readAttributes(root, paths, null);
  const wanted = (path: string): PathAttributes => attributes.get(path) ?? noAttributes;
  const isSame = (path: string): boolean => {
    const { filter, ident } = now.get(path) ?? noAttributes;
    return filter === wanted(path).filter && ident === wanted(path).ident;
  };
  const filtered = readFiltered(
    root,
    files.filter(({ path }) => isSame(path)),
  );
  return new Map(
    files.map(({ path, bytes: stored }) => {
      const { filter, encoding } = wanted(path);
      const bytes = filtered.get(path);
      if (bytes !== undefined) return [path, { bytes, encoding, fault: null }];
      if (filter === null || (stored !== null && readLfsPointer(stored) !== null))
        return [path, { bytes: stored, encoding: null, fault: null }];
      return [path, without("filter-failed", filter)];
    }),
  );
}
