/** What recordings have in common as documents: lists of interactions, texts, statuses. */
import { startUnpacking } from "../http/bytes.ts";
import { isArray, isObject, valueAt, type Json, type JsonObject, type Path } from "../../json.ts";
import { problem } from "../../problem.ts";
import { listNames } from "../../words.ts";
import type { Call, Format } from "../format.ts";
import { readInteraction, type Interaction } from "../http/interaction.ts";
import type { Reading } from "../http/reading.ts";

/** A reader of documents that stand by themselves: nothing waits for the end of the file. */
export function readEach(read: (reading: Reading) => readonly Call[]): Format["open"] {
  return (context) => {
    const results = new Set<string>();
    const unpacking = startUnpacking();
    return { read: (document) => read({ document, context, results, unpacking }), end: () => [] };
  };
}

/**
 * The same for a format whose files are lists or lines, a call each: what among them is of another
 * kind is counted.
 */
export function readElements(
  sees: Format["sees"],
  read: (element: JsonObject, reading: Reading) => readonly Call[],
): Format["open"] {
  return readEach((reading) => {
    const { value } = reading.document;
    if (isObject(value) && sees(value)) return read(value, reading);
    reading.context.leaveOut({ why: "other", name: "" });
    return [];
  });
}

/**
 * The calls of a list of interactions that stands at a path of the document, each as `read` sees
 * it. What is no list, and what in it is no interaction (null), is the problem `recording-shape`.
 */
export function readList(
  reading: Reading,
  path: Path,
  read: (item: JsonObject, path: Path) => Interaction | null,
): readonly Call[] {
  const { document, context } = reading;
  const items = valueAt(document.value, path);
  const wrong = (where: Path, expected: string): readonly Call[] => {
    const details = { key: where.join("."), expected };
    context.report(problem("recording-shape", document.place(where), details));
    return [];
  };
  if (!isArray(items)) return wrong(path, "a list of interactions");
  return items.flatMap((item, index) => {
    const where = [...path, index];
    const interaction = isObject(item) ? read(item, where) : null;
    return interaction === null
      ? wrong(where, "a request with its address and its answer")
      : readInteraction(interaction, reading);
  });
}

/** Says where a file's `version` is one that is not known: `recording-version`. */
export function checkVersion(
  { document, context }: Reading,
  { what, known }: { readonly what: string; readonly known: readonly number[] },
): void {
  const version = valueAt(document.value, ["version"]);
  if (typeof version !== "number" || known.includes(version)) return;
  const details = { what, version: String(version), known: listNames(known.map(String), "and") };
  context.report(problem("recording-version", document.place(["version"]), details));
}

/** Whether one of a list's items at least has a value at a path that is a text. */
export function someHave(items: Json | undefined, path: Path): boolean {
  return isArray(items) && items.some((item) => typeof valueAt(item, path) === "string");
}

export function textOf(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** A status as recorders write it: a number, a text that begins with one, or an object with one. */
export function statusOf(value: Json | undefined): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "string") return /^\d{3}\b/.test(value) ? Number(value.slice(0, 3)) : null;
  if (!isObject(value)) return null;
  return statusOf(value["code"] ?? value["status_code"] ?? value["status"]);
}

/**
 * A body as VCR and vcrpy keep it: a text, or an object with `string` or `base64_string`. An object
 * with neither, as of an upload's fields, is none.
 */
export function vcrBody(
  value: Json | undefined,
  path: Path,
): { readonly value: Json | undefined; readonly path: Path } {
  if (!isObject(value) || "!!binary" in value) return { value, path };
  const bytes = value["base64_string"];
  if (typeof bytes === "string" && bytes !== "")
    return { value: { base64_string: bytes }, path: [...path, "base64_string"] };
  return { value: value["string"], path: [...path, "string"] };
}
