/** Joins names as a sentence does: `a`, `a or b`, `a, b or c`. */
export function listNames(names: readonly string[], conjunction = "or"): string {
  return names.length < 2
    ? (names[0] ?? "")
    : `${names.slice(0, -1).join(", ")} ${conjunction} ${names.at(-1) ?? ""}`;
}

/** The same of names in backquotes. */
export function listQuoted(names: readonly string[]): string {
  return listNames(quoteNames(names));
}

/** Names in backquotes, as code stands in a message. */
export function quoteNames(names: readonly string[]): readonly string[] {
  return names.map((name) => `\`${name}\``);
}

/** The word for so many: `run` for 1, else `runs`, or what is given for many. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** A number with its word: `1 run`, `2 runs`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${plural(count, one, many)}`;
}

/** Digits in groups of three: `1,234,567`. */
export function groupDigits(count: number | bigint | string): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
