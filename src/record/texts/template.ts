/** A text with placeholders: written, filled, and held against another text. */
import type { Changes, VariableConfig } from "../../config/config.ts";
import { readVariable } from "../../config/variable.ts";
import { fillPlaceholders, findNamedTags } from "../../fixture/references/placeholders.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { ChangingSpan } from "./changing-spans.ts";
import type { PlaceholderKind } from "./tokens.ts";

/** A placeholder of a text, with what fills it now. */
export interface TemplateVariable {
  readonly name: string;
  readonly value: string;
  readonly changes: Changes;
}

/** A span of a text under the name it gets. */
export interface NamedSpan extends ChangingSpan {
  readonly name: string;
}

/**
 * Names for spans: by kind, numbered where there are several. What is the same in every text has
 * one name; a name that stands in the text already, in braces, is taken.
 */
export function nameSpans(text: string, spans: readonly ChangingSpan[]): readonly NamedSpan[] {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  return spans.map((span) => {
    const key = JSON.stringify([span.kind, text.slice(span.from, span.until), span.others]);
    const known = names.get(key);
    if (known !== undefined) return { ...span, name: known };
    let name: string = span.kind;
    for (let count = 2; taken.has(name) || hasName(text, name); count += 1)
      name = `${span.kind}_${String(count)}`;
    taken.add(name);
    names.set(key, name);
    return { ...span, name };
  });
}

function hasName(text: string, name: string): boolean {
  const vars = { [name]: { value: "", changes: "run", literal: false } as const };
  return findNamedTags(text, vars).length > 0;
}

/** A text with its spans as placeholders: `{ "$text": …, "vars": … }`. */
export function writeTemplate(
  text: string,
  spans: readonly NamedSpan[],
  changesOf: (span: NamedSpan) => Changes,
): JsonObject {
  const parts: string[] = [];
  const vars = new Map<string, TemplateVariable>();
  let from = 0;
  for (const span of spans) {
    parts.push(text.slice(from, span.from), `{{${span.name}}}`);
    from = span.until;
    const value = text.slice(span.from, span.until);
    vars.set(span.name, { name: span.name, value, changes: changesOf(span) });
  }
  parts.push(text.slice(from));
  return { $text: parts.join(""), vars: writeVars([...vars.values()]) };
}

/** `vars` of a fixture. */
export function writeVars(vars: readonly TemplateVariable[]): JsonObject {
  return Object.fromEntries(vars.map(({ name, value, changes }) => [name, { value, changes }]));
}

type Vars = Readonly<Record<string, VariableConfig>>;

/** The `vars` beside a text of a fixture; what is no variable is left out. */
export function readWrittenVars(written: Json | undefined): Vars {
  if (!isObject(written)) return {};
  return Object.fromEntries(
    Object.entries(written).flatMap(([name, value]) => {
      const variable = readVariable(value);
      return variable === null ? [] : [[name, variable]];
    }),
  );
}

/** A text cut at its placeholders: one more piece than names. */
export interface CutText {
  readonly pieces: readonly string[];
  readonly names: readonly string[];
}

/** A text cut at the `{{name}}`s of certain names; those that stand literally are text. */
export function cutText(text: string, vars: Vars): CutText {
  const filled = Object.fromEntries(Object.entries(vars).filter(([, { literal }]) => !literal));
  const pieces: string[] = [];
  const names: string[] = [];
  let from = 0;
  for (const { offset, text: tag, name } of findNamedTags(text, filled)) {
    pieces.push(text.slice(from, offset));
    names.push(name ?? "");
    from = offset + tag.length;
  }
  return { pieces: [...pieces, text.slice(from)], names };
}

/** So many places of a piece are tried for one value, and so many for a whole text. */
const mostTries = { value: 400, text: 5000 };

/**
 * What stands in a text for each name of a template, in order; null where the text is none of it.
 * Each value is the shortest that may stand there and leaves the rest of the text to the rest of
 * the template; a name that stands twice has one value.
 */
export function matchText(
  text: string,
  { pieces, names }: CutText,
  accepts: (name: string, value: string) => boolean,
): readonly string[] | null {
  const [start = "", ...rest] = pieces;
  if (!text.startsWith(start)) return null;
  const values: string[] = [];
  let tries = 0;
  return matchFrom(0, start.length) ? values : null;

  function matchFrom(index: number, from: number): boolean {
    const name = names[index];
    if (name === undefined) return from === text.length;
    const piece = rest[index] ?? "";
    const bound = names.indexOf(name) < index ? values[names.indexOf(name)] : undefined;
    const last = text.length - piece.length;
    const isLast = index === names.length - 1;
    let at = isLast ? (text.endsWith(piece) ? last : -1) : text.indexOf(piece, from);
    for (let count = 0; at >= from && count < mostTries.value; count += 1) {
      tries += 1;
      if (tries > mostTries.text) return false;
      const value = text.slice(from, at);
      values.length = index;
      if (bound === undefined ? accepts(name, value) : bound === value) {
        values.push(value);
        if (matchFrom(index + 1, at + piece.length)) return true;
      }
      at = isLast || at >= last ? -1 : text.indexOf(piece, at + 1);
    }
    return false;
  }
}

/** A `$text` or the text of a `$file` with its vars filled in, as a fixture reads it. */
export function fillText(text: string, vars: Vars, isInline: boolean): string {
  const tags = isInline ? { tags: findNamedTags(text, vars) } : {};
  return fillPlaceholders({ text, file: "", vars, ...tags }).text;
}

/** A placeholder's kind by its name: `time`, `time_2`; null where it has a name of its own. */
export function kindOfName(
  name: string,
  kinds: Readonly<Record<PlaceholderKind, string>>,
): PlaceholderKind | null {
  const bare = name.replace(/_\d+$/, "");
  const found = Object.keys(kinds).find((kind): kind is PlaceholderKind => kind === bare);
  return found ?? null;
}
