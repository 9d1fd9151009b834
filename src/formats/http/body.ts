/** A recorded body: what stands in the document, and what was sent. */
import { parseJson } from "../../json-text.ts";
import { isArray, isObject, type Json, type Path } from "../../json.ts";
import {
  decodeBase64Text,
  decodePieces,
  decodeText,
  type BodyFault,
  type DecodedText,
  type Unpacking,
} from "./bytes.ts";

/** A body as a document holds it. */
export interface Body {
  /** Undefined: none was recorded. */
  readonly value: Json | undefined;
  /** Where it stands in the document. */
  readonly path: Path;
  /**
   * Where a file beside the document may hold it, from the document's folder; the first is what
   * people are told. None of them may lead elsewhere.
   */
  readonly files?: readonly string[];
  /** Whether the format says that a text is base64. */
  readonly isBase64?: boolean;
  /** Whether a text may be the JSON of a list of pieces (Polly). */
  readonly mayBePieces?: boolean;
}

/** What was sent: a value that the recorder parsed, or a text. Null: nothing. */
export type BodyContent =
  | { readonly value: Json }
  | { readonly text: string }
  | { readonly fault: BodyFault }
  | null;

/**
 * Reads a body. Texts, `!!binary` and `base64_string` (YAML's and VCR's bytes), lists of pieces in
 * hexadecimal or base64 (nock, Polly) become the text they are of; an object is the body itself.
 * `encoding` is the header `content-encoding`: it only names what cannot be unpacked.
 */
export function readBody(
  body: Body,
  packing: { readonly encoding: string | null; readonly unpacking: Unpacking },
): BodyContent {
  const { value, isBase64 = false, mayBePieces = false } = body;
  if (value === undefined || value === null) return null;
  if (typeof value === "string") {
    const pieces = mayBePieces ? readPieces(value) : null;
    const decoded =
      pieces !== null
        ? decodePieces(pieces, packing)
        : isBase64
          ? decodeBase64Text(value, packing)
          : decodeText(value, packing);
    return orNothing(decoded);
  }
  const bytes = bytesIn(value);
  if (bytes !== null) return orNothing(decodeBase64Text(bytes, packing));
  if (isTexts(value)) return orNothing(decodePieces(value, packing));
  return { value };
}

/** The JSON of a body; undefined where its text is none. */
export function jsonOf(
  content: { readonly value: Json } | { readonly text: string },
): Json | undefined {
  return "value" in content ? content.value : parseJson(content.text.replace(/^\uFEFF/, ""));
}

/** Members that hold the bytes of a body in base64, in YAML and in what recorders write. */
const byteNames = ["!!binary", "base64_string", "b64", "base64"];

/** The base64 text that an object is there for; null where the value is another. */
function bytesIn(value: Json): string | null {
  if (!isObject(value)) return null;
  const name = byteNames.find((key) => typeof value[key] === "string");
  // A body of the API has members of its own.
  if (name === undefined || "model" in value || "messages" in value) return null;
  const { [name]: text } = value;
  return typeof text === "string" ? text : null;
}

function readPieces(text: string): readonly string[] | null {
  const list = /^\s*\[/.test(text) ? parseJson(text) : undefined;
  return list !== undefined && isTexts(list) ? list : null;
}

function isTexts(value: Json): value is readonly string[] {
  return isArray(value) && value.every((item) => typeof item === "string");
}

function orNothing(decoded: DecodedText): BodyContent {
  return "text" in decoded && decoded.text.trim() === "" ? null : decoded;
}
