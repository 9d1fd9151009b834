/** Texts in columns of a terminal. */

/** Code points that take two columns: East Asian wide characters and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that a text takes. */
export function widthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

/** The width of the widest text, but at least and at most so much. */
export function widestOf(
  texts: readonly string[],
  limits: { readonly least: number; readonly most: number },
): number {
  return Math.min(Math.max(limits.least, ...texts.map(widthOf)), limits.most);
}

export function padEnd(text: string, width: number): string {
  return `${text}${gap(text, width)}`;
}

export function padStart(text: string, width: number): string {
  return `${gap(text, width)}${text}`;
}

function gap(text: string, width: number): string {
  return " ".repeat(Math.max(width - widthOf(text), 0));
}
