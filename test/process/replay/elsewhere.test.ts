import { describe, expect, test } from "vitest";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { event, messageOf, startLoopback, streamOf, type Handler } from "../../servers/loopback.ts";
import { codesOf } from "../cli.ts";
import { commandHere } from "../here.ts";

const key = "sk-ant-api03-canaryKey";
const request = {
  model: "claude-sonnet-4-5",
  max_tokens: 20,
  messages: [{ role: "user", content: "A canary sings" }],
};
const files = {
  "promptcost.yml": 'scenarios: { ask: { fixtures: "ask.json" } }\n',
  "ask.json": `${JSON.stringify({ request })}\n`,
};

/** What the API answers, unless a path leads elsewhere. */
function answer({
  leads,
  elsewhere,
  resultsUrl,
  hidesResults,
}: {
  readonly leads: RegExp;
  readonly elsewhere: () => string;
  readonly resultsUrl: () => string;
  readonly hidesResults: boolean;
}): Handler {
  let customId = "";
  return (asked, response, body) => {
    const path = asked.url ?? "";
    const json = (value: unknown): void => void response.end(JSON.stringify(value));
    response.setHeader("content-type", "application/json");
    if (leads.test(`${asked.method ?? ""} ${path}`))
      return void response.writeHead(307, { location: `${elsewhere()}${path}` }).end();
    if (path.endsWith("count_tokens")) return json({ input_tokens: 12 });
    if (path.endsWith("/results")) {
      if (hidesResults) return void response.writeHead(404).end("{}");
      const result = { type: "succeeded", message: messageOf("Well.") };
      return void response.end(`${JSON.stringify({ custom_id: customId, result })}\n`);
    }
    if (!path.includes("/batches"))
      return void response
        .writeHead(200, { "content-type": "text/event-stream" })
        .end(streamOf(["Well."]).join("") + event("ping", {}));
    if (body.length > 0) {
      const { requests }: { requests: readonly [{ custom_id: string }] } = JSON.parse(
        body.toString(),
      );
      customId = requests[0].custom_id;
    }
    const counts = { processing: 0, succeeded: 1, errored: 0, canceled: 0, expired: 0 };
    const batch = {
      id: "msgbatch_1",
      processing_status: "ended",
      request_counts: counts,
      created_at: new Date().toISOString(),
      results_url: resultsUrl(),
    };
    return json(path.includes("?") ? { data: [batch], has_more: false, last_id: null } : batch);
  };
}

async function replay(
  leads: RegExp,
  command: readonly string[],
  { isForeign = false, isOnlyThere = false } = {},
) {
  const heard: string[] = [];
  await using other = await startLoopback((asked, response, body) => {
    heard.push(JSON.stringify(asked.headers) + body.toString());
    response.end(JSON.stringify({ input_tokens: 1 }));
  });
  await using api = await startLoopback(
    answer({
      leads,
      elsewhere: () => other.url,
      resultsUrl: () => `${isForeign ? other.url : api.url}/v1/messages/batches/msgbatch_1/results`,
      hidesResults: isOnlyThere,
    }),
  );
  const { code, stdout, stderr } = await commandHere(createRepository({ files }), command, {
    ANTHROPIC_BASE_URL: api.url,
    ANTHROPIC_API_KEY: key,
  });
  return { code, stdout, said: stdout + stderr, heard, connections: other.connections() };
}

const sending = ["replay", "--fast", "--json", "--max-usd", "1"];

describe("what leads to another server gets neither key nor prompt, and is named", () => {
  test.each([
    ["messages", /^POST \/v1\/messages$/, sending, ["replay-denied"]],
    ["count_tokens", /count_tokens/, sending, ["replay-denied"]],
    [
      "count --api",
      /count_tokens/,
      ["count", "--api", "--json", "ask.json"],
      ["count-api-refused"],
    ],
    ["a batch", /^POST .*batches$/, [...sending, "--batch"], ["replay-denied"]],
    [
      "a batch's state",
      /^GET .*batches\/msgbatch_1$/,
      [...sending, "--batch"],
      ["replay-batch-stopped", "replay-denied"],
    ],
    [
      "a batch's results",
      /results$/,
      [...sending, "--batch"],
      ["replay-batch-stopped", "replay-denied"],
    ],
  ])(
    "%s",
    async (_, leads, command, problems) => {
      const { code, stdout, said, heard, connections } = await replay(leads, command);
      expect([code, heard, connections]).toEqual([2, [], 0]);
      expect(codesOf(stdout).toSorted()).toEqual(problems);
      expect(said).not.toContain("canary");
    },
    90_000,
  );

  test("`results_url` of another server: the API's own is asked for the results", async () => {
    const { code, heard, connections } = await replay(/^$/, [...sending, "--batch"], {
      isForeign: true,
    });
    expect([code, heard, connections]).toEqual([0, [], 0]);
  }, 90_000);
});

test("results that are at another server alone are not gone", async () => {
  const { code, stdout, heard } = await replay(/^$/, [...sending, "--batch"], {
    isForeign: true,
    isOnlyThere: true,
  });
  expect([code, heard]).toEqual([2, []]);
  expect(codesOf(stdout).toSorted()).toEqual(["replay-batch-stopped", "replay-denied"]);
}, 90_000);

describe("settings that nothing can be sent with are named before anything is sent", () => {
  test.each([
    ["https://canary:secret@gateway.example", "sk-ant-x", /user name or a password/],
    ["api.anthropic.com", "sk-ant-x", /no address/],
    ["https://api.anthropic.com", "sk-ant-cana…ry", /characters that no key has/],
  ])(
    "%s",
    async (url, apiKey, message) => {
      for (const command of [sending, ["count", "--api", "--json", "ask.json"]]) {
        const { code, stdout, stderr } = await commandHere(createRepository({ files }), command, {
          ANTHROPIC_BASE_URL: url,
          ANTHROPIC_API_KEY: apiKey,
        });
        expect([code, codesOf(stdout)]).toEqual([2, ["api-settings"]]);
        expect(JSON.parse(stdout).problems[0].message).toMatch(message);
        expect(stdout + stderr).not.toMatch(/canary|cana…ry|secret/);
      }
    },
    60_000,
  );
});
