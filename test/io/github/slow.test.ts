import { createServer, type ServerResponse } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { connectGitHub } from "../../../src/io/github/client.ts";
import type { Patience } from "../../../src/io/github/call.ts";
import { digest } from "../../../src/io/hash.ts";
import { publishReport } from "../../../src/publish/comment.ts";
import { publishBaseline } from "../../../src/publish/baseline.ts";
import { pullRequest } from "../../publish/connection.ts";
import { fail } from "../../report/sample.ts";

/** A GitHub that answers everything in one way; it tells how often it was asked. */
async function startOdd(answer: (response: ServerResponse) => void): Promise<{
  readonly url: string;
  readonly asked: () => number;
}> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${String(address.port)}`, asked: () => asked };
}

const hurried: Patience = { tries: 3, pauseMs: 1, longestMs: 5, timeoutMs: 5000, totalMs: 60_000 };

function connect(url: string, patience: Patience) {
  const place = { owner: "acme", repository: "shop", apiUrl: url, graphqlUrl: `${url}/graphql` };
  return connectGitHub({ ...place, token: "secret", patience });
}

/** All that a run asks of GitHub: what becomes of the comment, and of the baseline. */
async function publishAll(url: string, patience: Patience = hurried) {
  const { comments, branches, base } = connect(url, patience);
  const run = { id: 1, attempt: 1 };
  const comment = await publishReport({
    report: fail,
    event: pullRequest(),
    comments,
    key: "promptcost.yml",
    run,
    digest,
  });
  const baseline = await publishBaseline({
    branches,
    branch: "main",
    path: ".promptcost/baseline.json",
    content: "{}\n",
    alongside: { files: [], deleted: [] },
    computedAt: "a".repeat(40),
    inputs: "same",
    inputsAt: async (commit) => ((await base.fetchTree(commit)) === null ? null : "same"),
    mayWrite: true,
  });
  const [one, two] = ["a".repeat(40), "b".repeat(40)];
  expect([await base.mergeBase(one, two), await base.fetchTree(one)]).toEqual([null, null]);
  return [comment, baseline];
}

const json = { "content-type": "application/json" };

test.for<[string, (response: ServerResponse) => void]>([
  ["null", (response) => response.writeHead(200, json).end("null")],
  ["{}", (response) => response.writeHead(200, json).end("{}")],
  ["[]", (response) => response.writeHead(200, json).end("[]")],
  [
    "an array of odd things",
    (response) => response.writeHead(200, json).end('[null, 1, {"id":"x"}]'),
  ],
  ["a text", (response) => response.writeHead(200, json).end('"ok"')],
  ["204", (response) => response.writeHead(204).end()],
  ["200 without a body", (response) => response.writeHead(200, json).end()],
  ["cut off", (response) => response.writeHead(200, json).end('[{"id": 1, "bo')],
  [
    "cut off below its length",
    (response) => {
      response.writeHead(200, { ...json, "content-length": "900" });
      response.write("[");
      response.destroy();
    },
  ],
  ["HTML", (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>")],
  [
    "HTML of a proxy",
    (response) => response.writeHead(407, { "content-type": "text/html" }).end("<h1>"),
  ],
  ["a way round in a circle", (response) => response.writeHead(302, { location: "/" }).end()],
  ["no connection", (response) => response.destroy()],
  ["418", (response) => response.writeHead(418, json).end("{}")],
])("an odd answer is a warning: %s", async ([, answer]) => {
  const odd = await startOdd(answer);
  for (const { outcome, problems } of await publishAll(odd.url)) {
    expect(["failed", "refused", "not-permitted"]).toContain(outcome);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ severity }) => severity !== "error")).toBe(true);
  }
});

const soon: Patience = { ...hurried, tries: 4, pauseMs: 50, longestMs: 60_000, totalMs: 900 };

test.for<[string, (response: ServerResponse) => void]>([
  ["takes the connection and says nothing", () => undefined],
  [
    "begins and drips",
    (response) => {
      response.writeHead(200, json);
      const timer = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(timer));
    },
  ],
  [
    "asks for an hour",
    (response) => response.writeHead(429, { ...json, "retry-after": "3600" }).end("{}"),
  ],
  [
    "has no calls left until tomorrow",
    (response) => {
      const reset = String(Math.ceil(Date.now() / 1000) + 86_400);
      const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
      response.writeHead(403, { ...json, ...headers }).end('{"message":"API rate limit exceeded"}');
    },
  ],
  ["fails again and again", (response) => response.writeHead(503, json).end("{}")],
  [
    "is slow to every question",
    (response) => void setTimeout(() => response.writeHead(200, json).end("{}"), 400),
  ],
])("a GitHub that %s takes no more than its time, over all calls", async ([, answer]) => {
  const odd = await startOdd(answer);
  const started = performance.now();
  const published = await publishAll(odd.url, soon);
  expect(performance.now() - started).toBeLessThan(2500);
  for (const { problems } of published)
    expect(problems.map(({ severity }) => severity)).toEqual(["warning"]);
});

test("a list that never ends is given up", async () => {
  const odd = await startOdd((response) =>
    response.writeHead(200, { ...json, link: '</x>; rel="next"' }).end("[]"),
  );
  const [comment] = await publishAll(odd.url);
  expect(comment?.outcome).toBe("failed");
  expect(odd.asked()).toBeLessThan(300);
});

test("calls side by side take their time once", async () => {
  const odd = await startOdd(
    (response) => void setTimeout(() => response.writeHead(200, json).end("{}"), 300),
  );
  const { conversation } = connect(odd.url, { ...hurried, tries: 1, totalMs: 3000 });
  const logins = Array.from({ length: 20 }, (_, index) => `somebody-${index}`);
  await Promise.all(logins.map((login) => conversation.permission(login)));
  expect((await conversation.comments(7)).ok).toBe(false);
  expect(odd.asked()).toBe(21);
});
