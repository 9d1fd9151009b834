/** Where a linked value may stand now, besides where a fixture says it does. */
import type { FileLink } from "../../fixture/fixture.ts";
import { readLinked, type ContentCache } from "../../fixture/references/referenced-files.ts";
import { nameOfLink } from "../../fixture/references/own-content.ts";
import { writePointer } from "../../json-pointer.ts";
import { isArray, isObject, writeJson, type Json } from "../../json.ts";
import { remember } from "../../remember.ts";
import type { Tree } from "../../tree.ts";
import { phrasesIn, phrasesOf, sharedPart } from "../likeness/same-text.ts";
import { newFiles } from "./held-tree.ts";

/** How much of a value another one has to be what it became, in parts of one. */
const mostly = 0.5;

/** So many values of a file are looked at. */
const mostLooked = 1000;

/** Both trees, and all that the head's fixtures follow. */
interface HeirSides {
  readonly head: Tree;
  readonly base: Tree;
  readonly followed: () => readonly FileLink[];
  readonly cache: ContentCache;
}

/** Finds the longest heir of a value; remembers what it has looked at. */
export type HeirSearch = (
  value: Json,
  links: { readonly link: FileLink; readonly now: FileLink },
) => number;

/**
 * How long the longest thing is that a change brings, that has most of a value of main's, and that
 * no fixture follows, in characters: a new file, or a new value of the file that is followed. 0:
 * there is none. `link`: what led to the value; `now`: what is followed in its place.
 */
export function createHeirSearch(sides: HeirSides): HeirSearch {
  const { head, base } = sides;
  const files = remember(() => {
    const followed = new Set(sides.followed().map(({ file }) => file));
    return newFiles(head, base)
      .filter((path) => !followed.has(path))
      .map((path) => head.text(path) ?? "")
      .map((text) => ({ length: text.length, phrases: new Set(phrasesOf(text)) }));
  });
  const found = new Map<string, number>();
  return (value, { link, now }) => {
    const key = JSON.stringify([nameOfLink(link), nameOfLink(now)]);
    const known = found.get(key);
    if (known !== undefined) return known;
    const phrases = phrasesIn(value);
    const heirs = [
      ...(typeof value === "string" ? files() : []),
      ...(now.pointer === null ? [] : freshValues(link, now, sides)).map((other) => ({
        length: writeJson(other).length,
        phrases: new Set(phrasesIn(other)),
      })),
    ].filter((other) => sharedPart(phrases, other.phrases) >= mostly);
    const longest = heirs.reduce((most, { length }) => Math.max(most, length), 0);
    found.set(key, longest);
    return longest;
  };
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
  const pointers = followed().flatMap(({ file, pointer }) =>
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
    found.push(...walk(item, `${pointer}${writePointer([key])}`));
  }
  return found;
}
