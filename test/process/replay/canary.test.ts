import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { event, messageOf, startLoopback, streamOf } from "../../servers/loopback.ts";
import { commandHere } from "../here.ts";
import { key, keyPieces, leaksOf, prompt, quote, say, ways } from "./quotes.ts";

const files = {
  "promptcost.yml": 'scenarios: { ask: { fixtures: "ask.jsonl" } }\n',
  "ask.jsonl": ways
    .map((_, index) => {
      const request = {
        model: "claude-sonnet-4-5",
        max_tokens: 20,
        system: prompt,
        messages: [{ role: "user", content: `${prompt} ${String(index)}` }],
      };
      return `${JSON.stringify({ request })}\n`;
    })
    .join(""),
};

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One of the API's that is well: what it answers to a path, by how often it was asked. */
type Answering = (path: string, index: number, body: string) => Reply;

function json(body: unknown, status = 200): Reply {
  return { status, body: JSON.stringify(body) };
}

function refuse(status: number, error: object): Reply {
  return json({ type: "error", error }, status);
}

function stream(events: readonly string[]): Reply {
  return { status: 200, headers: { "content-type": "text/event-stream" }, body: events.join("") };
}

const well: Answering = (path) =>
  path.endsWith("count_tokens") ? json({ input_tokens: 40 }) : stream(streamOf(["Well."]));

/** Answers to messages, where counts are well. */
function toMessages(answer: Answering): Answering {
  return (path, index, body) =>
    path.endsWith("count_tokens") ? well(path, index, body) : answer(path, index, body);
}

const quotingError = (index: number) => ({ type: quote(index), message: say(index) });

const faults = {
  "a refusal": toMessages((_, index) =>
    refuse(400, { type: "invalid_request_error", message: say(index) }),
  ),
  "a refusal of a type of its own": toMessages((_, index) =>
    refuse(404, { ...quotingError(index), details: { error_code: quote(index) } }),
  ),
  "a refusal that is no object": toMessages((_, index) => json(say(index), 422)),
  "a refusal whose parts are no texts": toMessages((_, index) =>
    refuse(400, { type: { [say(index)]: 1 }, message: [say(index)], details: say(index) }),
  ),
  "a refusal of all": toMessages((_, index) => refuse(401, quotingError(index))),
  "a page": toMessages((_, index) => ({ status: 502, body: `<p>${say(index)}</p>` })),
  "a text": toMessages((_, index) => ({ status: 400, body: say(index) })),
  "an error in a stream": toMessages((_, index) =>
    stream([...streamOf(["W"]).slice(0, 3), event("error", { error: quotingError(index) })]),
  ),
  "a stream that cannot be read": toMessages((_, index) =>
    stream([`event: message_start\ndata: {${say(index)}\n\n`]),
  ),
  "a kind of event of its own": toMessages((_, index) =>
    stream([`event: ${quote(0)}\ndata: ${JSON.stringify({ type: say(index) })}\n\n`]),
  ),
  "a redirect": toMessages((_, index) => ({
    status: 307,
    headers: { location: `http://127.0.0.1:9/?${encodeURIComponent(quote(index))}` },
    body: say(index),
  })),
  "a refusal of count_tokens": (_, index) => refuse(400, quotingError(index)),
  "count_tokens without room": (_, index) => ({
    ...refuse(429, quotingError(index)),
    headers: { "retry-after-ms": "1" },
  }),
  "a count that is none": (_, index) => json({ input_tokens: say(index) }),
  "answers whose names are quotes": toMessages((_, index) => ({
    ...stream(
      streamOf(["Well."], quote(index)).map((text) =>
        text
          .replace('"claude-sonnet-4-5"', JSON.stringify(quote(index)))
          .replace('"end_turn"', JSON.stringify(quote(index))),
      ),
    ),
    headers: {
      "content-type": "text/event-stream",
      "request-id": index % 2 === 0 ? key : encodeURIComponent(quote(index)),
    },
  })),
} as const satisfies Readonly<Record<string, Answering>>;

