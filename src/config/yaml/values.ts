/** Nodes of a YAML document as JSON values. */
import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Scalar } from "yaml";
import { deepestNesting, readNumber, setMember, type Json } from "../../json.ts";
import type { YamlFaultKind } from "../../problems/config.ts";
import { findTargets } from "./aliases.ts";

/**
 * Values that aliases may repeat in one document. A real file repeats a few; a bomb repeats
 * billions.
 */
const mostRepeated = 20_000;

/**
 * How a document is turned into values. `strict`: what is not JSON is reported. `lenient`, for
 * files of others: binary data is `{ "!!binary": base64 }`, a key that is no text its innermost
 * scalar, the last of two equal keys counts.
 */
export type YamlReading = "strict" | "lenient";

/** Turns nodes into values, and reports what cannot be one. */
export function convertYaml(
  document: Document,
  reading: YamlReading,
  report: (kind: YamlFaultKind, offset: number) => void,
): Json | undefined {
  const convert = createConverter(document, reading, report);
  return convert(document.contents, { depth: 0, isRepeated: false, offset: 0 });
}

/** Where a node stands while it is converted. */
interface NodePlace {
  /** How many nodes hold it. */
  readonly depth: number;
  /** Whether it is reached by an alias. */
  readonly isRepeated: boolean;
  /** Of the node that holds it, or of the alias that is being followed. */
  readonly offset: number;
}

function createConverter(
  document: Document,
  reading: YamlReading,
  report: (kind: YamlFaultKind, offset: number) => void,
): (node: unknown, where: NodePlace) => Json | undefined {
  const isLenient = reading === "lenient";
  let repeated = 0;
  const convertNode = (node: unknown, where: NodePlace): Json | undefined => {
    const { depth, isRepeated } = where;
    const start = isRepeated ? where.offset : (offsetOf(node) ?? where.offset);
    const inside = { depth: depth + 1, isRepeated, offset: start };
    if (isRepeated) repeated += 1;
    if (repeated > mostRepeated) {
      if (repeated === mostRepeated + 1) report("aliases", start);
      repeated += 1;
      return undefined;
    }
    if (depth > deepestNesting) {
      report("nesting", start);
      return undefined;
    }
    if (node === null || node === undefined) return null;
    if (isAlias(node)) {
      const target = findTargets(document).get(node);
      if (target === undefined) {
        report("aliases", start);
        return undefined;
      }
      return convertNode(target, { ...inside, isRepeated: true });
    }
    if (isSeq(node)) {
      const items: Json[] = [];
      for (const item of node.items) {
        const value = convertNode(item, inside);
        if (value === undefined) return undefined;
        items.push(value);
      }
      return items;
    }
    if (isMap(node)) {
      const members: Record<string, Json> = {};
      // The library's own search for them takes the square of their number.
      const seen = new Set<string>();
      for (const pair of node.items) {
        const key = keyOf(pair.key) ?? (isLenient ? innermostScalar(pair.key) : null);
        const offset = offsetOf(pair.key) ?? start;
        if (key !== null && !isLenient && seen.has(key)) report("duplicate-key", offset);
        if (key !== null) seen.add(key);
        const value = convertNode(pair.value, { ...inside, offset });
        if (key === null) report("key", offset);
        if (key === null || value === undefined) return undefined;
        setMember(members, key, value);
      }
      return members;
    }
    if (!isScalar(node)) return undefined;
    if (isLenient && isBinary(node)) return { "!!binary": node.source ?? "" };
    return convertScalar(node, (kind) => report(kind, start));
  };
  return convertNode;
}

function convertScalar(node: Scalar, report: (kind: YamlFaultKind) => void): Json | undefined {
  const { value } = node;
  if (ArrayBuffer.isView(value)) {
    report("binary");
    return undefined;
  }
  if (
    value === null ||
    value === undefined ||
    typeof value === "string" ||
    typeof value === "boolean"
  )
    return value ?? null;
  const number = numberOf(node);
  if (number === undefined) report("number");
  return number;
}

/** `!!binary`, and Ruby's `!binary`. */
function isBinary({ tag, value }: Scalar): boolean {
  return ArrayBuffer.isView(value) || tag === "!binary";
}

/** What a key says that is an object of some language: the text in it. */
function innermostScalar(key: unknown): string | null {
  if (isScalar(key)) return keyOf(key) ?? "";
  if (isSeq(key)) return innermostScalar(key.items[0]);
  return isMap(key) ? innermostScalar(key.items[0]?.value) : null;
}

export function offsetOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}

/** Keys are texts; numbers and booleans used as keys are the text they are written as. */
export function keyOf(key: unknown): string | null {
  if (!isScalar(key)) return null;
  if (typeof key.value === "string") return key.value;
  return key.value === null || key.value === undefined ? null : (key.source ?? null);
}

function numberOf(scalar: Scalar): Json | undefined {
  const { source, value } = scalar;
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return source !== undefined && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(source)
    ? readNumber(source)
    : value;
}
