/**
 * What became of the places of a request that are filled: a placeholder is where it stands and what
 * it fills, before it is its name.
 */
import type { Placeholder, Request, StandingTag } from "../../fixture/fixture.ts";
import { sum } from "../../arithmetic.ts";
import { nameOfLink, ownParts, type OwnPart } from "../../fixture/references/own-content.ts";
import { valueAt, writeJson } from "../../json.ts";
import { ascendingBy, groupBy } from "../../order.ts";
import { isPlainText } from "./dropped-placeholders.ts";
import { frequency } from "./relaxed-scenario.ts";
import { indexPlaces, positionKey } from "./same-place.ts";

/** A placeholder of main's and what stands for it in the head. */
export interface PlaceholderPair {
  readonly was: Placeholder;
  /** Null: a text like any other, or a tag that is taken to stay. */
  readonly now: Placeholder | null;
  /** Whether it has the same name. */
  readonly isNamesake: boolean;
}

/** Sizes this many times apart are of different things. */
const mostApart = 2;
/** New blocks that are looked at for each that is gone, at most. */
const mostLooked = 100;

/**
 * For each placeholder of main's request what stands for it in the head's: that of the same name,
 * what by another name that main does not have is filled in in the same place or is declared about
 * as large, a tag that stands there instead, or the same text with nothing filled in. None where
 * it is gone with its text.
 */
export function pairPlaceholders(before: Request, after: Request): readonly PlaceholderPair[] {
  if (before === after || before.placeholders.length === 0) return [];
  const known = new Set(before.placeholders.map(keyOf));
  const waiting = groupBy(after.placeholders.toReversed(), keyOf);
  const fresh = after.placeholders.filter((now) => !known.has(keyOf(now)));
  const blocks = groupBy(
    fresh.filter(({ kind }) => kind === "block"),
    ({ path }) => path[0],
  );
  const texts = fresh.filter(({ kind }) => kind === "text");
  const inPlace = indexPlaces(texts, after);
  const byPosition = new Map(texts.map((now) => [positionKey(now), now]));
  const standing = indexStanding(after);
  return before.placeholders.flatMap((was): readonly PlaceholderPair[] => {
    const namesake = waiting.get(keyOf(was))?.pop() ?? null;
    const other =
      was.kind === "block"
        ? namesake !== null && (namesake.tokens ?? 0) >= (was.tokens ?? 0)
          ? null
          : closestSize(was, blocks.get(was.path[0]) ?? [])
        : (inPlace(was, before) ??
          (namesake === null ? (byPosition.get(positionKey(was)) ?? null) : null));
    if (other === null && namesake === null && was.kind === "block")
      return standsInstead(was, before, after)
        ? [{ was, now: calmest(blocks.get(was.path[0]) ?? []), isNamesake: false }]
        : [];
    const found = [
      ...(namesake === null ? [] : [{ was, now: namesake, isNamesake: true }]),
      ...(other === null ? [] : [{ was, now: other, isNamesake: false }]),
    ];
    if (found.length > 0) return found;
    const isPlain = isPlainText(was, before, after) || standing(was, before) !== null;
    return isPlain ? [{ was, now: null, isNamesake: false }] : [];
  });
}

/**
 * Finds the tag that stands in a request for a placeholder of another one: of its name, in whatever
 * form, or in its place.
 */
export function indexStanding(
  request: Request,
): (was: Placeholder, before: Request) => StandingTag | null {
  const { standing = [] } = request;
  if (standing.length === 0) return () => null;
  const nameOf = (path: Placeholder["path"], name: string | null): string =>
    `${String(path[0])} ${name ?? ""}`;
  const named = new Map(
    standing.flatMap((tag) =>
      tag.name === null ? [] : [[nameOf(tag.path, tag.name), tag] as const],
    ),
  );
  const inPlace = indexPlaces(standing, request);
  return (was, before) =>
    was.kind === "text" ? (named.get(nameOf(was.path, was.name)) ?? inPlace(was, before)) : null;
}

/** Name, level and kind. */
function keyOf({ kind, path, name }: Placeholder): string {
  return `${kind} ${path[0] ?? ""} ${name}`;
}

/** So much of a block's size comes in its level where it is only written otherwise, in parts of one. */
const mostly = 0.5;
/** About how many characters a token has. */
const charactersPerToken = 4;

/**
 * Whether in the level of a block that is gone so much is new that it may be what the block stood
 * for: smaller blocks, a text, a file.
 */
function standsInstead(
  { path: [level], tokens }: Placeholder,
  before: Request,
  after: Request,
): boolean {
  const known = new Set(ownParts(before).map(contentOf));
  const fresh = ownParts(after).filter(
    (part) => part.path[0] === level && !known.has(contentOf(part)),
  );
  return sum(fresh.map((part) => tokensOf(part, after))) >= mostly * (tokens ?? Infinity);
}

function contentOf(part: OwnPart): string {
  if (part.kind === "text") return `text ${part.text}`;
  return part.kind === "link" ? `link ${nameOfLink(part.link)}` : `size ${part.name}`;
}

function tokensOf(part: OwnPart, { body }: Request): number {
  if (part.kind === "size") return part.tokens;
  const text = part.kind === "text" ? part.text : writeJson(valueAt(body, part.path) ?? null);
  return text.length / charactersPerToken;
}

/** The block that changes least often; null: there is none. */
function calmest(blocks: readonly Placeholder[]): Placeholder | null {
  const [first = null] = blocks.toSorted(ascendingBy(({ changes }) => frequency(changes)));
  return first;
}

/** The new block that is most nearly as large. */
function closestSize(was: Placeholder, blocks: readonly Placeholder[]): Placeholder | null {
  const apart = ({ tokens }: Placeholder): number => {
    const sizes = [(was.tokens ?? 0) + 1, (tokens ?? 0) + 1];
    return Math.max(...sizes) / Math.min(...sizes);
  };
  const near = blocks.slice(0, mostLooked).filter((now) => apart(now) <= mostApart);
  const [first, ...others] = near;
  return first === undefined
    ? (blocks.find((now) => positionKey(now) === positionKey(was)) ?? null)
    : others.reduce((best, now) => (apart(now) < apart(best) ? now : best), first);
}
