import type { Place } from "../problem.ts";

/** Longest line that is shown whole. */
const widest = 120;

/** How many characters the value or key at the start of a text has. */
const widthOf = (rest: string): number => {
  const quoted = /^(["'])(?:\\.|(?!\1).)*\1/.exec(rest);
  if (quoted !== null) return quoted[0].length;
  const plain = /^[^\s,\]}#:]+(?:[ :](?![\s#])[^\s,\]}#:]+)*/.exec(rest);
  return Math.max(plain?.[0].length ?? 1, 1);
};

/**
 * The line of a place with a caret under what it names, as two lines of text; null where the place has no line. Only ever
 * of `promptcost.yml`: no other file's text is shown.
 */
export const excerpt = (text: string, place: Place): string | null => {
  if (place.line === null) return null;
  const line = text.split(/\r?\n/)[place.line - 1];
  if (line === undefined) return null;
  const column = Math.min(place.column ?? 1, line.length + 1);
  const shown = line.length > widest ? `${line.slice(0, widest)}…` : line;
  const number = String(place.line).padStart(5);
  const before = line.slice(0, column - 1).replaceAll(/[^\t]/g, " ");
  if (column > widest) return `${number} | ${shown}`;
  const width = Math.min(widthOf(line.slice(column - 1)), Math.max(shown.length - column + 1, 1));
  return `${number} | ${shown}\n${" ".repeat(number.length)} | ${before}${"^".repeat(width)}`;
};
