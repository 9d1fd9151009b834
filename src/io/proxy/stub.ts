/** The proxy without an upstream: calls are answered by who is asked for that. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { writeJson, type JsonObject } from "../../json.ts";
import type { Answerer, StubAnswer } from "../../record/ports.ts";
import { readAnswer, type ReadAnswer } from "./answer.ts";
import { readItems, type CallStart } from "./batches/sent-batches.ts";
import { readBody, startCall, type Recorder } from "./call.ts";
import { refuse, reply } from "./error-answer.ts";
import type { Route } from "./incoming/route.ts";

/** A batch the stub has taken: its items are answered at once. */
interface StubBatch {
  /** Host and port by which the client found us. */
  readonly host: string;
  readonly createdAt: string;
  readonly results: readonly { readonly type: string; readonly line: string }[];
}

/** An item of a batch, and what it is answered; null: nobody knows. */
interface AnsweredItem {
  readonly item: CallStart;
  readonly given: StubAnswer | null;
}

/** Answers one request, and records it where it is a call. */
export type StubHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  route: Route,
) => Promise<void>;

/** Passes a request on; `pieces` are its body where that has been read, else null. */
export type PassOnRead = (
  request: IncomingMessage,
  response: ServerResponse,
  rest: { readonly route: Route; readonly pieces: readonly Uint8Array[] | null },
) => void;

/**
 * A stub that asks `answer` for every call, and keeps the batches it is sent. With `passOn` what
 * `answer` does not know goes to the upstream: a batch as a whole, where that is any of its items.
 */
export function createStub(
  answer: Answerer,
  recorder: Recorder,
  passOn: PassOnRead | null,
): StubHandler {
  const batches = new Map<string, StubBatch>();

  const keep = (start: CallStart, given: StubAnswer | null): void => {
    const { outcome, status, response } = given === null ? notFound : readGiven(given);
    const endedMs = outcome === "answered" ? recorder.now() : null;
    const made = given?.isMadeUp === true ? { isMadeUp: true } : {};
    recorder.onCall({ ...start, endedMs, outcome, status, response, ...made });
  };

  const createBatch = (
    response: ServerResponse,
    answered: readonly AnsweredItem[],
    host: string,
  ): void => {
    const results = answered.map(({ item, given }) => {
      keep(item, given);
      const read = given === null ? null : readGiven(given);
      const message = read?.response ?? null;
      const type = message === null ? "errored" : "succeeded";
      const result: JsonObject =
        message === null ? { type, error: errorOf(given) } : { type, message };
      return { type, line: writeJson({ custom_id: item.customId, result }) };
    });
    const id = `msgbatch_stub_${String(batches.size + 1)}`;
    const batch = { createdAt: new Date().toISOString(), results, host };
    batches.set(id, batch);
    reply(response, 200, describe(id, batch));
  };

  /** Whether a path is of a batch that was answered here. */
  const isOwn = (path: string): boolean =>
    batches.has(/^\/v1\/messages\/batches\/([^/?]+)/.exec(path)?.[1] ?? "");

  const askAfter = (response: ServerResponse, name: string): void => {
    const [, id = "", rest = ""] =
      /^\/v1\/messages\/batches(?:\/([^/]+)(\/\w+)?)?$/.exec(name) ?? [];
    const batch = batches.get(id);
    if (name === "/v1/messages/batches") {
      const data = [...batches].map(([each, stored]) => describe(each, stored)).toReversed();
      reply(response, 200, { data, has_more: false, first_id: null, last_id: null });
    } else if (batch === undefined) refuse(response, 404, "the stub has no answer for this path");
    else if (rest === "/results") {
      response.writeHead(200, { "content-type": "application/x-jsonl" });
      response.end(batch.results.map(({ line }) => `${line}\n`).join(""));
    } else reply(response, 200, describe(id, batch));
  };

  return async (request, response, route) => {
    const { path, captured } = route;
    const pieces = await readPieces(request);
    if (pieces === null) return;
    const isCall = captured?.kind === "messages" || captured?.kind === "count_tokens";
    const isBatch = captured?.kind === "batch-create";
    if (passOn !== null && !isCall && !isBatch && !isOwn(path)) {
      passOn(request, response, { route, pieces });
      return;
    }
    if (captured === null || captured.kind === "batch-results") {
      askAfter(response, path.split("?")[0] ?? "");
      return;
    }
    const start = startCall(request, captured, { recorder, isPaid: false });
    const body = readBody(pieces, request);
    const items = body === null || isCall ? null : readItems(body, start);
    if (items !== null) {
      const answered = items.map((item) => ({ item, given: answer(item) }));
      if (passOn !== null && answered.some(({ given }) => given === null))
        passOn(request, response, { route, pieces });
      else createBatch(response, answered, request.headers.host ?? "127.0.0.1");
    } else if (isBatch && passOn !== null) passOn(request, response, { route, pieces });
    else if (body !== null && isCall) {
      const call = { ...start, customId: null, request: body };
      const given = answer(call);
      if (given === null && passOn !== null) passOn(request, response, { route, pieces });
      else {
        keep(call, given);
        if (given === null) refuse(response, 404, "the stub has no answer for this request");
        else write(response, given);
      }
    } else {
      recorder.onUnreadable();
      refuse(response, 400, "the body is no request of the API");
    }
  };
}

/** The body of a request; null: its client went away. */
async function readPieces(request: IncomingMessage): Promise<readonly Uint8Array[] | null> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of request) if (piece instanceof Uint8Array) pieces.push(piece);
  } catch {
    return null;
  }
  return pieces;
}

const notFound = { outcome: "refused", status: 404, response: null } as const;

function readGiven({ status, contentType, text }: StubAnswer): ReadAnswer {
  const reader = readAnswer({ status, headers: { "content-type": contentType } });
  void reader.take(Buffer.from(text, "utf8"));
  return reader.end(false);
}

function write(response: ServerResponse, { status, contentType, text }: StubAnswer): void {
  const body = Buffer.from(text, "utf8");
  const type = contentType === "text/event-stream" ? `${contentType}; charset=utf-8` : contentType;
  response.writeHead(status, {
    "content-type": type,
    "content-length": body.length,
    "request-id": "req_stub",
  });
  response.end(body);
}

function errorOf(given: StubAnswer | null): JsonObject {
  const type = given === null ? "not_found_error" : "invalid_request_error";
  return { type: "error", error: { type, message: "the stub has no answer for this request" } };
}

/** A batch as the API describes one that has ended. */
function describe(id: string, { createdAt, results, host }: StubBatch): object {
  const count = (type: string): number => results.filter((result) => result.type === type).length;
  return {
    id,
    type: "message_batch",
    processing_status: "ended",
    request_counts: {
      processing: 0,
      succeeded: count("succeeded"),
      errored: count("errored"),
      canceled: 0,
      expired: 0,
    },
    created_at: createdAt,
    expires_at: createdAt,
    ended_at: createdAt,
    cancel_initiated_at: null,
    archived_at: null,
    results_url: `http://${host}/v1/messages/batches/${id}/results`,
  };
}
