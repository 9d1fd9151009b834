/** The proxy: a server on loopback that clients are pointed to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ProxyFacts, ProxyFailure, ProxyOptions, RecordProxy } from "../../record/ports.ts";
import { createSentBatches } from "./batches/sent-batches.ts";
import { followCall, type Recorder } from "./call.ts";
import { readTarget } from "./incoming/callers.ts";
import { refuse } from "./error-answer.ts";
import { passOn } from "./pass-on.ts";
import { turnResults } from "./batches/results-url.ts";
import { openElsewhere } from "./elsewhere.ts";
import { readRoute } from "./incoming/route.ts";
import { createStub, type PassOnRead } from "./stub.ts";
import { maxHeaderSize, type Upstream } from "./upstream.ts";

/** Where requests go; not asked where the stub answers. */
export interface Upstreams {
  /** Where the caller's clients send theirs. */
  readonly own: Upstream;
  /** Where a program sends its own that fixes the API's host. */
  readonly api: Upstream;
}

/** Listens on loopback; fails where the port is not to be had. */
export async function startProxy(
  { port, answer, unanswered, onCall }: ProxyOptions,
  upstreams: Upstreams,
): Promise<RecordProxy | ProxyFailure> {
  const tally = createTally();
  let pass = 0;
  let began = performance.now();
  const batches = createSentBatches();
  const underWay = createUnderWay();
  // Errors that nobody foresaw, of those who answer or take calls: they are theirs who started us.
  const failures: unknown[] = [];
  const recorder: Recorder = {
    begin: underWay.begin,
    pass: () => pass,
    now: () => Math.round((performance.now() - began) * 1000) / 1000,
    onCall: (call) => {
      try {
        onCall(call);
      } catch (error) {
        failures.push(error);
      }
    },
    onUnreadable: () => void (tally.counts.unreadable += 1),
    batches,
  };
  const passRequest: PassOnRead = (request, response, { route, pieces }) => {
    const { path, captured } = route;
    const upstream = route.direct ? upstreams.api : upstreams.own;
    const host = request.headers.host ?? "";
    try {
      passOn(request, response, {
        upstream,
        path,
        call: captured === null ? null : followCall(request, captured, recorder),
        ...(pieces === null ? {} : { pieces }),
        rewrite: route.namesResults ? (text) => turnResults(text, upstreams, host) : null,
        onUnreached: (why) => tally.addUnreached(upstream.origin, why),
      });
    } catch {
      // A path or header that HTTP does not allow: the client's parser let it through.
      refuse(response, 400, "promptcost record cannot pass this request on");
    }
  };
  const stub =
    answer === null
      ? null
      : createStub(answer, recorder, unanswered === "pass-on" ? passRequest : null);

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const target = readTarget(request);
    if ("refused" in target) {
      request.resume();
      refuse(response, 403, `promptcost record refused this request: ${target.refused}`);
      return;
    }
    const route = readRoute(request.method ?? "GET", target.url);
    if (route.captured === null && !route.namesResults) tally.counts.passedOn += 1;
    if (stub === null) passRequest(request, response, { route, pieces: null });
    else
      stub(request, response, route).catch((error: unknown) => {
        failures.push(error);
        response.destroy();
      });
  };

  const server = createServer(
    // A slow client, or a slow model, is no reason to end a connection; large headers pass.
    { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, maxHeaderSize },
    handle,
  );
  const failed = await listen(server, port);
  if (failed !== null) return { failed: "port", port, why: failed };
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  const elsewhere = openElsewhere();
  return {
    elsewhereFile: elsewhere.path,
    url: `http://127.0.0.1:${String(taken)}`,
    startPass: (number) => {
      for (const call of batches.takeOpen()) recorder.onCall(call);
      pass = number;
      began = performance.now();
    },
    facts: () => {
      if (failures.length > 0) throw failures[0];
      return { ...tally.facts(), elsewhere: elsewhere.read() };
    },
    settle: underWay.settle,
    close: () =>
      new Promise((resolve) => {
        for (const call of batches.takeOpen()) recorder.onCall(call);
        server.close(() => resolve());
        server.closeAllConnections();
        elsewhere.remove();
        upstreams.own.close();
        upstreams.api.close();
      }),
  };
}

/** Null: it listens; else the system's code. */
function listen(server: Server, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    server.once("error", (error) =>
      resolve("code" in error && typeof error.code === "string" ? error.code : error.name),
    );
    server.listen(port, "127.0.0.1", () => resolve(null));
  });
}

/** How long calls may take to end once their client is gone. */
const settlingMs = 1000;

/** The calls that have begun and are not over. */
function createUnderWay() {
  let count = 0;
  let onIdle = (): void => undefined;
  return {
    begin: (): (() => void) => {
      count += 1;
      return () => {
        count -= 1;
        if (count === 0) onIdle();
      };
    },
    settle: (): Promise<void> =>
      count === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            const timer = setTimeout(resolve, settlingMs);
            onIdle = () => {
              clearTimeout(timer);
              resolve();
            };
          }),
  };
}

/** Counts what is no call. */
function createTally() {
  const unreached = new Map<string, { origin: string; why: string; calls: number }>();
  const counts = { passedOn: 0, unreadable: 0 };
  return {
    counts,
    addUnreached: (origin: string, why: string): void => {
      const key = `${origin} ${why}`;
      const calls = (unreached.get(key)?.calls ?? 0) + 1;
      unreached.set(key, { origin, why, calls });
    },
    facts: (): Omit<ProxyFacts, "elsewhere"> => ({
      ...counts,
      unreached: [...unreached.values()],
    }),
  };
}
