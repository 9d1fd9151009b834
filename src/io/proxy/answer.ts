/** An answer of the API, read as it goes by. */
import type { IncomingHttpHeaders } from "node:http";
import { StringDecoder } from "node:string_decoder";
import { createStreamFolder } from "../../formats/http/stream.ts";
import { parseJson } from "../../json-text.ts";
import { isObject, type JsonObject } from "../../json.ts";
import type { CapturedCall } from "../../record/captured-call.ts";
import { createDecoder } from "./decoder.ts";

/** The head of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Pick<
    IncomingHttpHeaders,
    "content-type" | "content-encoding" | "content-length"
  >;
}

/** An answer while it comes in. */
export interface AnswerReader {
  /** Takes the next piece as it came over the wire; a promise where reading it takes time. */
  readonly take: (piece: Uint8Array) => Promise<void> | null;
  /** Whether nothing that counts can follow. */
  readonly isWhole: () => boolean;
  /** `isCut`: the connection ended before the answer did. */
  readonly end: (isCut: boolean) => ReadAnswer;
}

/** What an answer came to. */
export interface ReadAnswer extends Pick<CapturedCall, "outcome" | "status" | "response"> {
  /** The text of an answer that is neither one document nor a stream: a batch's results. */
  readonly text: string | null;
  /** False: it came whole, and is not what the API answers, or in a coding that is not known. */
  readonly isReadable: boolean;
}

/** Reads a call's answer. */
export function readAnswer(head: AnswerHead): AnswerReader {
  const decoder = createDecoder(head.headers["content-encoding"]);
  const utf8 = new StringDecoder("utf8");
  const length = Number(head.headers["content-length"] ?? Number.NaN);
  const isStream = /^\s*text\/event-stream/i.test(head.headers["content-type"] ?? "");
  const body = isStream ? readStream() : readDocument();
  let bytes = 0;
  const add = (pieces: readonly Uint8Array[]): void => {
    for (const piece of pieces) body.add(utf8.write(piece));
  };
  return {
    take: (piece) => {
      bytes += piece.length;
      const pieces = decoder?.take(piece) ?? [];
      if (pieces instanceof Promise) return pieces.then(add);
      add(pieces);
      return null;
    },
    isWhole: () => bytes >= length || body.isWhole(),
    end: (isCut) => {
      const { status } = head;
      if (status < 200 || status > 299)
        return { outcome: "refused", status, response: null, text: null, isReadable: true };
      const read = body.end(isCut);
      const isReadable = decoder !== null && decoder.isSound() && (read.isReadable || isCut);
      return { ...read, status, isReadable };
    },
  };
}

/** How the text of a body is read. */
interface BodyReader {
  readonly add: (text: string) => void;
  readonly isWhole: () => boolean;
  readonly end: (isCut: boolean) => Omit<ReadAnswer, "status">;
}

function readDocument(): BodyReader {
  const parts: string[] = [];
  return {
    add: (text) => parts.push(text),
    isWhole: () => false,
    end: (isCut) => {
      const text = parts.join("");
      const value = parseJson(text);
      if (isObject(value) && value["type"] !== "error")
        return { outcome: "answered", response: value, text, isReadable: true };
      const outcome = isObject(value) ? "refused" : "cut";
      return { outcome, response: null, text, isReadable: value !== undefined || isCut };
    },
  };
}

/** A line that may end a stream, with its break. */
const lastLine = /^data:(.*"type":\s*"(?:message_stop|error)".*)\r?\n/gm;

function endsStream(lines: string): boolean {
  for (const [, data = ""] of lines.matchAll(lastLine)) {
    const event = parseJson(data);
    if (isObject(event) && (event["type"] === "message_stop" || event["type"] === "error"))
      return true;
  }
  return false;
}

function readStream(): BodyReader {
  const folder = createStreamFolder();
  let line = "";
  let isWhole = false;
  return {
    add: (text) => {
      folder.add(text);
      const lines = line + text;
      line = lines.slice(lines.lastIndexOf("\n") + 1);
      isWhole ||= endsStream(lines);
    },
    isWhole: () => isWhole,
    end: () => {
      const { message, error, isFinal, damaged } = folder.end();
      if (error !== null)
        return { outcome: "refused", response: null, text: null, isReadable: true };
      const response: JsonObject | null = isFinal ? message : null;
      const outcome = response === null ? "cut" : "answered";
      return { outcome, response, text: null, isReadable: damaged === 0 };
    },
  };
}
