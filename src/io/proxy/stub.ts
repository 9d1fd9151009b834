/** The proxy without an upstream: calls are answered by who is asked for that. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { writeJson, type JsonObject } from "../../json.ts";
import type { Answerer, StubAnswer } from "../../record/ports.ts";
import { readAnswer, type ReadAnswer } from "./answer.ts";
import { readItems, type CallStart } from "./batches.ts";
import { readBody, startCall, type Recorder } from "./call.ts";
import { refuse, reply } from "./error-answer.ts";
import type { Route } from "./route.ts";

/** A batch the stub has taken: its items are answered at once. */
interface StubBatch {
  /** Where the client found us. */
  readonly origin: string;
  readonly createdAt: string;
  readonly results: readonly { readonly type: string; readonly line: string }[];
}

/** Answers one request, and records it where it is a call. */
export type StubHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  asked: Asked,
) => Promise<void>;

interface Asked {
  readonly route: Route;
  /** What becomes of a request that there is no answer for, its body read; null: it is refused. */
  readonly otherwise: ((body: Uint8Array) => void) | null;
}

/** A stub that asks `answer` for every call, and keeps the batches it is sent. */
export function createStub(answer: Answerer, recorder: Recorder): StubHandler {
  const batches = new Map<string, StubBatch>();

  const record = (start: CallStart, given: StubAnswer | null, isAlone: boolean): void => {
    const read = given === null ? null : readGiven(given);
    const { outcome, status, response } = read ?? notFound;
    const endedMs = outcome === "answered" ? recorder.now() : null;
    // What creates a batch and what comes of it are one answer to the client.
    recorder.onCall({ ...start, endedMs, outcome, status: isAlone ? status : 200, response });
  };

  const createBatch = (
    response: ServerResponse,
    items: readonly AnsweredItem[],
    origin: string,
  ): void => {
    const results = items.map(({ item, given }) => {
      record(item, given, false);
      const read = given === null ? null : readGiven(given);
      const message = read?.response ?? null;
      const type = message === null ? "errored" : "succeeded";
      const result: JsonObject =
        message === null ? { type, error: errorOf(given) } : { type, message };
      return { type, line: writeJson({ custom_id: item.customId, result }) };
    });
    const id = `msgbatch_stub_${String(batches.size + 1)}`;
    const batch = { createdAt: new Date().toISOString(), results, origin };
    batches.set(id, batch);
    reply(response, 200, describe(id, batch));
  };

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

  return async (request, response, { route: { path, captured }, otherwise }) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of request) if (piece instanceof Uint8Array) pieces.push(piece);
    const passOn = otherwise === null ? null : (): void => otherwise(Buffer.concat(pieces));
    if (captured === null || captured.kind === "batch-results") {
      const name = path.split("?")[0] ?? "";
      const isOurs = [...batches.keys()].some((id) => name.split("/").includes(id));
      if (passOn === null || isOurs) askAfter(response, name);
      else passOn();
      return;
    }
    const start = startCall(request, captured, { recorder, isPaid: false });
    const body = readBody(pieces, request);
    const items = body === null || captured.kind !== "batch-create" ? null : readItems(body, start);
    if (body === null || (captured.kind === "batch-create" && items === null)) {
      if (passOn !== null) {
        passOn();
        return;
      }
      recorder.onUnreadable();
      refuse(response, 400, "the body is no request of the API");
    } else if (items !== null) {
      const answered = items.map((item) => ({ item, given: answer(item) }));
      const isWhole = answered.every(({ given }) => given !== null);
      if (passOn === null || isWhole)
        createBatch(response, answered, `http://${request.headers.host ?? "127.0.0.1"}`);
      else passOn();
    } else {
      const call = { ...start, customId: null, request: body };
      const given = answer(call);
      if (given === null && passOn !== null) {
        passOn();
        return;
      }
      record(call, given, true);
      if (given === null) refuse(response, 404, "the stub has no answer for this request");
      else write(response, given);
    }
  };
}

/** An item of a batch with what it is answered. */
interface AnsweredItem {
  readonly item: CallStart;
  readonly given: StubAnswer | null;
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
function describe(id: string, { createdAt, results, origin }: StubBatch): object {
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
    results_url: `${origin}/v1/messages/batches/${id}/results`,
  };
}
