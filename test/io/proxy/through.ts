/** A proxy in front of a loopback server, and a client that looks at every byte. */
import { request as send, type Agent, type IncomingMessage } from "node:http";
import { startProxy } from "../../../src/io/proxy/proxy.ts";
import { createUpstream } from "../../../src/io/proxy/upstream.ts";
import type { CapturedCall } from "../../../src/record/captured-call.ts";
import type { ProxyOptions, RecordProxy } from "../../../src/record/ports.ts";

export interface OpenProxy extends AsyncDisposable {
  readonly proxy: RecordProxy;
  readonly calls: CapturedCall[];
}

/** Starts a proxy in front of a base URL. */
export async function openProxy(
  base: string,
  options: Partial<ProxyOptions> & { readonly api?: string } = {},
): Promise<OpenProxy> {
  const calls: CapturedCall[] = [];
  const { api = base, ...others } = options;
  const proxy = await startProxy(
    {
      port: 0,
      answer: null,
      unanswered: "refuse",
      onCall: (call) => calls.push(call),
      ...others,
    },
    { own: createUpstream(base), api: createUpstream(api) },
  );
  if ("failed" in proxy) throw new Error(JSON.stringify(proxy));
  return { proxy, calls, [Symbol.asyncDispose]: proxy.close };
}

export interface Answer {
  readonly status: number;
  readonly statusMessage: string;
  /** Flat, without what is the connection's. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** Whether it came to its end. */
  readonly isWhole: boolean;
}

export interface Asked {
  readonly method?: string;
  /** What stands in the request's first line, where it is not the URL's path. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
  /** Called with the answer before any of its body; it may end the call. */
  readonly onAnswer?: (answer: IncomingMessage) => void;
}

const ofConnection = /^(?:connection|keep-alive|transfer-encoding|date)$/i;

/** Asks, and gives what came back; throws where nothing did. */
export function ask(url: string, asked: Asked = {}): Promise<Answer> {
  const { method = "POST", path, headers = {}, body, agent, onAnswer } = asked;
  return new Promise((resolve, reject) => {
    const made = send(url, {
      method,
      headers,
      ...(path === undefined ? {} : { path }),
      ...(agent === undefined ? {} : { agent }),
    });
    made.on("error", reject);
    made.on("response", (answer) => {
      onAnswer?.(answer);
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("error", () => undefined);
      answer.on("close", () => {
        const { rawHeaders, statusCode = 0, statusMessage = "", complete } = answer;
        resolve({
          status: statusCode,
          statusMessage,
          headers: rawHeaders.filter(
            (_, index) => !ofConnection.test(rawHeaders[index - (index % 2)] ?? ""),
          ),
          body: Buffer.concat(pieces),
          isWhole: complete,
        });
      });
    });
    made.end(body);
  });
}

/** A request of the API as text. */
export function bodyOf(text: string, others: object = {}): string {
  return JSON.stringify({
    model: "claude-sonnet-4-5",
    max_tokens: 100,
    messages: [{ role: "user", content: text }],
    ...others,
  });
}

/** Waits until something holds; a test's time limit ends it. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}
