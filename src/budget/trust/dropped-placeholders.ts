/** Placeholders that a request has no more, though the text they fill is what it was. */
import type { Placeholder, Request } from "../../fixture/fixture.ts";
import { formatPath, valueAt } from "../../json.ts";

/** The placeholder, of another name, that stands where another request has one; null: none does. */
function placeholderInPlaceOf(
  { kind, path, offset }: Placeholder,
  { placeholders }: Request,
): Placeholder | null {
  const written = formatPath(path);
  const found = placeholders.find(
    (other) => other.kind === kind && other.offset === offset && formatPath(other.path) === written,
  );
  return found ?? null;
}

/**
 * Whether what a request fills in stands in another one as a text like any other: the same text, or
 * where a number filled it (a time, an id) one that is written alike.
 */
export function isPlainText(placeholder: Placeholder, filled: Request, other: Request): boolean {
  const { kind, path, tokens } = placeholder;
  const [text, now] = [valueAt(filled.body, path), valueAt(other.body, path)];
  return (
    kind === "text" &&
    tokens === null &&
    typeof text === "string" &&
    typeof now === "string" &&
    placeholderInPlaceOf(placeholder, other) === null &&
    (text === now || isWrittenAlike(placeholder, text, now))
  );
}

/** Whether a value of the same form stands at the same place, behind a text of the same form. */
function isWrittenAlike({ offset, width = 0 }: Placeholder, text: string, now: string): boolean {
  const end = offset + width;
  return (
    /\d/.test(text.slice(offset, end)) &&
    text[end] === now[end] &&
    formOf(text.slice(0, end)) === formOf(now.slice(0, end))
  );
}

/** A text with its letters and digits all alike: what another time or id has in common. */
function formOf(text: string): string {
  return text.replace(/[\p{L}\p{N}]/gu, "0");
}
