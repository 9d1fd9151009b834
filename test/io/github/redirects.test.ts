import { describe, expect, test } from "vitest";
import { ask } from "../../../src/io/github/ask.ts";
import { connectBase } from "../../../src/io/github/base.ts";
import { askGraphql, CommitId, createConnection } from "../../../src/io/github/connection.ts";
import * as z from "zod/mini";
import { startLoopback } from "../../servers/loopback.ts";

const token = "ghs_canaryToken0123456789";

/** What two servers were asked: one that leads to the other with a status, and the other. */
async function askThrough(
  status: number,
): Promise<{ readonly own: number; readonly heard: string }> {
  let own = 0;
  let heard = "";
  await using other = await startLoopback((request, response, body) => {
    heard += JSON.stringify(request.headers) + body.toString();
    response.setHeader("content-type", "application/json");
    response.end('{"object":{"sha":"0123456789012345678901234567890123456789"}}');
  });
  await using github = await startLoopback((request, response) => {
    own += 1;
    response.writeHead(status, { location: `${other.url}/elsewhere` }).end();
  });
  const connection = createConnection({
    token,
    owner: "o",
    repository: "r",
    apiUrl: github.url,
    graphqlUrl: `${github.url}/graphql`,
    patience: { tries: 1, pauseMs: 1, longestMs: 1, timeoutMs: 2000, totalMs: 5000 },
  });
  await ask(connection, z.object({ object: z.object({ sha: CommitId }) }), {
    route: "GET /repos/{owner}/{repo}/git/ref/{ref}",
    parameters: { ref: "heads/main" },
  });
  await connectBase(connection).fetchTree("0123456789012345678901234567890123456789");
  await askGraphql(connection, {
    query: "query { viewer { login } }",
    variables: {},
    repeatable: true,
  });
  return { own, heard };
}

describe("GitHub's token goes to GitHub alone", () => {
  test.each([301, 302, 303, 307, 308])("%i to another server", async (status) => {
    const { own, heard } = await askThrough(status);
    expect(own).toBe(3);
    // An archive is kept on another server, which is asked without a token.
    expect(heard).not.toBe("");
    expect(heard).not.toMatch(/canary|authorization/i);
  });
});
