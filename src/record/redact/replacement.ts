/** Says what stood here, and is no key's beginning: nothing that looks for keys finds it. */
const label = "redacted";

/** From so many characters on the label stands in front. */
const leastLabelled = 16;

/**
 * Letters and digits in no order, about as many to a token as a key has. They are the same for every
 * key: what is replaced cannot be worked out from what replaces it.
 */
const filler = "q7Zk2mVx9TcRw4LdHs8NbYf3JgPa6UeKzB5oWt1XrQhGvM0yCiDnSjEuFlApO";

/**
 * What stands for a text that may not be kept: as long, with capitals, small letters and digits where
 * it has them, all else as it is; what has the same shape is replaced by the same.
 */
export function replacementOf(text: string): string {
  const labelled = text.length >= leastLabelled ? label : "";
  const rest = text
    .slice(labelled.length)
    .replaceAll(/[^\s\p{P}\p{S}]/gu, (character: string, offset: number) =>
      standIn(character, labelled === "" ? null : (filler[offset % filler.length] ?? "x")),
    );
  return labelled + rest;
}

/** A character of the same kind; `given` is one in no order, null: a plain one. */
function standIn(character: string, given: string | null): string {
  if (/\d/.test(character)) return given === null ? "0" : String(given.charCodeAt(0) % 10);
  const letter = given === null || /\d/.test(given) ? "x" : given;
  const isCapital = character !== character.toLowerCase();
  const made = isCapital ? letter.toUpperCase() : letter.toLowerCase();
  return made.padEnd(character.length, "x");
}
