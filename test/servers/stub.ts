import { createServer } from "node:http";
import { digest } from "../../src/io/hash.ts";
import { loadTokenizer } from "../../src/io/context.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import type { StubCall } from "../../src/record/ports.ts";
import { countsOf } from "../../src/record/stub/counts.ts";
import { createStub, type StubOptions } from "../../src/record/stub/stub.ts";
import { createCounter } from "../../src/tokens/counter.ts";

/** A stub's options with our own counts, nothing recorded, and answers made up. */
export function stubOptions(over: Partial<StubOptions> = {}): StubOptions {
  return {
    recordings: [],
    counted: new Map(),
    newAnswers: "echo",
    extraKeys: [],
    asKept: (body) => body,
    lengthIn: () => null,
    digest,
    ...countsOf(createCounter(loadTokenizer), createBlockTable()),
    ...over,
  };
}

/** A call as the proxy hands it to a stub. */
export function stubCall(request: StubCall["request"], over: Partial<StubCall> = {}): StubCall {
  return {
    pass: 0,
    endpoint: "messages",
    request,
    betas: [],
    scenario: null,
    run: null,
    customId: null,
    ...over,
  };
}

/** A stub behind a port of loopback, for real clients. */
export async function startStub(over: Partial<StubOptions> = {}) {
  const stub = createStub(stubOptions(over));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const counts = request.url?.includes("count_tokens") === true;
      const endpoint = counts ? ("count_tokens" as const) : ("messages" as const);
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      const answer = stub.answer(stubCall(body, { endpoint }));
      response.writeHead(answer?.status ?? 404, { "content-type": answer?.contentType ?? "" });
      response.end(answer?.text ?? "");
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    tally: stub.tally,
    close: () => new Promise((resolve) => void server.close(resolve)),
  };
}
