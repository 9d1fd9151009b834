/**
 * `replay` against an API on loopback that takes 50 ms: time beside the ideal (requests x 50 ms /
 * concurrency), and whether memory grows with the number of requests: `npm run build && node
 * bench/replay.ts`.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startClaude } from "../test/servers/claude.ts";
import { createPeakGauge } from "./children.ts";

const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const delayMs = 50;
const concurrency = 8;

/** Milliseconds and peak MiB of a replay of so many requests, a run each. */
async function measure(requests: number): Promise<{ readonly ms: number; readonly peak: number }> {
  await using claude = await startClaude(
    () => 12,
    undefined,
    () => ({
      kind: "answer",
      delayMs,
      usage: {
        input_tokens: 12,
        output_tokens: 5,
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 0,
      },
    }),
  );
  const root = mkdtempSync(join(tmpdir(), "promptcost-bench-"));
  const gauge = createPeakGauge(root);
  writeFileSync(join(root, "promptcost.yml"), "scenarios: { a: { fixtures: f/*.json } }\n");
  mkdirSync(join(root, "f"));
  for (let index = 0; index < requests; index += 1) {
    const request = {
      model: "claude-sonnet-4-5",
      max_tokens: 10,
      messages: [{ role: "user", content: `Question ${String(index)}?` }],
    };
    writeFileSync(
      join(root, "f", `${String(index).padStart(5, "0")}.json`),
      JSON.stringify({ request }),
    );
  }
  const from = performance.now();
  const child = spawn(
    process.execPath,
    [cli, "replay", "--max-usd", "100", "--concurrency", String(concurrency)],
    {
      cwd: root,
      env: {
        ...process.env,
        ANTHROPIC_BASE_URL: claude.url,
        ANTHROPIC_API_KEY: "none",
        ...gauge.env,
      },
      stdio: "ignore",
    },
  );
  const code = await new Promise((done) => child.on("exit", done));
  const ms = performance.now() - from;
  if (code !== 0 || claude.messages().length !== requests)
    throw new Error(`replay ended with ${String(code)}`);
  const peak = gauge.readMiB();
  rmSync(root, { recursive: true, force: true });
  return { ms, peak };
}

const [few, many] = [await measure(500), await measure(5000)];
const ideal = (500 * delayMs) / concurrency;
const ratio = few.ms / ideal;
console.log(
  `500 requests: ${few.ms.toFixed(0)} ms, ideal ${ideal.toFixed(0)} ms: ${ratio.toFixed(2)}x (at most 1.3x)`,
);
console.log(
  `peak: 500 requests ${few.peak.toFixed(0)} MiB, 5,000 requests ${many.peak.toFixed(0)} MiB`,
);
process.exitCode = ratio <= 1.3 ? 0 : 1;
