/**
 * `replay` against an API on loopback that takes 50 ms: time beside the ideal (requests x 50 ms /
 * concurrency), and whether memory grows with the number of requests, which are in a file each or
 * all in one of JSONL; by themselves, in a batch, several times each: `npm run build && node
 * bench/replay.ts`. Words narrow it: `node bench/replay.ts lines 500 5000`.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createBatches } from "../test/servers/claude-batches.ts";
import { messageOf, startLoopback, streamOf } from "../test/servers/loopback.ts";
import { createPeakGauge } from "./children.ts";
import { missed, row, times } from "./rows.ts";
import { countedText, createRandom } from "./text.ts";

const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const delayMs = 50;
const concurrency = 8;
const slowdownTarget = 1.3;
const growthTarget = 1.2;

/** How the requests are sent, and how often each. */
const modes = {
  files: { lines: false, words: [], times: 1 },
  lines: { lines: true, words: [], times: 1 },
  batch: { lines: true, words: ["--batch"], times: 1 },
  "times-3": { lines: true, words: ["--times", "3"], times: 3 },
} as const satisfies Readonly<
  Record<string, { lines: boolean; words: readonly string[]; times: number }>
>;
type Mode = (typeof modes)[keyof typeof modes];

/** 4 KB of answer, in pieces as they come. */
const answer = textOf(4000, 11);
const pieces = answer.match(/.{1,100}/gsu) ?? [];

function textOf(characters: number, seed: number): string {
  return countedText(createRandom(seed), characters / 4).slice(0, characters);
}

/** The requests of a replay, each with a prompt of 2 KB of its own. */
function writeFixtures(root: string, count: number, { lines }: Mode): void {
  const prompt = textOf(2000, 12);
  const fixtures = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      request: {
        model: "claude-sonnet-4-5",
        max_tokens: 2000,
        messages: [{ role: "user", content: `Question ${String(index)}? ${prompt}` }],
      },
    }),
  );
  writeFileSync(join(root, "promptcost.yml"), "scenarios: { a: { fixtures: f/* } }\n");
  mkdirSync(join(root, "f"));
  if (lines) writeFileSync(join(root, "f", "all.jsonl"), `${fixtures.join("\n")}\n`);
  else
    for (const [index, text] of fixtures.entries())
      writeFileSync(join(root, "f", `${String(index).padStart(5, "0")}.json`), text);
}

async function startApi() {
  let messages = 0;
  let url = "";
  const batches = createBatches(
    { item: () => ({ type: "succeeded", message: messageOf(answer) }), polls: 0 },
    () => url,
  );
  const events = streamOf(pieces);
  const server = await startLoopback(async (request, response, body) => {
    if (batches.handle(request, response, body.toString("utf8"))) return;
    if ((request.url ?? "").includes("count_tokens")) {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ input_tokens: 600 }));
      return;
    }
    messages += 1;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    response.writeHead(200, { "content-type": "text/event-stream", "request-id": "req_1" });
    for (const event of events) response.write(event);
    response.end();
  });
  ({ url } = server);
  return { server, url, answered: () => messages + batches.sent.length };
}

/** Milliseconds and peak MiB of a replay of so many requests. */
async function measure(
  requests: number,
  mode: Mode,
): Promise<{ readonly ms: number; readonly peak: number }> {
  const { server, url, answered } = await startApi();
  await using _server = server;
  const root = mkdtempSync(join(tmpdir(), "promptcost-bench-"));
  const gauge = createPeakGauge(root);
  writeFixtures(root, requests, mode);
  const from = performance.now();
  const child = spawn(
    process.execPath,
    [cli, "replay", "--max-usd", "1000", "--concurrency", String(concurrency), ...mode.words],
    {
      cwd: root,
      env: { ...process.env, ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: "none", ...gauge.env },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let said = "";
  child.stderr.on(
    "data",
    (chunk: Buffer) => (said = `${said}${chunk.toString("utf8")}`.slice(-2000)),
  );
  const code = await new Promise((done) => child.on("exit", done));
  const ms = performance.now() - from;
  if (code !== 0 || answered() !== requests * mode.times)
    throw new Error(`replay ended with ${String(code)}, ${String(answered())} answers: ${said}`);
  if (mode.lines) countRecorded(join(root, "f", "all.jsonl"), requests);
  const peak = gauge.readMiB();
  rmSync(root, { recursive: true, force: true });
  return { ms, peak };
}

/** A replay that keeps nothing is quick, and small. */
function countRecorded(path: string, requests: number): void {
  const kept = readFileSync(path, "utf8").split('"recorded":').length - 1;
  if (kept !== requests) throw new Error(`${String(kept)} of ${String(requests)} are recorded`);
}

const given = process.argv.slice(2);
const sizes = given.map(Number).filter((size) => size > 0);
for (const [name, mode] of Object.entries(modes)) {
  if (given.some((word) => word in modes) && !given.includes(name)) continue;
  let least: number | null = null;
  for (const requests of sizes.length === 0 ? [500, 2000, 5000] : sizes) {
    const { ms, peak } = await measure(requests, mode);
    const ideal = (requests * mode.times * delayMs) / concurrency;
    const ratio = name === "batch" ? null : ms / ideal;
    least ??= peak;
    const growth = peak / least;
    row(
      `${requests.toLocaleString("en")} requests, ${name}`,
      `${ms.toFixed(0)} ms${ratio === null ? "" : `, ${times(ratio)} the ideal`}`,
      ratio === null ? null : ratio <= slowdownTarget,
      ratio === null ? "" : `≤ ${times(slowdownTarget)}`,
    );
    row(
      "  peak",
      `${peak.toFixed(0)} MiB, ${times(growth)}`,
      growth <= growthTarget,
      `≤ ${times(growthTarget)}`,
    );
  }
}
process.exitCode = missed() === 0 ? 0 : 1;
