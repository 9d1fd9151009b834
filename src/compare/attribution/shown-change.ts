/** A change with the exchange that shows it: where nothing else says so, its place is there. */
import type { Exchange } from "../../fixture/fixture.ts";
import { placeInBody } from "../../fixture/body-places.ts";
import type { Change } from "../comparison.ts";

export interface ShownChange {
  readonly change: Change;
  /** The head's; null: no single one does. */
  readonly exchange: Exchange | null;
}

/** Equal for changes that are one and the same. */
export function keyOf({ kind, name, what, place, block }: Change): string {
  return JSON.stringify([kind, name, what, name === null ? [place.file, place.line, block] : 0]);
}

/**
 * What no file of the repository is tied to stands in the fixture itself: there, unless it is gone.
 */
export function placed({ change, exchange }: ShownChange): Change {
  const { place, block, kind } = change;
  if (exchange === null || place.file !== null || block === null || kind === "removed")
    return change;
  const { file, line, column } = placeInBody(exchange, block);
  return { ...change, place: { file, line, column, path: place.path } };
}
