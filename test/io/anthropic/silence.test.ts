import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { connectAnthropic } from "../../../src/io/anthropic/client.ts";
import {
  answerSilenceMs,
  usualPatience,
  type Patience,
} from "../../../src/io/anthropic/patience.ts";
import type { ReplayApi } from "../../../src/replay/ports.ts";
import { event, startLoopback, streamOf, type Handler } from "../../servers/loopback.ts";

afterEach(() => vi.unstubAllEnvs());

const body = { model: "claude-sonnet-4-6", max_tokens: 1, messages: [] };

/** Impatient, so that a test need not be patient. */
const patience: Patience = { questionMs: 250, batchMs: 250, answerMs: 1000, quietMs: 5000 };

async function connect(
  url: string,
  stopped?: AbortSignal,
  how: Patience = patience,
): Promise<ReplayApi> {
  vi.stubEnv("ANTHROPIC_BASE_URL", url);
  const given = stopped === undefined ? {} : { stopped };
  const api = await connectAnthropic({ apiKey: "sk-test", patience: how, ...given });
  if ("code" in api) throw new Error(api.code);
  return api;
}

/** Says something every so many milliseconds, until the line is closed. */
function repeat(response: ServerResponse, ms: number, text: string): void {
  const timer = setInterval(() => response.write(text), ms);
  response.on("close", () => clearInterval(timer));
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
}

const begun = streamOf(["Well, "]).slice(0, 3).join("");
const ping = event("ping", {});

describe("an answer", () => {
  const stalled: readonly (readonly [string, Handler, boolean])[] = [
    ["that never begins", () => undefined, false],
    [
      "of pings alone",
      (_, response) => {
        openStream(response);
        repeat(response, 20, ping);
      },
      true,
    ],
    [
      "that goes on in pings",
      (_, response) => {
        openStream(response);
        response.write(begun);
        repeat(response, 20, ping);
      },
      true,
    ],
    [
      "that goes on in comments and in events nobody knows",
      (_, response) => {
        openStream(response);
        response.write(begun);
        repeat(response, 20, `: alive\n\n${event("keepalive", {})}`);
      },
      true,
    ],
    [
      "that falls silent",
      (_, response) => {
        openStream(response);
        response.write(begun);
      },
      true,
    ],
  ];
  test.each(stalled)("%s is given up, and its outcome is unknown", async (_, handler, isBegun) => {
    await using server = await startLoopback(handler);
    const sent = await (await connect(server.url)).send(body, []);
    expect(sent).toMatchObject({
      kind: "failed",
      failure: { status: null, begun: isBegun, unreached: false, silentMs: 1000 },
    });
  });

  test.each(stalled)("%s: not even a ping is given up sooner", async (name, handler, isBegun) => {
    await using server = await startLoopback(handler);
    const api = await connect(server.url, undefined, { ...patience, quietMs: 200 });
    const start = performance.now();
    const sent = await api.send(body, []);
    const isQuiet = ["that never begins", "that falls silent"].includes(name);
    expect(sent).toMatchObject({
      kind: "failed",
      failure: { status: null, begun: isBegun, silentMs: isQuiet ? null : 1000 },
    });
    expect(performance.now() - start < 900).toBe(isQuiet);
  });

  test("without output, which has no pings, is given up when nothing comes", async () => {
    await using server = await startLoopback(() => undefined);
    const api = await connect(server.url, undefined, { ...patience, quietMs: 200 });
    const start = performance.now();
    expect(await api.send({ ...body, max_tokens: 0 }, [])).toMatchObject({
      failure: { status: null, unreached: false },
    });
    expect(performance.now() - start).toBeLessThan(900);
  });

  test("that takes long is waited for as long as something comes", async () => {
    await using server = await startLoopback(async (_, response) => {
      openStream(response);
      for (const piece of streamOf(["one ", "two ", "three"])) {
        response.write(piece);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      response.end();
    });
    const sent = await (await connect(server.url)).send(body, []);
    expect(sent.kind).toBe("answered");
  });

  test("may stay silent as long as all of its tokens take, an hour at most", () => {
    const minutes = (maxTokens: unknown): number =>
      answerSilenceMs(maxTokens, usualPatience) / 60_000;
    expect([200, 4096, 32_000, 128_000, 1e9].map(minutes)).toEqual([5, 5, 15, 60, 60]);
    for (const rubbish of [undefined, "many", null, -1, 0]) expect(minutes(rubbish)).toBe(5);
    expect(Number.isInteger(answerSilenceMs(20_001, usualPatience))).toBe(true);
  });
});

/** What is asked without paying for it, and a batch that is sent. */
const questions = {
  count: (api) => api.countTokens(body, []),
  retrieve: (api) => api.batches.retrieve("msgbatch_1"),
  list: (api) => api.batches.list(null),
  results: (api) => api.batches.results("msgbatch_1", () => true),
  mark: (api) => api.batches.mark(),
  create: (api) => api.batches.create([{ customId: "a", body }], []),
} as const satisfies Readonly<Record<string, (api: ReplayApi) => Promise<unknown>>>;

const names = ["count", "retrieve", "list", "results", "create"] as const;

describe("a question", () => {
  test.each(names)("%s that nobody answers is given up", async (name) => {
    await using server = await startLoopback(() => undefined);
    const ended = JSON.stringify(await questions[name](await connect(server.url)));
    expect(ended).toContain('"status":null');
  });

  test.each(names)("%s whose answer never ends is given up", async (name) => {
    await using server = await startLoopback((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write("{");
      repeat(response, 20, " ");
    });
    const ended = JSON.stringify(await questions[name](await connect(server.url)));
    expect(ended).toContain('"status":null');
  });

  test.each([...names.filter((name) => name !== "create"), "mark" as const])(
    "%s ends at once when the user stops",
    async (name) => {
      await using server = await startLoopback(() => undefined);
      const stopping = new AbortController();
      const api = await connect(server.url, stopping.signal, usualPatience);
      setTimeout(() => stopping.abort(), 50);
      const start = performance.now();
      await questions[name](api);
      expect(performance.now() - start).toBeLessThan(5000);
    },
  );

  const described = (url: string): object => ({ id: "msgbatch_1", results_url: `${url}/results` });
  const line = `${JSON.stringify({ custom_id: "a", result: { type: "expired" } })}\n`;

  test("results are read as long as they come, and given up once they fall silent", async () => {
    let isSilent = false;
    await using server = await startLoopback(async ({ url = "" }, response) => {
      if (!url.endsWith("/results")) {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(described(server.url)));
        return;
      }
      response.writeHead(200, { "content-type": "application/x-jsonl" });
      for (let count = 0; count < 4; count += 1) {
        response.write(line);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      if (!isSilent) response.end();
    });
    const api = await connect(server.url);
    const read = async () => {
      let items = 0;
      const ended = await api.batches.results("msgbatch_1", () => ++items > 0);
      return [items, ended];
    };
    expect(await read()).toEqual([4, { unreadable: 0 }]);
    isSilent = true;
    expect(await read()).toEqual([4, { status: null, kind: "AbortError" }]);
  });
});
