import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openCaptures } from "../../../src/io/proxy/captures.ts";
import { scratchFolder } from "../../repositories/scratch-repository.ts";
import { messageOf, startLoopback, streamOf } from "../../servers/loopback.ts";
import { ask, bodyOf, until } from "./through.ts";

/** So many kills; more of them by `KILLS=200`. */
const kills = Number(process.env["KILLS"] ?? 10);

async function startRecorder(
  base: string,
  folder: string,
): Promise<{
  readonly child: ChildProcess;
  readonly url: string;
  readonly over: Promise<unknown>;
}> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "recorder.ts"), base, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const over = new Promise((resolve) => child.on("close", resolve));
  for await (const line of createInterface(child.stdout)) return { child, url: line, over };
  throw new Error("the recorder did not start");
}

/** Answers in every form, each under the name its question has. */
function startApi() {
  return startLoopback(async (_request, response, body) => {
    const { messages, kind } = JSON.parse(body.toString("utf8"));
    const id = String(messages[0].content);
    const [stream, whole] = [streamOf(["a ", "b ", id], id), JSON.stringify(messageOf(id, id))];
    if (kind === 0) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const part of stream) {
        response.write(part);
        await new Promise(setImmediate);
      }
      response.end();
    } else if (kind === 1) {
      response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" });
      response.end(gzipSync(stream.join("")));
    } else if (kind === 2) response.writeHead(200, { "content-length": whole.length }).end(whole);
    else response.writeHead(200).end(whole);
  });
}

test(
  `${String(kills)} kills at any moment lose no answer that a client has, and leave no half file`,
  { timeout: 60_000 + kills * 2000 },
  async () => {
    const folder = scratchFolder();
    await using api = await startApi();
    const answered = new Set<string>();
    let sent = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const { child, url, over } = await startRecorder(api.url, folder);
      const agent = new Agent({ keepAlive: true });
      const client = async (): Promise<void> => {
        while (child.exitCode === null && child.signalCode === null) {
          sent += 1;
          const id = `answer ${String(sent)}`;
          const asked = { agent, body: bodyOf(id, { kind: sent % 4 }) };
          const answer = await ask(`${url}/v1/messages`, asked).catch(() => null);
          if (answer?.isWhole === true && answer.status === 200) answered.add(id);
        }
      };
      const before = answered.size;
      const clients = Array.from({ length: 8 }, client);
      await until(() => answered.size > before + 3);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 120));
      child.kill("SIGKILL");
      await over;
      await Promise.all(clients);
      agent.destroy();
    }
    const file = join(folder, "record", "journal.jsonl");
    if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
    const captures = openCaptures(folder, (text) => text);
    if ("failed" in captures || "running" in captures) throw new Error(JSON.stringify(captures));
    const kept = captures.before.map(({ response }) => response?.["id"]);
    expect([...answered].filter((id) => !kept.includes(id))).toEqual([]);
    expect(new Set(kept).size).toBe(kept.length);
    expect(answered.size).toBeGreaterThan(kills * 3);
    for (const { response, request } of captures.before)
      expect(response?.["id"]).toBe(JSON.parse(JSON.stringify(request["messages"]))[0].content);
    captures.close(true);
    expect(existsSync(folder)).toBe(false);
  },
);

test("a canary key, header and text, also cut in two by the chunks of a stream, are in no file", async () => {
  const key = "sk-ant-api03-canaryCANARYcanaryCANARYcanary00";
  const folder = scratchFolder();
  await using api = await startLoopback(async (_request, response) => {
    const events = streamOf([`the key is ${key.slice(0, 20)}`, `${key.slice(20)} indeed`]);
    const bytes = Buffer.from(events.join(""), "utf8");
    response.writeHead(200, { "content-type": "text/event-stream", "x-echo": key });
    // Cut inside the key, and inside everything else.
    for (let from = 0; from < bytes.length; from += 11) {
      response.write(bytes.subarray(from, from + 11));
      await new Promise(setImmediate);
    }
    response.end();
  });
  const { child, url, over } = await startRecorder(api.url, folder);
  const answer = await ask(`${url}/v1/messages`, {
    headers: { "x-api-key": key, authorization: `Bearer ${key}`, "x-own": "canary-header" },
    body: bodyOf(`my key: ${key}`, {
      system: [{ type: "text", text: `--- ${key} ---` }],
      metadata: { user_id: key },
      tools: [
        { name: "t", input_schema: { type: "object", properties: { [key]: { default: key } } } },
      ],
    }),
  });
  expect(answer.body.toString("utf8")).toContain(key.slice(0, 20));
  child.kill("SIGKILL");
  await over;
  const text = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("");
  expect(text).toContain("the key is ");
  expect(text).toContain(" indeed");
  expect(text).not.toMatch(/canary/i);
  expect(text).not.toContain("api03");
});
