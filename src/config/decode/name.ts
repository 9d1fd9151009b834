import type { Json } from "../../json.ts";

/** A value that is one of a closed set of names; null where it is none of them. */
export function readName<Name extends string>(
  value: Json | undefined,
  known: readonly Name[],
): Name | null {
  return known.find((name) => name === value) ?? null;
}
