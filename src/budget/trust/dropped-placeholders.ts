/** Placeholders that a request has no more, though the text they fill is what it was. */
import type { Placeholder, Request } from "../../fixture/fixture.ts";
import { formatPath, valueAt } from "../../json.ts";

/** The placeholder, of another name, that stands where another request has one; null: none does. */
export function placeholderInPlaceOf(
  { kind, path, offset }: Placeholder,
  { placeholders }: Request,
): Placeholder | null {
  const written = formatPath(path);
  const found = placeholders.find(
    (other) => other.kind === kind && other.offset === offset && formatPath(other.path) === written,
  );
  return found ?? null;
}

/** Whether a text that a request fills stands in another one as it is, with nothing filled in. */
export function isPlainText(placeholder: Placeholder, filled: Request, other: Request): boolean {
  const { kind, path, tokens } = placeholder;
  const text = valueAt(filled.body, path);
  return (
    kind === "text" &&
    tokens === null &&
    typeof text === "string" &&
    text === valueAt(other.body, path) &&
    placeholderInPlaceOf(placeholder, other) === null
  );
}
