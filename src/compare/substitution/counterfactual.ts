import { withRequest, type Exchange, type Placeholder } from "../../fixture/fixture.ts";
import { joinThoughts } from "../../fixture/thoughts.ts";
import {
  isArray,
  isNumberText,
  isObject,
  type Json,
  type JsonObject,
  type Path,
} from "../../json.ts";
import { requestParts, type RequestPart } from "../steps.ts";

/**
 * The parts in which two requests differ: in members of the body, in placeholders, for settings in
 * betas too. Breakpoints go with the part they stand in. The order of the body's own keys means
 * nothing.
 */
export function differingParts(head: Exchange, base: Exchange): readonly RequestPart[] {
  const [now, before] = [head.request.body, base.request.body];
  const changed = new Set<RequestPart>();
  for (const key of new Set([...Object.keys(now), ...Object.keys(before)])) {
    if (!changed.has(partOf(key)) && !isSame(now[key], before[key])) changed.add(partOf(key));
  }
  if (head.betas.join(",") !== base.betas.join(",")) changed.add("settings");
  if (head.request.placeholders.length + base.request.placeholders.length > 0) {
    for (const part of requestParts)
      if (writePlaceholders(head, part) !== writePlaceholders(base, part)) changed.add(part);
  }
  return requestParts.filter((part) => changed.has(part));
}

/** The part that a member of the body belongs to. */
export function partOf(key: string | number | undefined): RequestPart {
  return requestParts.find((part) => part === key) ?? "settings";
}

/**
 * Whether two values are written alike: keys in the same order, numbers with the same text. Stops
 * at the first difference.
 */
function isSame(a: Json | undefined, b: Json | undefined): boolean {
  // A list and no recursion: a body may be nested as deep as its sender likes.
  const waiting: [Json | undefined, Json | undefined][] = [[a, b]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const members = membersOf(...pair);
    if (members === null) return false;
    for (const member of members) waiting.push(member);
  }
  return true;
}

/** What two values have to compare further down, in pairs; null: they differ. */
function membersOf(
  a: Json | undefined,
  b: Json | undefined,
): readonly [Json | undefined, Json | undefined][] | null {
  if (a === b) return [];
  if (isArray(a))
    return isArray(b) && a.length === b.length ? a.map((item, index) => [item, b[index]]) : null;
  if (isNumberText(a)) return isNumberText(b) && a.numberText === b.numberText ? [] : null;
  if (!isObject(a) || !isObject(b)) return null;
  const [left, right] = [Object.keys(a), Object.keys(b)];
  return left.length === right.length && left.every((key, index) => key === right[index])
    ? left.map((key) => [a[key], b[key]])
    : null;
}

function writePlaceholders(exchange: Exchange, part: RequestPart): string {
  return exchange.request.placeholders
    .filter((placeholder) => partOf(placeholder.path[0]) === part)
    .map(placeholderText)
    .sort()
    .join("\n");
}

function placeholderText(placeholder: Placeholder): string {
  return JSON.stringify([
    placeholder.path,
    placeholder.name,
    placeholder.changes,
    placeholder.tokens,
    placeholder.undeclared,
    placeholder.kind,
    placeholder.offset,
    placeholder.inherited,
  ]);
}

/**
 * The request with some parts of the head and the others of the base. It has no hash, recording or
 * count: what vouches for it is its measurer's to say. Place and index are the head's.
 */
export function buildCounterfactual(options: {
  readonly head: Exchange;
  readonly base: Exchange;
  readonly fromHead: ReadonlySet<RequestPart>;
}): Exchange {
  const { head, base, fromHead } = options;
  const isHeads = (key: string | number | undefined): boolean => fromHead.has(partOf(key));
  const body: JsonObject = Object.fromEntries([
    ...Object.entries(base.request.body).filter(([key]) => !isHeads(key)),
    ...Object.entries(head.request.body).filter(([key]) => isHeads(key)),
  ]);
  const merge = <Item extends { readonly path: Path }>(
    ofBase: readonly Item[],
    ofHead: readonly Item[],
  ): readonly Item[] => [
    ...ofBase.filter((item) => !isHeads(item.path[0])),
    ...ofHead.filter((item) => isHeads(item.path[0])),
  ];
  const mixed = withRequest(head, {
    body,
    placeholders: merge(base.request.placeholders, head.request.placeholders),
    links: merge(base.request.links, head.request.links),
    thoughts: joinThoughts(base.request, head.request),
  });
  return {
    ...mixed,
    betas: fromHead.has("settings") ? head.betas : base.betas,
    recorded: null,
    needsPrevious: fromHead.has("messages") ? head.needsPrevious : base.needsPrevious,
  };
}
