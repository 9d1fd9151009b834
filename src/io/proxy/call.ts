/** One call while it goes through the proxy, and what is captured of it. */
import type { IncomingMessage } from "node:http";
import { parseJson } from "../../json-text.ts";
import { isObject, type JsonObject } from "../../json.ts";
import type { CapturedCall } from "../../record/captured-call.ts";
import { decodeUtf8 } from "../utf8.ts";
import { readItems, type CallStart, type SentBatches } from "./batches/sent-batches.ts";
import { decodeBody } from "./decoder.ts";
import type { ReadAnswer } from "./answer.ts";
import { keptHeaders } from "./headers.ts";
import type { CapturedPath } from "./incoming/route.ts";

/** Where captured calls go, and the clock they are measured by. */
export interface Recorder {
  readonly pass: () => number;
  /** Milliseconds since the pass began. */
  readonly now: () => number;
  /** A call has begun; what it gives is called when it is over. */
  readonly begin: () => () => void;
  readonly onCall: (call: CapturedCall) => void;
  readonly onUnreadable: () => void;
  readonly batches: SentBatches;
}

/** A call on its way. */
export interface CallInProgress {
  /** Takes the next piece of its body. */
  readonly take: (piece: Uint8Array) => void;
  /** What came of it; nothing that is said later counts. */
  readonly end: (answer: ReadAnswer) => void;
  readonly isOver: () => boolean;
}

/** What becomes of a call that nobody answered. */
export function unanswered(outcome: "cut" | "aborted", status: number | null): ReadAnswer {
  return { outcome, status, response: null, text: null, isReadable: true };
}

/** Follows a call; `isPaid`: it goes to an upstream. */
export function followCall(
  request: IncomingMessage,
  path: CapturedPath,
  recorder: Recorder,
): CallInProgress {
  const start = startCall(request, path, { recorder, isPaid: true });
  const pieces: Uint8Array[] = [];
  const end = recorder.begin();
  let isOver = false;
  return {
    take: (piece) => void pieces.push(piece),
    end: (answer) => {
      if (isOver) return;
      isOver = true;
      const endedMs = answer.outcome === "answered" ? recorder.now() : null;
      const capture = (): void => {
        const body = readBody(pieces, request);
        captureCall(recorder, { start, path, body, answer, endedMs, isSent: request.complete });
        end();
      };
      // An answer may come before the request is whole: a refusal, mostly.
      if (request.complete || request.destroyed) capture();
      else request.once("close", capture);
    },
    isOver: () => isOver,
  };
}

/** What is known of a call when it arrives. */
export function startCall(
  request: IncomingMessage,
  path: CapturedPath,
  { recorder, isPaid }: { readonly recorder: Recorder; readonly isPaid: boolean },
): Omit<CallStart, "request" | "customId"> {
  return {
    pass: recorder.pass(),
    startedMs: recorder.now(),
    at: isPaid ? new Date().toISOString() : null,
    endpoint: path.kind === "count_tokens" ? "count_tokens" : "messages",
    ...keptHeaders(request.headers),
  };
}

/** The body of a request as JSON; null where it is none. */
export function readBody(
  pieces: readonly Uint8Array[],
  request: IncomingMessage,
): JsonObject | null {
  const bytes = decodeBody(Buffer.concat(pieces), request.headers["content-encoding"]);
  const text = bytes === null ? null : decodeUtf8(bytes);
  const value = text === null ? undefined : parseJson(text);
  return isObject(value) ? value : null;
}

interface EndedCall {
  readonly start: Omit<CallStart, "request" | "customId">;
  readonly path: CapturedPath;
  readonly body: JsonObject | null;
  readonly answer: ReadAnswer;
  readonly endedMs: number | null;
  /** Whether its body was sent to the end. */
  readonly isSent: boolean;
}

function captureCall(recorder: Recorder, ended: EndedCall): void {
  const { start, path, body, answer, endedMs, isSent } = ended;
  if (path.kind === "batch-results") {
    if (answer.text === null || answer.status !== 200) return;
    const { calls, unreadable } = recorder.batches.join(path.batch, answer.text, recorder.now());
    for (const call of calls) recorder.onCall(call);
    for (let left = unreadable; left > 0; left -= 1) recorder.onUnreadable();
    return;
  }
  const items =
    path.kind === "batch-create"
      ? body === null
        ? null
        : readItems(body, start)
      : body === null
        ? null
        : [{ ...start, customId: null, request: body }];
  if (items === null) {
    if (isSent) recorder.onUnreadable();
    return;
  }
  if (!answer.isReadable) recorder.onUnreadable();
  const id = path.kind === "batch-create" ? answer.response?.["id"] : undefined;
  if (typeof id === "string") recorder.batches.add(id, items);
  else {
    const { outcome, status, response } = answer;
    for (const item of items) recorder.onCall({ ...item, endedMs, outcome, status, response });
  }
}
