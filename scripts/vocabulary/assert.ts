/** Throws where something does not hold. */
export function assert(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
