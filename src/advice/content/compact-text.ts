import { parseJson } from "../../json-text.ts";

/** JSON shorter by fewer characters than this stays as it is. */
const leastCharacters = 12;
/** After so many openings that lead to no JSON a text is taken for one without. */
const mostFailures = 40;

/** What JSON that is not compact has somewhere; looked for first, which takes no time. */
const loose = ['": ', "{\n", "[\n", ",\n", "{ ", "{\r", "[\r"];

/** Where JSON may begin: what can follow an opening bracket in it. */
const opening = /[{[](?=\s*["{[\d\]}tfn-])/g;

/**
 * A text with the JSON in it written without white space between its tokens; nothing else of it
 * changes, numbers and strings stay as they are written. Null where that makes nothing shorter.
 */
export function compactText(text: string): string | null {
  if (!loose.some((written) => text.includes(written))) return null;
  let compact = "";
  let from = 0;
  let failures = 0;
  opening.lastIndex = 0;
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const end = endOfValue(text, found.index);
    const written = end === -1 ? "" : text.slice(found.index, end);
    const terse = withoutSpace(written);
    if (written.length - terse.length >= leastCharacters && parseJson(written) !== undefined) {
      compact += text.slice(from, found.index) + terse;
      from = end;
    } else if (end === -1 || written.length > terse.length) failures += 1;
    if (failures > mostFailures) break;
    // What is terse already is not looked into again.
    if (end !== -1 && (from === end || written.length === terse.length)) opening.lastIndex = end;
  }
  return from === 0 ? null : compact + text.slice(from);
}

/** The pieces of JSON that hold no bracket: a string, else anything but strings and brackets. */
const piece = /"(?:[^"\\]|\\.)*"|[{[]|[}\]]|[^"{}[\]]+/gsy;

/** Behind the bracket that closes the one at `start`; -1 where none does. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  piece.lastIndex = start;
  for (let found = piece.exec(text); found !== null; found = piece.exec(text)) {
    const [token] = found;
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    if (depth === 0) return found.index + token.length;
  }
  return -1;
}

/** JSON without white space outside of its strings. */
function withoutSpace(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|\s+/gs, (part) => (part.startsWith('"') ? part : ""));
}
