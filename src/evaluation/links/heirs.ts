/** Where a linked value may stand now, besides where a fixture says it does. */
import type { FileLink } from "../../fixture/fixture.ts";
import { readLinked, type ContentCache } from "../../fixture/references/references.ts";
import { isArray, isObject, writeJson, type Json } from "../../json.ts";
import type { Tree } from "../../tree.ts";
import { phrasesIn, sharedPart } from "../likeness/same-text.ts";
import { findHeirs } from "./held-tree.ts";

/** How much of a value another one has to be what it became, in parts of one. */
const mostly = 0.5;

/** So many values of a file are looked at. */
const mostLooked = 1000;

/** Both trees, and all that the head's fixtures follow. */
export interface HeirSides {
  readonly head: Tree;
  readonly base: Tree;
  readonly followed: readonly FileLink[];
  readonly cache: ContentCache;
}

/**
 * How long the longest thing is that a change brings, that has most of a value of main's, and that
 * no fixture follows, in characters: a new file, or a new value of the file that is followed. 0:
 * there is none. `link`: what led to the value; `now`: what is followed in its place.
 */
export function longestHeir(
  value: Json,
  { link, now }: { readonly link: FileLink; readonly now: FileLink },
  sides: HeirSides,
): number {
  const { head, followed } = sides;
  const files = typeof value === "string" ? findHeirs(value, sides) : [];
  const lengths = files
    .filter((file) => followed.every((other) => other.file !== file))
    .map((file) => head.text(file)?.length ?? 0);
  const phrases = phrasesIn(value);
  const values = now.pointer === null ? [] : freshValues(link, now, sides);
  const heirs = values
    .filter((other) => sharedPart(phrases, new Set(phrasesIn(other))) >= mostly)
    .map((other) => writeJson(other).length);
  return Math.max(0, ...lengths, ...heirs);
}

/** Values of a file that stand nowhere in main's and that nothing follows. */
function freshValues(
  link: FileLink,
  now: FileLink,
  { head, base, followed, cache }: HeirSides,
): readonly Json[] {
  const [was, is] = [
    readLinked(base, { file: link.file, pointer: "" }, cache),
    readLinked(head, { file: now.file, pointer: "" }, cache),
  ];
  const known = new Set(walk(was, "").map(({ value }) => writeJson(value)));
  const pointers = followed.flatMap(({ file, pointer }) =>
    file === now.file && pointer !== null ? [`${pointer}/`] : [],
  );
  return walk(is, "")
    .filter(
      ({ pointer, value }) =>
        !known.has(writeJson(value)) &&
        pointers.every((other) => !other.startsWith(pointer) && !pointer.startsWith(other)),
    )
    .map(({ value }) => value);
}

interface PlacedValue {
  /** With a slash at its end. */
  readonly pointer: string;
  readonly value: Json;
}

/** A value and those within it, each with its pointer. */
function walk(value: Json, pointer: string): readonly PlacedValue[] {
  const found: PlacedValue[] = [{ pointer: `${pointer}/`, value }];
  const keys = isArray(value) || isObject(value) ? Object.entries(value) : [];
  for (const [key, item] of keys) {
    if (found.length > mostLooked) break;
    const step = key.replaceAll("~", "~0").replaceAll("/", "~1");
    found.push(...walk(item, `${pointer}/${step}`));
  }
  return found;
}
