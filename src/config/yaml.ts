/**
 * YAML as JSON values with their places. One reader for `promptcost.yml` and for fixtures in YAML:
 * numbers keep their text, duplicate keys are faults, aliases are followed but may not multiply
 * without end.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Scalar,
} from "yaml";
import { deepestNesting, readNumber, setMember, type Json, type Path } from "../json.ts";
import type { YamlFaultKind } from "../problems/config.ts";
import type { Position } from "../text-position.ts";

/**
 * Values that aliases may repeat in one document. A real file repeats a few; a bomb repeats
 * billions.
 */
const mostRepeated = 20_000;

/** Why a document is not read. Never holds its text. */
interface YamlFault extends Position {
  readonly kind: YamlFaultKind;
}

/** A document that was read, or why it was not. */
export interface YamlDocument {
  /** Undefined where there are faults. An empty document is null. */
  readonly value: Json | undefined;
  readonly faults: readonly YamlFault[];
  /**
   * Of the value or of the key at a path; where nothing stands there, of the nearest place above
   * it.
   */
  readonly locate: (path: Path, what: "key" | "value") => Position;
}

/** Reads one YAML document (JSON is YAML too). Faults are values; nothing is thrown. */
export function readYaml(text: string): YamlDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: "error",
  });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults: YamlFault[] = document.errors.map((error) => ({
    kind: faultKind(error.code),
    ...position(error.pos[0]),
  }));
  const value =
    faults.length > 0
      ? undefined
      : convert(document, (kind, offset) => faults.push({ kind, ...position(offset) }));
  // A tab throws the reader off: what it stumbles over afterwards is no cause of its own.
  const tab = faults.find(({ kind }) => kind === "tab");
  return {
    value: faults.length > 0 ? undefined : value,
    faults: tab === undefined ? faults : [tab],
    locate: (path, what) => position(find(document, path, what)),
  };
}

function faultKind(code: string): YamlFaultKind {
  if (code === "DUPLICATE_KEY") return "duplicate-key";
  if (code === "MULTIPLE_DOCS") return "documents";
  if (code === "TAB_AS_INDENT") return "tab";
  return code === "BAD_ALIAS" ? "aliases" : "syntax";
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

/** Turns nodes into values, and reports what cannot be one. */
function convert(
  document: Document,
  report: (kind: YamlFaultKind, offset: number) => void,
): Json | undefined {
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
      const target = node.resolve(document);
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
        const key = keyOf(pair.key);
        const offset = offsetOf(pair.key) ?? start;
        if (key !== null && seen.has(key)) report("duplicate-key", offset);
        if (key !== null) seen.add(key);
        const value = convertNode(pair.value, { ...inside, offset });
        if (key === null) report("key", offset);
        if (key === null || value === undefined) return undefined;
        setMember(members, key, value);
      }
      return members;
    }
    if (!isScalar(node)) return undefined;
    const { value } = node;
    if (ArrayBuffer.isView(value)) {
      report("binary", start);
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
    if (number === undefined) report("number", start);
    return number;
  };
  return convertNode(document.contents, { depth: 0, isRepeated: false, offset: 0 });
}

function offsetOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}

/** Keys are texts; numbers and booleans used as keys are the text they are written as. */
function keyOf(key: unknown): string | null {
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

/** Offset of the value or key at a path, or of the deepest place above it. */
function find(document: Document, path: Path, what: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  let above = offset;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    let next: unknown = null;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => keyOf(key) === String(step));
      if (pair === undefined) return above;
      next = pair.value;
      const key = offsetOf(pair.key);
      if (what === "key" && index === path.length - 1) return key ?? offset;
      offset = key ?? offset;
      above = offset;
    } else if (isSeq(node) && typeof step === "number") next = node.items[step] ?? null;
    else return offset;
    const empty = isScalar(next) && next.value === null && next.source === "";
    if (!empty) offset = offsetOf(next) ?? offset;
    node = next;
  }
  return offset;
}
