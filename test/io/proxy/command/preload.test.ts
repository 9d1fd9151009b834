import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pointClients } from "../../../../src/io/proxy/command/environment.ts";
import { scratchFolder } from "../../../repositories/scratch-repository.ts";
import { messageOf, startLoopback } from "../../../servers/loopback.ts";
import { buildPreload } from "./build-preload.ts";
import { bodyOf, openProxy } from "../through.ts";

/**
 * Nodes to try: this one, and those in the folder that PROMPTCOST_NODES names (`20/bin/node`, …).
 */
const folder = process.env["PROMPTCOST_NODES"];
const others =
  folder === undefined ? [] : readdirSync(folder).map((name) => join(folder, name, "bin", "node"));
const nodes = [process.execPath, ...others.filter((path) => existsSync(path))];

interface Ran {
  readonly code: number | null;
  readonly out: string;
}

function runNode(node: string, script: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(node, [script], { env, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (piece: Buffer) => (out += piece.toString("utf8")));
    child.on("close", (code) => resolve({ code, out }));
  });
}

const api = "https://api.anthropic.com";
const body = bodyOf("Hi");
const sent = JSON.stringify(body);

/** Ways by which programs send a request, each printing the answer's text. */
const ways: Readonly<Record<string, string>> = {
  "fetch.mjs": `
    const answer = await fetch("${api}/v1/messages?beta=true", { method: "POST", body: ${sent} });
    console.log(await answer.text());`,
  "fetch-request.mjs": `
    const request = new Request(new URL("${api}/v1/messages"), { method: "POST", body: ${sent}, headers: { "x-api-key": "k" } });
    console.log(await (await fetch(request)).text());`,
  "fetch-stream.cjs": `
    const body = new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode(${sent})); c.close(); } });
    fetch("${api}/v1/messages", { method: "POST", body, duplex: "half" }).then((answer) => answer.text()).then(console.log);`,
  "https-named.mjs": `
    import { request } from "node:https";
    request("${api}/v1/messages", { method: "POST" }, (answer) => answer.on("data", (piece) => process.stdout.write(piece))).end(${sent});`,
  "https-options.cjs": `
    const https = require("https");
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
    const made = https.request({ host: "api.anthropic.com", port: 443, path: "/v1/messages", method: "POST", agent });
    made.on("response", (answer) => { answer.pipe(process.stdout); answer.on("end", () => agent.destroy()); });
    made.end(${sent});`,
  "https-url.cjs": `
    require("node:https").request(new URL("${api}/v1/messages"), { method: "POST", agent: false }, (answer) => answer.pipe(process.stdout)).end(${sent});`,
  "worker.cjs": `
    const { Worker, isMainThread } = require("node:worker_threads");
    if (isMainThread) new Worker(__filename);
    else fetch("${api}/v1/messages", { method: "POST", body: ${sent} }).then((answer) => answer.text()).then(console.log);`,
};

describe.each(nodes)("%s", (node) => {
  test.each(Object.keys(ways))("%s", async (name) => {
    // A path that must be quoted.
    const root = join(scratchFolder(), process.platform === "win32" ? "a b" : 'a "b" folder');
    mkdirSync(root);
    const preload = await buildPreload(root);
    writeFileSync(join(root, name), ways[name]!);
    const headers: unknown[] = [];
    await using server = await startLoopback((request, response, sentBody) => {
      headers.push(request.headers);
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(messageOf(`got ${String(sentBody.length)}`)));
    });
    // The caller's own gateway is not where a fixed URL leads.
    await using through = await openProxy("http://127.0.0.1:9", { api: server.url });
    const env = pointClients(
      { PATH: process.env["PATH"], NODE_OPTIONS: "--no-deprecation" },
      { ...through.proxy, stub: false, preload },
    );
    const { code, out } = await runNode(node, join(root, name), env);
    expect([out, code]).toEqual([expect.stringContaining(`got ${String(body.length)}`), 0]);
    expect(through.calls).toMatchObject([{ outcome: "answered", request: JSON.parse(body) }]);
    expect(JSON.stringify(headers)).not.toContain("promptcost");
  });

  test("other hosts are left alone, and other vendors are counted", async () => {
    const root = scratchFolder();
    const preload = await buildPreload(root);
    await using server = await startLoopback((request, response) => {
      response.end(`${request.headers.host ?? ""} ${request.url ?? ""}`);
    });
    await using through = await openProxy("http://127.0.0.1:9");
    writeFileSync(
      join(root, "main.mjs"),
      `
      import https, { get } from "node:https";
      import http from "node:http";
      import http2 from "node:http2";
      const quiet = (promise) => promise.then(() => "", () => "");
      await quiet(fetch("https://api.openai.com/v1/chat/completions", { method: "POST", signal: AbortSignal.timeout(300) }));
      await new Promise((done) => https.request("https://bedrock-runtime.us-east-1.amazonaws.com/model/x/invoke").on("error", done).on("response", done).setTimeout(300, done).end());
      await new Promise((done) => get("https://us-east5-aiplatform.googleapis.com/v1").on("error", done).on("response", done).setTimeout(300, done));
      await new Promise((done) => http2.connect("https://bedrock-runtime.eu-west-1.amazonaws.com").on("error", done).setTimeout(300, done));
      console.log(await (await fetch("${server.url}/a?b")).text());
      http.get("${server.url}/c", (answer) => answer.pipe(process.stdout).on("finish", () => 0));
      setTimeout(() => process.exit(0), 200);
      `,
    );
    const env = pointClients(
      { PATH: process.env["PATH"] },
      { ...through.proxy, stub: false, preload },
    );
    const { out } = await runNode(node, join(root, "main.mjs"), env);
    const { host } = new URL(server.url);
    expect(out).toContain(`${host} /a?b`);
    expect(out).toContain(`${host} /c`);
    expect(Object.fromEntries(through.proxy.facts().elsewhere)).toEqual({
      "Amazon Bedrock": 2,
      "Google Vertex AI": 1,
      OpenAI: 1,
    });
    expect(through.calls).toEqual([]);
  });

  test("a program that has nothing to do with it runs as it does without", async () => {
    const root = scratchFolder();
    const preload = await buildPreload(root);
    writeFileSync(
      join(root, "main.cjs"),
      "fetch('https://api.openai.com').catch(() => 0); console.log(typeof fetch, process.argv.length); process.exit(0);",
    );
    const env = pointClients(
      { PATH: process.env["PATH"] },
      { url: "http://127.0.0.1:9", elsewhereFile: "/no/such/folder/file", stub: false, preload },
    );
    const ran = await runNode(node, join(root, "main.cjs"), env);
    expect(ran).toEqual({ code: 0, out: "function 2\n" });
  });
});
