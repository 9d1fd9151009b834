/** Brackets in patterns of paths. */

/** Characters in brackets. */
export interface GlobSet {
  readonly ranges: readonly (readonly [string, string])[];
  readonly negated: boolean;
}

/** Offset of the bracket that closes the one at `from`; -1 where none does. */
export function closeOf(text: string, from: number): number {
  const [open, close] = text[from] === "(" ? "()" : "{}";
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === open) depth += 1;
    else if (text[at] === close) depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** Whether braces list alternatives: a comma that stands in no braces within them. */
export function hasComma(inside: string): boolean {
  let depth = 0;
  for (let at = 0; at < inside.length; at += 1) {
    const character = inside[at];
    if (character === "\\") at += 1;
    else if (character === "{") depth += 1;
    else if (character === "}") depth -= 1;
    else if (character === "," && depth === 0) return true;
  }
  return false;
}

/** The characters in brackets, and the offset behind them; null where they are not closed. */
export function readSet(
  text: string,
  from: number,
): { readonly set: GlobSet; readonly end: number } | null {
  let at = from + 1;
  const negated = text[at] === "!" || text[at] === "^";
  if (negated) at += 1;
  const ranges: (readonly [string, string])[] = [];
  for (let isFirst = true; text[at] !== "]" || isFirst; isFirst = false) {
    if (text[at] === "\\") at += 1;
    const low = text[at];
    if (low === undefined || low === "/") return null;
    at += 1;
    const isRange = text[at] === "-" && text[at + 1] !== "]" && text[at + 1] !== undefined;
    if (isRange) at += text[at + 1] === "\\" ? 2 : 1;
    ranges.push([low, isRange ? (text[at] ?? low) : low]);
    if (isRange) at += 1;
  }
  return { set: { ranges, negated }, end: at + 1 };
}
