/**
 * The proxy of `record` in front of an API on loopback: whether the SDK hears the same through it, what
 * it adds to a request's time, whether many streams at once lose anything, and whether memory grows
 * with the number of requests: `node bench/record.ts`.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import Anthropic from "@anthropic-ai/sdk";
import { ask, bodyOf } from "../test/io/proxy/through.ts";
import { messageOf, startLoopback, streamOf } from "../test/servers/loopback.ts";
import { countedText, createRandom } from "./text.ts";

const latencyTargetMs = 2;
/** So much may the process grow from the 1,000th request to the last. */
const growthTargetMiB = 24;
const requests = 5000;
const streams = 200;

const recorder = fileURLToPath(new URL("../test/io/proxy/recorder.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "promptcost-bench-"));
const system = countedText(createRandom(7), 5000);
const answerText = countedText(createRandom(8), 300);

await using api = await startLoopback((_request, response, body) => {
  const { stream, messages } = JSON.parse(body.toString("utf8"));
  const name = String(messages[0].content);
  response.writeHead(200, {
    "content-type": stream === true ? "text/event-stream" : "application/json",
    "request-id": "req_1",
  });
  if (stream !== true) response.end(JSON.stringify(messageOf(answerText, name)));
  else {
    for (const event of streamOf([name, ...answerText.match(/.{1,40}/gsu)!], name))
      response.write(event);
    response.end();
  }
});

const child = spawn(process.execPath, [recorder, api.url, folder], {
  stdio: ["ignore", "pipe", "inherit"],
});
const [url = ""] = await new Promise<readonly string[]>((resolve) => {
  createInterface(child.stdout).once("line", (line) => resolve([line]));
});
const agent = new Agent({ keepAlive: true });

/** Sends a request of about 5,000 tokens; gives its milliseconds and the answer's bytes. */
async function send(base: string, name: string, stream: boolean) {
  const body = bodyOf(name, { stream, system });
  const from = performance.now();
  const answer = await ask(`${base}/v1/messages`, { agent, body });
  if (answer.status !== 200 || !answer.isWhole) throw new Error(`an answer is lost: ${name}`);
  return { ms: performance.now() - from, bytes: answer.body.toString("latin1") };
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

/** MiB of the proxy's process. */
function residentMiB(): number {
  const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" });
  return Number(stdout) / 1024;
}

/** Whether the SDK hears the same. */
async function hearsTheSame(): Promise<boolean> {
  const heard: string[] = [];
  for (const baseURL of [api.url, url]) {
    const client = new Anthropic({ apiKey: "none", baseURL });
    const body = {
      model: "claude-sonnet-5",
      max_tokens: 100,
      system,
      messages: [{ role: "user" as const, content: "Hi" }],
    };
    const whole = await client.messages.create(body).asResponse();
    const events: unknown[] = [];
    for await (const event of await client.messages.create({ ...body, stream: true }))
      events.push(event);
    heard.push(
      JSON.stringify([
        await whole.text(),
        [...whole.headers].filter(([name]) => !/^(date|connection|keep-alive)$/.test(name)),
        events,
      ]),
    );
  }
  return heard[0] === heard[1];
}

const same = await hearsTheSame();
console.log(
  `the SDK hears ${same ? "the same" : "SOMETHING ELSE"} through the proxy: whole, headers, events`,
);

let latency = 0;
for (const stream of [false, true]) {
  const [straight, through]: [number[], number[]] = [[], []];
  for (let round = 0; round < 1100; round += 1) {
    const [one, other] = [
      await send(api.url, String(round), stream),
      await send(url, String(round), stream),
    ];
    if (one.bytes !== other.bytes) throw new Error("the bytes differ");
    // The first ones warm up.
    if (round < 100) continue;
    straight.push(one.ms);
    through.push(other.ms);
  }
  const added = quantile(through, 0.5) - quantile(straight, 0.5);
  latency = Math.max(latency, added);
  console.log(
    `${stream ? "streamed" : "whole"}: p50 ${quantile(straight, 0.5).toFixed(2)} ms straight, ` +
      `${quantile(through, 0.5).toFixed(2)} ms through the proxy: ${added.toFixed(2)} ms added ` +
      `(at most ${String(latencyTargetMs)}); p95 ${(quantile(through, 0.95) - quantile(straight, 0.95)).toFixed(2)} ms added`,
  );
}

const names = Array.from({ length: streams }, (_, index) => `stream ${String(index)}`);
const from = performance.now();
const answers = await Promise.all(names.map((name) => send(url, name, true)));
const kept = answers.filter(({ bytes }, index) =>
  bytes.includes(`"id":"${names[index] ?? ""}"`),
).length;
console.log(
  `${String(kept)} of ${String(streams)} streams at once whole, in ${(performance.now() - from).toFixed(0)} ms`,
);

const sizes: number[] = [];
for (let sent = 0; sent < requests; sent += 20) {
  if (sent % 1000 === 0) sizes.push(residentMiB());
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => send(url, String(sent + index), index % 2 === 0)),
  );
}
sizes.push(residentMiB());
const growth = (sizes.at(-1) ?? 0) - (sizes[1] ?? 0);
console.log(
  `memory at each 1,000 of ${requests.toLocaleString("en")} requests, MiB: ${sizes.map((size) => size.toFixed(0)).join(", ")} ` +
    `(grows at most ${String(growthTargetMiB)} from the second on)`,
);

child.kill("SIGKILL");
agent.destroy();
rmSync(folder, { recursive: true, force: true });
const isMet = same && latency < latencyTargetMs && kept === streams && growth <= growthTargetMiB;
process.exitCode = isMet ? 0 : 1;
