import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A Claude API of our own on loopback: `count_tokens`, which can refuse. The SDK reaches it by `ANTHROPIC_BASE_URL`. */
export interface ClaudeServer extends AsyncDisposable {
  readonly url: string;
  /** Bodies that were counted or refused, and the headers they came with. */
  readonly calls: { readonly path: string; readonly body: string; readonly headers: IncomingMessage["headers"] }[];
}

export interface Refusal {
  readonly status: number;
  readonly type: string;
  /** How many calls are refused before one is answered. */
  readonly times: number;
}

export const startClaude = async (
  tokensOf: (body: string) => number,
  refusal: Refusal = { status: 200, type: "", times: 0 },
): Promise<ClaudeServer> => {
  const calls: { path: string; body: string; headers: IncomingMessage["headers"] }[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("utf8");
    calls.push({ path: request.url ?? "", body, headers: request.headers });
    const refused = calls.length <= refusal.times;
    const document = refused
      ? { type: "error", error: { type: refusal.type, message: `not this: ${body}` } }
      : { input_tokens: tokensOf(body) };
    response.writeHead(refused ? refusal.status : 200, { "content-type": "application/json", "retry-after-ms": "5" });
    response.end(JSON.stringify(document));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
