/** Joins names as a sentence does: `a`, `a or b`, `a, b or c`. */
export function listNames(names: readonly string[], conjunction = "or"): string {
  return names.length < 2
    ? (names[0] ?? "")
    : `${names.slice(0, -1).join(", ")} ${conjunction} ${names.at(-1) ?? ""}`;
}

/** Joins names, each in backquotes, as a sentence does: `` `a`, `b` or `c` ``. */
export function listQuoted(names: readonly string[]): string {
  return listNames(quoteNames(names));
}

/** Names in backquotes, as code stands in a message. */
export function quoteNames(names: readonly string[]): readonly string[] {
  return names.map((name) => `\`${name}\``);
}

/** The word for so many: `run` for 1, else `runs`, or the plural that is given. */
export function plural(count: number, word: string, plural = `${word}s`): string {
  return count === 1 ? word : plural;
}

/** A number with its word: `1 run`, `2,000 runs`; where it is given, with that plural. */
export function counted(count: number, word: string, words = `${word}s`): string {
  return `${groupDigits(count)} ${plural(count, word, words)}`;
}

/** Digits in groups of three: `1,234,567`. */
export function groupDigits(count: number | bigint | string): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A command as a shell reads it: words with other characters than those of names are quoted. */
export function shellCommand(words: readonly string[]): string {
  return words
    .map((word) =>
      /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`,
    )
    .join(" ");
}

/** A text of at most so many characters, never cut inside one; one that is cut ends with `…`. */
export function clipCharacters(text: string, longest: number): string {
  const characters = Array.from(text);
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : text;
}
