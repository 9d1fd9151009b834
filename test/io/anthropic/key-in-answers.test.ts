import { afterEach, describe, expect, test, vi } from "vitest";
import { connectAnthropic } from "../../../src/io/anthropic/client.ts";
import { messageOf, startLoopback, streamOf, type Handler } from "../../servers/loopback.ts";

afterEach(() => vi.unstubAllEnvs());

const key = "sk-ant-api03-Zebra7+Quagga8/Okapi9";
const codes = (write: (code: number) => string): string =>
  key.replaceAll(/[^]/g, (sign) => write(sign.codePointAt(0) ?? 0));
const hex = (code: number): string => code.toString(16).padStart(2, "0");

/** The key as a server may write it. */
const forms: Readonly<Record<string, string>> = {
  "as it is": key,
  "in capitals": key.toUpperCase(),
  backwards: key.split("").toReversed().join(""),
  "in base 16": Buffer.from(key).toString("hex"),
  "in base 64": Buffer.from(`x-api-key: ${key}`).toString("base64"),
  "in base 64, a letter later": Buffer.from(`x-api-key: "${key}"`).toString("base64"),
  "in base 64, two letters later": Buffer.from(`x-api-key: ("${key}")`).toString("base64url"),
  "escaped as in an address": encodeURIComponent(key),
  "escaped as in JSON": codes((code) => `\\u00${hex(code)}`),
  "escaped as in JSON in JSON": codes((code) => `\\\\u00${hex(code)}`),
  "escaped as in HTML": codes((code) => `&#${String(code)};`),
  "escaped as in HTML, in base 16": codes((code) => `&#X${hex(code).toUpperCase()};`),
  "escaped in part": key.replaceAll("a", "&#97;").replaceAll("-", "\\u002d"),
};

async function connect(url: string) {
  vi.stubEnv("ANTHROPIC_BASE_URL", url);
  const api = await connectAnthropic({ apiKey: key });
  if ("code" in api) throw new Error(api.code);
  return api;
}

const body = { model: "claude-sonnet-4-6", max_tokens: 1, messages: [] };

describe.each(Object.entries(forms))("the key, %s, is taken out of what is kept", (_, form) => {
  const text = `Before ${form} after.`;

  test("of an answer", async () => {
    const answer: Handler = (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(streamOf([text.slice(0, 15), text.slice(15)]).join(""));
    };
    await using server = await startLoopback(answer);
    const sent = await (await connect(server.url)).send(body, []);
    const [said] = "response" in sent ? [JSON.stringify(sent.response["content"])] : [""];
    expect(said).toMatch(/Before [^ ]*\*{3}[^ ]* after/);
    expect(said).not.toContain(form.slice(6, -6));
  });

  test("of a result in a batch, with its line's own escapes", async () => {
    await using server = await startLoopback(({ url = "" }, response) => {
      response.setHeader("content-type", "application/json");
      const result = { type: "succeeded", message: messageOf(text) };
      const line = JSON.stringify({ custom_id: "a", result });
      const escaped = line.replaceAll("Z", "\\u005a");
      response.end(
        url.endsWith("/results")
          ? `${escaped}\n`
          : JSON.stringify({ id: "msgbatch_1", results_url: `${server.url}/results` }),
      );
    });
    const kept: string[] = [];
    await (
      await connect(server.url)
    ).batches.results("msgbatch_1", ({ result }) => kept.push(JSON.stringify(result)) > 0);
    expect(kept).toEqual([expect.stringMatching(/Before [^ ]*\*{3}[^ ]* after/)]);
  });
});
