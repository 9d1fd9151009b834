import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A server on loopback that answers as it is told. */
export interface LoopbackServer extends AsyncDisposable {
  readonly url: string;
  /** Every connection that was made to it, whether it is open or not. */
  readonly connections: () => number;
}

/** What a server of a test does with a request whose body is there. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
) => void | Promise<void>;

export async function startLoopback(handler: Handler): Promise<LoopbackServer> {
  let connections = 0;
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      void (async () => handler(request, response, Buffer.concat(pieces)))().catch(() =>
        response.destroy(),
      );
    });
  });
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    connections: () => connections,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** An event of a stream. */
export function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`;
}

/** The events of a streamed answer with these texts, a delta each. */
export function streamOf(texts: readonly string[], id = "msg_1"): readonly string[] {
  const usage = { input_tokens: 12, output_tokens: 1 };
  const message = {
    id,
    type: "message",
    role: "assistant",
    model: "claude-sonnet-4-5",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  return [
    event("message_start", { message }),
    event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
    ...texts.map((text) =>
      event("content_block_delta", { index: 0, delta: { type: "text_delta", text } }),
    ),
    event("content_block_stop", { index: 0 }),
    event("message_delta", {
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: 9 },
    }),
    event("message_stop", {}),
  ];
}

/** An answer that does not stream. */
export function messageOf(text: string, id = "msg_1"): object {
  return {
    id,
    type: "message",
    role: "assistant",
    model: "claude-sonnet-4-5",
    content: [{ type: "text", text }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 12, output_tokens: 9 },
  };
}