/** Answers to what is asked about batches. */
function toBatches(over: {
  readonly create?: (index: number) => Reply;
  readonly result?: (index: number) => object;
  readonly id?: string;
  readonly url?: (id: string) => string;
}): Answering {
  const { id = "msgbatch_1", create, url = () => "/v1/messages/batches/msgbatch_1/results" } = over;
  let ids: readonly string[] = [];
  return (path, index, body) => {
    if (path.endsWith("count_tokens")) return well(path, index, body);
    if (path.endsWith("/results"))
      return {
        status: 200,
        body: ids
          .map((custom_id, at) => ({ custom_id, result: over.result?.(at) ?? { type: "expired" } }))
          .map((line) => `${JSON.stringify(line)}\n`)
          .join(""),
      };
    if (body !== "") {
      if (create !== undefined) return create(index);
      const { requests }: { requests: readonly { custom_id: string }[] } = JSON.parse(body);
      ids = requests.map(({ custom_id }) => custom_id);
    }
    const counts = { processing: 0, succeeded: 0, errored: ids.length, canceled: 0, expired: 0 };
    const batch = {
      id,
      type: "message_batch",
      processing_status: "ended",
      request_counts: counts,
      created_at: new Date().toISOString(),
      results_url: url(id),
    };
    return json(/batches\?/.test(path) ? { data: [batch], has_more: false } : batch);
  };
}

const batchFaults: Readonly<Record<string, () => Answering>> = {
  "a batch that is refused": () =>
    toBatches({ create: (index) => refuse(400, quotingError(index)) }),
  "requests that failed": () =>
    toBatches({
      result: (index) => ({
        type: "errored",
        error: { type: "error", error: quotingError(index) },
      }),
    }),
  "results of a kind of its own": () => toBatches({ result: (index) => ({ type: say(index) }) }),
  "answers whose names are quotes": () =>
    toBatches({
      result: (index) => ({
        type: "succeeded",
        message: { ...messageOf("Well.", quote(index)), model: quote(index) },
      }),
    }),
  "a batch whose id is a quote": () => toBatches({ id: quote(0), url: () => `/no/${quote(0)}` }),
};

async function replayAgainst(answering: Answering, ...words: readonly string[]) {
  let heard = "";
  const counts = new Map<string, number>();
  await using server = await startLoopback((request, response, body) => {
    const path = request.url ?? "";
    const index = counts.get(path) ?? 0;
    counts.set(path, index + 1);
    const reply = answering(path, index, body.toString());
    heard += path;
    response.writeHead(reply.status, {
      "content-type": "application/json",
      "x-should-retry": "false",
      ...reply.headers,
    });
    response.end(reply.body);
  });
  const root = createRepository({ files });
  const { code, stdout, stderr } = await commandHere(
    root,
    ["replay", "--fast", "--max-usd", "9", "--concurrency", "1", ...words],
    { ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: key, ANTHROPIC_LOG: "debug" },
  );
  const kept = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("/.git"))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
  return { code, stdout, said: stdout + stderr, heard, kept: kept.join("\n") };
}

describe("no word of a prompt and nothing of the key is said, whatever answers", () => {
  test.each([
    ...Object.entries(faults).map(([name, fault]) => ({
      name,
      fault: () => fault,
      words: [] as const,
    })),
    ...Object.entries(batchFaults).map(([name, fault]) => ({
      name: `in batches: ${name}`,
      fault,
      words: ["--batch", "--resend-unknown"] as const,
    })),
  ])(
    "$name",
    async ({ fault, words }) => {
      const calls = [[], ["--json"]].map((form) => replayAgainst(fault(), ...words, ...form));
      for (const { code, said, heard, kept } of await Promise.all(calls)) {
        expect(heard).toContain("/v1/messages");
        expect(said).toMatch(/replay-|\d/);
        expect([code === 0 || code === 2, leaksOf(said), leaksOf(kept, keyPieces)]).toEqual([
          true,
          [],
          [],
        ]);
      }
    },
    60_000,
  );

  test("a refusal is still told by its type, and by what is the API's own in it", async () => {
    const answering = faults["a refusal"];
    const { stdout } = await replayAgainst(answering, "--json");
    const { problems } = JSON.parse(stdout);
    expect(problems).toHaveLength(ways.length);
    for (const { message } of problems)
      expect(message).toMatch(
        /^The API refused ask:\d+#0 \(400 invalid_request_error\): messages\.0\.content: /,
      );
  }, 60_000);
});
