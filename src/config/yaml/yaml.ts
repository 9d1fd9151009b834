/**
 * YAML as JSON values with their places. One reader for `promptcost.yml` and for fixtures in YAML:
 * numbers keep their text, duplicate keys are faults, aliases are followed but may not multiply
 * without end.
 */
import { Lexer, LineCounter, parseAllDocuments, parseDocument, type Document } from "yaml";
import type { Json, Path } from "../../json.ts";
import { limits, longestYaml } from "../../limits.ts";
import type { YamlFaultKind } from "../../problems/config.ts";
import type { Position } from "../../text-position.ts";
import { createFinder } from "./find.ts";
import { convertYaml, type YamlReading } from "./values.ts";

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
  if (isTooLong(text)) return tooLong();
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
  if (isTooLong(text)) return { documents: [tooLong()], strict: tooLong };
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

/** Shorter texts have not so many words, whatever stands in them. */
const shortText = 500_000;

/** Whether a text has more in it than is read: a megabyte may hold one value or a million. */
function isTooLong(text: string): boolean {
  if (text.length < shortText) return false;
  if (text.length > longestYaml) return true;
  let count = 0;
  for (const _ of new Lexer().lex(text)) {
    count += 1;
    if (count > limits.yaml.most) return true;
  }
  return false;
}

function tooLong(): YamlDocument {
  const start = { line: 1, column: 1 };
  return { value: undefined, faults: [{ kind: "size", ...start }], locate: () => start };
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
  const find = createFinder(document);
  return {
    value: faults.length > 0 ? undefined : value,
    faults: tab === undefined ? faults : [tab],
    locate: (path, what) => position(find(path, what)),
  };
}

function faultKind(code: string): YamlFaultKind {
  if (code === "DUPLICATE_KEY") return "duplicate-key";
  if (code === "MULTIPLE_DOCS") return "documents";
  if (code === "TAB_AS_INDENT") return "tab";
  return code === "BAD_ALIAS" ? "aliases" : "syntax";
}
