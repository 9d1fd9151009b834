/** Texts in columns of a terminal. */

/** Code points that take two columns, from and to: East Asian wide characters and emoji. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Columns that a text takes. */
function widthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0);
}

function isWide(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return wide.some(([from, to]) => from <= point && point <= to);
}

/** The width of the widest text, but at least and at most so much. */
export function widestOf(
  texts: readonly string[],
  limits: { readonly least: number; readonly most: number },
): number {
  return Math.min(Math.max(limits.least, ...texts.map(widthOf)), limits.most);
}

/** A text with spaces behind it, up to a width in columns. */
export function padEnd(text: string, width: number): string {
  return `${text}${gap(text, width)}`;
}

/** A text with spaces in front of it, up to a width in columns. */
export function padStart(text: string, width: number): string {
  return `${gap(text, width)}${text}`;
}

function gap(text: string, width: number): string {
  return " ".repeat(Math.max(width - widthOf(text), 0));
}

/**
 * A table: columns that are `left` begin on one line, the others end on one. Its first row says how
 * many columns there are.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  left: (column: number) => boolean,
): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((most, row) => Math.max(most, widthOf(row[column] ?? "")), 0),
  );
  return rows.map((row) =>
    `  ${row
      .map((cell, column) => (left(column) ? padEnd : padStart)(cell, widths[column] ?? 0))
      .join("  ")}`.trimEnd(),
  );
}
