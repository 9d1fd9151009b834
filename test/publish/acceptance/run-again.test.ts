import { expect, test } from "vitest";
import { runAgain } from "../../../src/publish/acceptance/run-again.ts";
import { digest } from "../../../src/io/hash.ts";
import { fail } from "../../report/sample.ts";
import { startGitHub, type Comment, type Options, type Server } from "../../servers/github.ts";
import { connect, head, publish } from "../connection.ts";

/** A head with a run of `ci`, 41, and one of a workflow that names promptcost nowhere, 42. */
async function started(options: Options = {}): Promise<Server> {
  const server = await startGitHub(options);
  const run = { head_sha: head, event: "pull_request", status: "completed", conclusion: "failure" };
  server.runs.push(
    { ...run, id: 41, name: "ci", path: "ci.yml", workflow_id: 1 },
    { ...run, id: 42, name: "costs", path: "costs.yml", workflow_id: 2 },
  );
  return server;
}

function again(server: Server): ReturnType<typeof runAgain> {
  return runAgain(connect(server), { number: 7, head, digest });
}

test("the run that wrote our comment tells which workflow it is", async () => {
  await using server = await started();
  await publish(server, fail, 42);
  expect((await again(server)).ok).toBe(true);
  expect(server.reruns).toEqual(["42/rerun-failed-jobs"]);
});

test("so does one that another app's token wrote", async () => {
  await using before = await started({ login: "acme-costs[bot]" });
  await publish(before, fail, 42);
  await using server = await started();
  server.comments.push(...before.comments);
  expect((await again(server)).ok).toBe(true);
  expect(server.reruns).toEqual(["42/rerun-failed-jobs"]);
});

test.for<[string, Partial<Comment>]>([
  ["a person's", { user: { login: "eve", type: "User" } }],
  ["an account's that is called like a bot", { user: { login: "github-actions", type: "User" } }],
  ["a bot's that was edited", { user: { login: "other[bot]" }, body: "damaged" }],
])("a marker in %s comment names no run", async ([, over]) => {
  await using server = await started();
  await publish(server, fail, 41);
  const [{ body } = { body: "" }] = server.comments.splice(0);
  const text = over.body === undefined ? body : body.replace("promptcost: fail", over.body);
  server.comments.push({ id: 9, user: { login: "eve" }, ...over, body: text });
  expect(await again(server)).toMatchObject({
    ok: false,
    said: "no check of promptcost has run on its head yet",
  });
  expect(server.reruns).toEqual([]);
});
