/** Places within texts, found again by what stands around them. */
import type { Placeholder, Request } from "../../fixture/fixture.ts";
import { formatPath, valueAt } from "../../json.ts";

/** A place within a text. */
type TextPlace = Pick<Placeholder, "path" | "offset" | "width">;

/** So much of the text on each side of a place shows that it is the same one. */
const surroundings = 24;
/** The shortest text that shows it. */
const leastShown = 3;

/** Finds, for a place of another request, the one of these in the same level with the same text before or behind it. */
export function indexPlaces<Item extends TextPlace>(
  items: readonly Item[],
  request: Request,
): (place: TextPlace, other: Request) => Item | null {
  if (items.length === 0) return () => null;
  const known = new Map<string, Item>();
  for (const item of items)
    for (const key of keysOf(item, request)) if (!known.has(key)) known.set(key, item);
  return (place, other) =>
    keysOf(place, other)
      .map((key) => known.get(key))
      .find((found) => found !== undefined) ?? null;
}

/** Where a place stands: its text and its offset there. */
export function positionKey({ path, offset }: TextPlace): string {
  return `${formatPath(path)} ${String(offset)}`;
}

function keysOf({ path, offset, width = 0 }: TextPlace, { body }: Request): readonly string[] {
  const text = valueAt(body, path);
  if (typeof text !== "string") return [];
  const end = offset + width;
  const around = [
    ["before", text.slice(Math.max(0, offset - surroundings), offset)],
    ["behind", text.slice(end, end + surroundings)],
  ] as const;
  return around
    .filter(([, shown]) => shown.trim().length >= leastShown)
    .map(([side, shown]) => `${String(path[0])} ${side} ${shown}`);
}
