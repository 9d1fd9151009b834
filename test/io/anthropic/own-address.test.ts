import { describe, expect, test } from "vitest";
import { fetchFrom, findSettingsFault } from "../../../src/io/anthropic/own-address.ts";
import { startLoopback, type LoopbackServer } from "../../servers/loopback.ts";

interface Asked {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly body: string;
  readonly key: string | undefined;
}

/** A server that notes what it is asked, and leads from `/from` to an address. */
async function startNoting(
  asked: Asked[],
  status: number,
  to: () => string,
): Promise<LoopbackServer> {
  return startLoopback((request, response, body) => {
    const { method, url: path, headers } = request;
    asked.push({ method, path, body: body.toString(), key: headers.authorization });
    if (path !== "/from") return void response.end("here");
    return void response.writeHead(status, { location: to() }).end("<p>elsewhere</p>");
  });
}

const message = { headers: { authorization: "Bearer key" }, body: "prompt", method: "POST" };
const question = { headers: { authorization: "Bearer key" } };

describe("what carries a key and a prompt stays with its server", () => {
  test.each([301, 302, 303, 307, 308])("%i to another origin asks nobody there", async (status) => {
    const [asked, foreign]: [Asked[], Asked[]] = [[], []];
    await using other = await startNoting(foreign, 200, () => "");
    await using own = await startNoting(asked, status, () => `${other.url}/v1/messages`);
    const ask = fetchFrom(() => own.url);
    for (const init of [message, question]) {
      const response = await ask(`${own.url}/from`, init);
      expect([response.status, asked.length]).toEqual([status, init === message ? 1 : 2]);
    }
    expect([foreign, other.connections()]).toEqual([[], 0]);
  });

  test.each([
    ["another port", "http://127.0.0.1:9/x"],
    ["another scheme", "https://127.0.0.1/x"],
    ["another name of this machine", "http://localhost/x"],
    ["a password", ""],
  ])("%s is elsewhere", async (_, to) => {
    const asked: Asked[] = [];
    await using own = await startNoting(
      asked,
      307,
      () => to || own.url.replace("http://", "http://user:pw@"),
    );
    expect((await fetchFrom(() => own.url)(`${own.url}/from`, message)).status).toBe(307);
    expect(asked).toHaveLength(1);
  });

  test("an address elsewhere is not asked at all", async () => {
    const foreign: Asked[] = [];
    await using other = await startNoting(foreign, 200, () => "");
    const response = await fetchFrom(() => "http://127.0.0.1:9")(`${other.url}/results`, question);
    expect([response.status, foreign, other.connections()]).toEqual([307, [], 0]);
  });

  test.each([
    [307, message, ["POST", "prompt"]],
    [308, message, ["POST", "prompt"]],
    [302, question, ["GET", ""]],
    [301, message, null],
    [303, message, null],
  ])("%i to the same server", async (status, init, expected) => {
    const asked: Asked[] = [];
    await using own = await startNoting(asked, status, () => "/to");
    const response = await fetchFrom(() => `${own.url}/base`)(`${own.url}/from`, init);
    const [, then] = asked;
    expect(then === undefined ? null : [then.method, then.body]).toEqual(expected);
    expect(response.status).toBe(expected === null ? status : 200);
    if (then !== undefined) expect([then.path, then.key]).toEqual(["/to", "Bearer key"]);
  });

  test("a circle ends", async () => {
    const asked: Asked[] = [];
    await using own = await startNoting(asked, 307, () => "/from");
    expect((await fetchFrom(() => own.url)(`${own.url}/from`, message)).status).toBe(307);
    expect(asked).toHaveLength(6);
  });
});

test.each([
  ["https://api.anthropic.com", "sk-ant-x", null],
  ["http://127.0.0.1:8080/base/", " sk-ant-x\n", null],
  ["api.anthropic.com", "sk-ant-x", "no-address"],
  ["ftp://api.anthropic.com", "sk-ant-x", "no-address"],
  ["https://user:pw@gateway.example", "sk-ant-x", "address-with-password"],
  ["https://token@gateway.example", "sk-ant-x", "address-with-password"],
  ["https://api.anthropic.com", "sk-ant-a\nsk-ant-b", "no-key"],
  ["https://api.anthropic.com", "sk-ant-…", "no-key"],
])("settings: %s, %j", (address, key, fault) => {
  expect(findSettingsFault(address, key)).toBe(fault);
});
