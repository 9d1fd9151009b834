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
  parseAllDocuments,
  parseDocument,
  type Document,
} from "yaml";
import type { Json, Path } from "../../json.ts";
import type { YamlFaultKind } from "../../problems/config.ts";
import type { Position } from "../../text-position.ts";
import { convertYaml, keyOf, offsetOf, type YamlReading } from "./values.ts";

/** Why a document is not read. Never holds its text. */
export interface YamlFault extends Position {
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

const options = { prettyErrors: false, uniqueKeys: false, logLevel: "error" } as const;

/** Reads one YAML document (JSON is YAML too). Faults are values; nothing is thrown. */
export function readYaml(text: string): YamlDocument {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { ...options, lineCounter });
  return readDocument(document, "strict", lineCounter);
}

/**
 * Reads all YAML documents of a file that is not ours, leniently: what other languages put into
 * YAML beside JSON does no harm. `strict` reads the file as `readYaml` does, without parsing it once
 * more where it is one document.
 */
export function readYamlDocuments(text: string): {
  readonly documents: readonly YamlDocument[];
  readonly strict: () => YamlDocument;
} {
  const lineCounter = new LineCounter();
  const parsed = parseAllDocuments(text, { ...options, lineCounter });
  const documents = "empty" in parsed ? [] : parsed;
  const [only, ...others] = documents;
  return {
    documents: documents.map((document) => readDocument(document, "lenient", lineCounter)),
    strict: () =>
      only === undefined || others.length > 0
        ? readYaml(text)
        : readDocument(only, "strict", lineCounter),
  };
}

function readDocument(document: Document, reading: YamlReading, lines: LineCounter): YamlDocument {
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
      : convertYaml(document, reading, (kind, offset) =>
          faults.push({ kind, ...position(offset) }),
        );
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
