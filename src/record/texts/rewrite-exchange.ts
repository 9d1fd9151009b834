/** One request as it is written: its texts that change or are tied in the place of those sent. */
import { referenceKeyOf } from "../../fixture/references/references.ts";
import {
  isArray,
  isObject,
  valueAt,
  writeJson,
  type Json,
  type JsonObject,
  type Path,
} from "../../json.ts";
import { readValues, type KnownContext } from "./known.ts";
import { createReplacements, type Replacements } from "./replacement.ts";
import type {
  FoundPlaceholder,
  ObservedExchange,
  RewrittenRequest,
  TextFinding,
  TiedValue,
} from "./rewritten.ts";
import { nameSpans, writeTemplate } from "./template.ts";
import type { PlacedText, Ties } from "./ties/ties.ts";
import type { OrderMark } from "./tool-order.ts";

/** A text of a request as all passes have it. */
export interface ObservedText extends PlacedText {
  /** Of all passes, the first one's first. */
  readonly texts: readonly string[];
}

/** What is known of one exchange's request before it is written. */
export interface ExchangeFacts {
  readonly index: number;
  readonly exchange: ObservedExchange;
  readonly texts: readonly ObservedText[];
  readonly marks: readonly OrderMark[];
  readonly ties: Ties;
  readonly context: KnownContext;
}

/** What came of writing one request. */
export interface WrittenExchange extends RewrittenRequest {
  readonly placeholders: readonly FoundPlaceholder[];
  readonly tied: readonly TiedValue[];
  readonly findings: readonly TextFinding[];
}

/** The request, where the snapshot does not say what was sent. */
export function rewriteExchange(facts: ExchangeFacts): WrittenExchange {
  const { index: exchange, marks, ties } = facts;
  const [body] = facts.exchange.bodies;
  const replaced = createReplacements();
  const placeholders: FoundPlaceholder[] = [];
  const tied: TiedValue[] = [];
  const findings: TextFinding[] = reservedKeys(body).map((path) => ({
    exchange,
    path,
    kind: "reserved",
    file: null,
  }));
  for (const text of facts.texts) {
    const known = writeAsKnown(text, facts);
    if (known !== undefined) {
      if (known !== text.text) replaced.set(text.path, known);
      continue;
    }
    const { path } = text;
    const written = ties.textAt(text);
    if (written !== null) {
      const { file, others, values } = written.tie;
      replaced.set(path, written.reference);
      tied.push({
        exchange,
        path,
        file,
        pointer: null,
        vars: [...new Set(values.map(({ name }) => name))],
        others,
      });
      continue;
    }
    const unfilled = ties.unfilledAt(text);
    if (unfilled !== null) findings.push({ exchange, path, kind: "template", file: unfilled });
    if (text.spans.length === 0) continue;
    const spans = nameSpans(text.text, text.spans);
    const changesOf = (span: (typeof spans)[number]): ReturnType<PlacedText["changesOf"]> =>
      text.changesOf(spans.indexOf(span));
    replaced.set(path, writeTemplate(text.text, spans, changesOf));
    for (const span of spans) {
      const { name, kind, why } = span;
      placeholders.push({ exchange, path, name, kind, changes: changesOf(span), why });
    }
  }
  for (const mark of marks) {
    const { path, name, changes } = mark;
    if (!putMark(mark, body, replaced)) continue;
    findings.push({
      exchange,
      path: path.slice(0, name === "key_order" ? 2 : 1),
      kind: "order",
      file: null,
    });
    placeholders.push({ exchange, path, name, kind: name, changes, why: "differs" });
  }
  for (const { path, file, pointer, reference } of ties.values) {
    if (replaced.isTouched(path) || isInside(path, replaced)) continue;
    replaced.set(path, reference);
    tied.push({ exchange, path, file, pointer, vars: [], others: [] });
  }
  return { request: replaced.applyTo(body), isKnown: false, placeholders, tied, findings };
}

/**
 * A text as the snapshot writes it, with what was sent in its placeholders; undefined where the
 * snapshot does not say what was sent there.
 */
function writeAsKnown(
  { path, texts, text }: ObservedText,
  { exchange: { known }, context }: ExchangeFacts,
): Json | undefined {
  const node = known === null ? undefined : valueAt(known, path);
  if (typeof node === "string") return texts.every((other) => other === node) ? node : undefined;
  if (!isObject(node)) return undefined;
  const key = referenceKeyOf(node);
  if (key !== "$text" && key !== "$file") return undefined;
  const values = texts.map((other) => readValues(node, other, context));
  const [own] = values;
  if (own === undefined || own === null || values.includes(null)) return undefined;
  const vars: Record<string, Json> = { ...(isObject(node["vars"]) ? node["vars"] : {}) };
  for (const { name, value } of own) {
    const written = vars[name];
    if (isObject(written) && typeof written["value"] === "string")
      vars[name] = { ...written, value };
    else if (text !== "" && value !== "") return undefined;
  }
  return Object.keys(vars).length === 0 ? node : { ...node, vars };
}

/** Puts a mark behind the text of a tool; false where it stands there already. */
function putMark(
  { path, name, changes }: OrderMark,
  body: JsonObject,
  replaced: Replacements,
): boolean {
  const written = replaced.get(path) ?? valueAt(body, path);
  const isTemplate = isObject(written) && typeof written["$text"] === "string";
  const text = isTemplate ? written["$text"] : written;
  if (typeof text !== "string") return false;
  const vars = isTemplate && isObject(written["vars"]) ? written["vars"] : {};
  if (Object.hasOwn(vars, name)) return false;
  replaced.set(path, {
    $text: `${text}{{${name}}}`,
    vars: { ...vars, [name]: { value: "", changes } },
  });
  return true;
}

function isInside(path: Path, replaced: Replacements): boolean {
  return path.some((_, depth) => replaced.get(path.slice(0, depth)) !== undefined);
}

/** Where a body holds, as data, what a fixture would read as a reference. */
function reservedKeys(body: JsonObject): readonly Path[] {
  const found: Path[] = [];
  const visit = (value: Json, path: Path): void => {
    if (isArray(value)) for (const [index, item] of value.entries()) visit(item, [...path, index]);
    else if (isObject(value)) {
      const key = referenceKeyOf(value);
      if (key !== undefined) found.push([...path, key]);
      else for (const [name, item] of Object.entries(value)) visit(item, [...path, name]);
    }
  };
  if (/"\$/.test(writeJson(body))) visit(body, []);
  return found;
}
