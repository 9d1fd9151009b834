/** Passes a request on to the upstream, and the answer back, byte for byte. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { readAnswer } from "./answer.ts";
import { unanswered, type CallInProgress } from "./call.ts";
import { isKnownCoding } from "./decoder.ts";
import { refuse } from "./error-answer.ts";
import {
  answerHeaders,
  callHeaders,
  plainRequestHeaders,
  replacedHeaders,
  requestHeaders,
} from "./headers.ts";
import type { Upstream } from "./upstream.ts";

export interface Passage {
  readonly upstream: Upstream;
  /** Path and query at the upstream. */
  readonly path: string;
  /** Null: nothing of it is captured. */
  readonly call: CallInProgress | null;
  /** The body, where it has been read already; else it is what is still to come. */
  readonly pieces?: readonly Uint8Array[];
  /** What is done to the text of the answer; null: it goes on as it comes. */
  readonly rewrite: ((text: string) => string) | null;
  /** The upstream could not be reached; the system's code. */
  readonly onUnreached: (why: string) => void;
}

/**
 * Passes a request on. A client sees what it would without us: a connection that breaks breaks for
 * it too. Only where the upstream cannot be reached at all it gets a 502, as an error of the API.
 */
export function passOn(request: IncomingMessage, response: ServerResponse, passage: Passage): void {
  const { upstream, path, call, rewrite, onUnreached } = passage;
  const { method = "GET", rawHeaders } = request;
  const outgoing = upstream.request(method, path, (host) => {
    if (rewrite !== null) return plainRequestHeaders(rawHeaders, host);
    return call === null
      ? requestHeaders(rawHeaders, host)
      : callHeaders(rawHeaders, host, isKnownCoding);
  });
  let isReached = false;
  let isAnswered = false;
  outgoing.on("socket", (socket) => {
    if (socket.connecting) socket.once(upstream.connected, () => (isReached = true));
    else isReached = true;
  });
  outgoing.on("response", (incoming) => {
    isAnswered = true;
    const relayed =
      rewrite === null
        ? relay(incoming, response, call)
        : relayRewritten(incoming, response, { call, rewrite });
    // An answer that HTTP does not allow is none.
    relayed.catch(() => response.destroy());
  });
  outgoing.on("error", (error) => {
    // What becomes of an answer that has begun is the relay's matter.
    if (isAnswered) return;
    const isGone = response.destroyed;
    call?.end(unanswered(isGone ? "aborted" : "cut", null));
    if (isGone) return;
    if (isReached) {
      response.destroy();
      return;
    }
    const why = "code" in error && typeof error.code === "string" ? error.code : "no connection";
    onUnreached(why);
    request.resume();
    refuse(response, 502, `promptcost record cannot reach ${upstream.origin}: ${why}`);
  });
  // The client went away, or was sent away: nobody waits for the upstream any more.
  response.on("close", () => {
    if (!response.writableFinished) outgoing.destroy();
  });
  if (passage.pieces === undefined) {
    if (call !== null) request.on("data", call.take);
    request.pipe(outgoing);
    return;
  }
  for (const piece of passage.pieces) {
    call?.take(piece);
    outgoing.write(piece);
  }
  outgoing.end();
}

async function relay(
  incoming: IncomingMessage,
  response: ServerResponse,
  call: CallInProgress | null,
): Promise<void> {
  const status = incoming.statusCode ?? 502;
  const answer = call === null ? null : readAnswer({ status, headers: incoming.headers });
  response.sendDate = false;
  response.writeHead(status, incoming.statusMessage ?? "", answerHeaders(incoming.rawHeaders));
  response.flushHeaders();
  try {
    for await (const piece of incoming) {
      if (!(piece instanceof Uint8Array)) continue;
      const reading = answer?.take(piece) ?? null;
      if (reading !== null) await reading;
      // What was answered is written down before the client can know that it was.
      if (call?.isOver() === false && answer?.isWhole() === true) call.end(answer.end(false));
      if (!response.write(piece)) await drained(response);
    }
  } catch {
    if (response.destroyed) call?.end(unanswered("aborted", status));
    else if (answer !== null) call?.end(answer.end(true));
    // What came before the break is not lost to the client.
    response.socket?.destroySoon();
    return;
  }
  if (response.destroyed) call?.end(unanswered("aborted", status));
  else if (answer !== null) call?.end(answer.end(false));
  response.end();
}

/** Passes on an answer with another text, once it is whole. */
async function relayRewritten(
  incoming: IncomingMessage,
  response: ServerResponse,
  {
    call,
    rewrite,
  }: { readonly call: CallInProgress | null; readonly rewrite: (text: string) => string },
): Promise<void> {
  const status = incoming.statusCode ?? 502;
  const answer = readAnswer({ status, headers: incoming.headers });
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of incoming) {
      if (!(piece instanceof Uint8Array)) continue;
      pieces.push(piece);
      await answer.take(piece);
    }
  } catch {
    call?.end(response.destroyed ? unanswered("aborted", status) : answer.end(true));
    response.destroy();
    return;
  }
  call?.end(answer.end(false));
  const sent = Buffer.concat(pieces);
  // One that is coded all the same goes on as it is.
  const isPlain = incoming.headers["content-encoding"] === undefined;
  const body = isPlain ? Buffer.from(rewrite(sent.toString("utf8")), "utf8") : sent;
  response.sendDate = false;
  const headers = replacedHeaders(incoming.rawHeaders, body.length);
  response.writeHead(status, incoming.statusMessage ?? "", headers);
  response.end(body);
}

/** The client has room again, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}
