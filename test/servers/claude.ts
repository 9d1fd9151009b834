import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createBatches, type BatchBehaviour } from "./claude-batches.ts";

/**
 * A Claude API of our own on loopback: `count_tokens` and streamed messages. The SDK reaches it by
 * `ANTHROPIC_BASE_URL`.
 */
export type Behaviour =
  | {
      readonly kind: "answer";
      readonly usage: Readonly<Record<string, unknown>>;
      readonly text?: string;
      /** Without a content block. */
      readonly silent?: boolean;
      readonly delayMs?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** What the last event says of its end; by default that it is the end of a turn. */
      readonly end?: Readonly<Record<string, unknown>>;
      /** Makes other text of the stream, or of the message where it is not streamed. */
      readonly edit?: (text: string) => string;
    }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly type?: string;
      readonly code?: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** An answer of these blocks, each sent whole. */
  | {
      readonly kind: "blocks";
      readonly blocks: readonly object[];
      readonly usage: Readonly<Record<string, unknown>>;
      readonly end?: Readonly<Record<string, unknown>>;
    }
  /** An answer that breaks off after its first words. */
  | { readonly kind: "cut" }
  /** An `error` event after a 200. */
  | { readonly kind: "error-event" }
  /** The line is closed without a word. */
  | { readonly kind: "hang-up" };

export interface Call {
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingMessage["headers"];
}

export interface ClaudeServer extends AsyncDisposable {
  readonly url: string;
  /** Everything that was asked. */
  readonly calls: Call[];
  /** Bodies of messages that were asked for, each by itself. */
  readonly messages: () => readonly string[];
  /** Requests of the batches it took. */
  readonly shipped: readonly { readonly customId: string; readonly params: unknown }[];
}

export interface Refusal {
  readonly status: number;
  readonly type: string;
  /** How many calls are refused before one is answered. */
  readonly times: number;
  /** In place of the API's error: the line is cut, or a page of some other server comes. */
  readonly how?: "cut" | { readonly page: string };
}

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`;
}

/** A message with nothing in it yet. */
function messageTo(body: string) {
  const { model }: { model: string } = JSON.parse(body);
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
}

function isStreamed(body: string): boolean {
  const { stream }: { stream?: boolean } = JSON.parse(body);
  return stream === true;
}

/** What the API says to a stream without output (billing.md §2, "Pre-warm"). */
function streamsNothing(body: string): boolean {
  const { max_tokens: limit }: { max_tokens?: unknown } = JSON.parse(body);
  return limit === 0 && isStreamed(body);
}

function open(body: string, usage: Readonly<Record<string, unknown>>): string {
  const message = messageTo(body);
  return event("message_start", { message: { ...message, usage: { ...usage, output_tokens: 1 } } });
}

function head(body: string, usage: Readonly<Record<string, unknown>>): string {
  return (
    open(body, usage) +
    event("content_block_start", { index: 0, content_block: { type: "text", text: "" } })
  );
}

function delta(text: string): string {
  return event("content_block_delta", { index: 0, delta: { type: "text_delta", text } });
}

const endOfTurn = { stop_reason: "end_turn", stop_sequence: null };

function rest(usage: Readonly<Record<string, unknown>>, end: object): string {
  return event("content_block_stop", { index: 0 }) + close(usage, end);
}

function close(usage: Readonly<Record<string, unknown>>, end: object): string {
  return (
    event("message_delta", {
      delta: end,
      usage: { output_tokens: usage["output_tokens"] },
    }) + event("message_stop", {})
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function behave(response: ServerResponse, body: string, behaviour: Behaviour): Promise<void> {
  if (behaviour.kind === "hang-up") {
    response.destroy();
    return;
  }
  if (behaviour.kind === "status") {
    const { status, type = "error", code, message = `not this: ${body}`, headers } = behaviour;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    const details = code === undefined ? {} : { details: { error_code: code } };
    response.end(JSON.stringify({ type: "error", error: { type, message, ...details } }));
    return;
  }
  if (behaviour.kind === "blocks") {
    const { blocks, usage, end = endOfTurn } = behaviour;
    const sent = blocks.map(
      (content_block, index) =>
        event("content_block_start", { index, content_block }) +
        event("content_block_stop", { index }),
    );
    response.writeHead(200, { "content-type": "text/event-stream", "request-id": "req_42" });
    response.end(open(body, usage) + sent.join("") + close(usage, end));
    return;
  }
  const usage =
    behaviour.kind === "answer" ? behaviour.usage : { input_tokens: 5, output_tokens: 1 };
  if (behaviour.kind === "answer") await pause(behaviour.delayMs ?? 0);
  const {
    headers = {},
    end = endOfTurn,
    edit = (text: string): string => text,
  } = behaviour.kind === "answer" ? behaviour : {};
  if (!isStreamed(body)) {
    response.writeHead(200, { "content-type": "application/json", "request-id": "req_42" });
    response.end(edit(JSON.stringify({ ...messageTo(body), stop_reason: "max_tokens", usage })));
    return;
  }
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "request-id": "req_42",
    ...headers,
  });
  if (behaviour.kind === "answer" && behaviour.silent === true) {
    response.end(edit(open(body, usage) + close(usage, end)));
    return;
  }
  if (behaviour.kind === "answer" && behaviour.edit !== undefined) {
    response.end(edit(head(body, usage) + delta("Well, yes.") + rest(usage, end)));
    return;
  }
  response.write(head(body, usage) + delta("Well, "));
  if (behaviour.kind === "cut") {
    await pause(10);
    response.destroy();
  } else if (behaviour.kind === "error-event")
    response.end(event("error", { error: { type: "overloaded_error", message: "Overloaded" } }));
  else response.end(delta(behaviour.text ?? "yes.") + rest(usage, end));
}

/** `behaviourOf` is asked with the body and how many messages were asked for before. */
export async function startClaude(
  tokensOf: (body: string) => number | Promise<number>,
  refusal: Refusal = { status: 200, type: "", times: 0 },
  behaviourOf: (body: string, before: number) => Behaviour | Promise<Behaviour> = () => ({
    kind: "status",
    status: 404,
    type: "not_found_error",
  }),
  batchBehaviour: BatchBehaviour = { item: () => ({ type: "canceled" }) },
): Promise<ClaudeServer> {
  const calls: Call[] = [];
  let url = "";
  const batches = createBatches(batchBehaviour, () => url);
  const messages = (): readonly string[] =>
    calls.filter(({ path }) => !/count_tokens|batches/.test(path)).map(({ body }) => body);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8");
    const before = messages().length;
    calls.push({ path: request.url ?? "", body, headers: request.headers });
    if (batches.handle(request, response, body)) return undefined;
    if (!(request.url ?? "").includes("count_tokens"))
      return behave(
        response,
        body,
        streamsNothing(body)
          ? { kind: "status", status: 400, type: "invalid_request_error" }
          : await behaviourOf(body, before),
      );
    const refused = calls.length <= refusal.times;
    if (refused && refusal.how === "cut") {
      response.destroy();
      return undefined;
    }
    if (refused && refusal.how !== undefined && refusal.how !== "cut") {
      response.writeHead(refusal.status, { "content-type": "text/html" });
      response.end(refusal.how.page);
      return undefined;
    }
    const document = refused
      ? { type: "error", error: { type: refusal.type, message: `not this: ${body}` } }
      : { input_tokens: await tokensOf(body) };
    response.writeHead(refused ? refusal.status : 200, {
      "content-type": "application/json",
      "retry-after-ms": "5",
    });
    response.end(JSON.stringify(document));
    return undefined;
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    calls,
    messages,
    shipped: batches.sent,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
