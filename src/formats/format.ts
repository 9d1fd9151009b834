/**
 * What a format is: a kind of file, not ours, that holds requests or usage. It is known by what
 * stands in it, never by its name, and gives calls of the API.
 */
import type { Json, JsonObject, Path } from "../json.ts";
import type { Place, Problem } from "../problem.ts";

/** One call of the API, as a file that is not ours keeps it. */
export interface Call {
  /** Where it stands in its document. */
  readonly path: Path;
  /**
   * Where its body stands in the document as values, for the places of problems; null where it is a
   * text there, or is not there at all.
   */
  readonly bodyPath: Path | null;
  readonly endpoint: "messages" | "count_tokens";
  /** The body as sent; null: the file holds usage only. */
  readonly request: JsonObject | null;
  /** The `anthropic-beta` header, sorted; null: headers were not recorded, which proves nothing. */
  readonly betas: readonly string[] | null;
  /**
   * The API's answer in the API's own shape (`model`, `usage`, `content`, `stop_reason`), a stream
   * folded, a foreign usage put into the API's classes; of `count_tokens` its `input_tokens`. Null:
   * nobody answered, or with a refusal.
   */
  readonly response: JsonObject | null;
  /** When it was sent, ISO with its zone; null: the file does not say. */
  readonly at: string | null;
  /** Sent in a batch: half the price. */
  readonly batch: boolean;
  /** Joins a request of a batch with its result, in whatever file. */
  readonly customId: string | null;
  /** The conversation or trace the file says it belongs to; null: it says none. */
  readonly run: string | null;
  /** The file's own id for it; null: none. */
  readonly id: string | null;
  /** The document it stands in, where it is given after that was read; left out: the last one. */
  readonly document?: Pick<FormatDocument, "place">;
}

/** What of a file is no exchange, counted by why. */
export interface LeftOut {
  readonly why: keyof typeof leftOutReasons;
  /** Of what: a host, a path, a status; empty where there is nothing to name. Never prompt text. */
  readonly name: string;
}

/** Why something of a file is left out, as people read it after a number. */
export const leftOutReasons = {
  host: "to another host",
  path: "to another path of the API",
  refused: "refused by the API",
  unanswered: "without an answer",
  cut: "cut off before the end of the answer",
  repeated: "logged again",
  synthetic: "made up by the client, free",
  "no-usage": "without usage",
  other: "of another kind",
} as const;

/** What reading one file needs, and where what is found out goes. */
export interface FormatContext {
  /** Adds something that is wrong in the file. */
  readonly report: (problem: Problem) => void;
  /** Counts something that is no exchange. */
  readonly leaveOut: (what: LeftOut) => void;
  /**
   * The text of a file that lies beside, by its path from the file's folder; null: there is none.
   * What it holds then belongs to this file.
   */
  readonly beside: (path: string) => string | null;
}

/**
 * A document of a file: a whole JSON file, one of a YAML file's documents, a line of JSONL, an
 * element of an array that is the whole file; of a file that is none of these its text.
 */
export interface FormatDocument {
  readonly value: Json;
  /** The place of a value of the document. */
  readonly place: (path: Path) => Place;
}

/** Reads the documents of one file, in order. */
export interface FormatReader {
  /** The calls that are whole once this document is read. */
  readonly read: (document: FormatDocument) => readonly Call[];
  /** Those that only the end of the file makes whole. */
  readonly end: () => readonly Call[];
}

/** A kind of file that holds requests or usage. */
export interface Format {
  /** What people call it, with its article: `a VCR cassette`. */
  readonly title: string;
  /** Whether a document is of this kind. */
  readonly sees: (document: Json) => boolean;
  /**
   * How its calls are runs. `run`: a file is one (a test's cassette). `log`: those of a file that
   * continue one another are, or those that name the same. `each`: every call is one.
   */
  readonly runs: "run" | "log" | "each";
  readonly open: (context: FormatContext) => FormatReader;
}
