/**
 * Replays the arrivals of recorded conversations as observed traffic and prints the projected share
 * of prompt tokens read from the cache beside the recorded one: `npm run traces [folder]`.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { quantile, replayTraces } from "./traces/replay.ts";

const usual = fileURLToPath(new URL("../../shared/corpus/traces", import.meta.url));
const folder = process.argv[2] ?? usual;
if (existsSync(folder)) {
  const replayed = replayTraces(folder);
  const percent = (share: number): string => (100 * share).toFixed(2).padStart(7);
  const off = replayed.map(({ recorded, projected }) => Math.abs(projected - recorded));
  const width = Math.max(...replayed.map(({ name }) => name.length));
  console.log(`${"trace".padEnd(width)}  requests  recorded %  projected %  difference`);
  for (const { name, requests, recorded, projected } of replayed)
    console.log(
      `${name.padEnd(width)}  ${String(requests).padStart(8)}  ${percent(recorded).padStart(10)}  ` +
        `${percent(projected).padStart(11)}  ${percent(projected - recorded).padStart(10)}`,
    );
  console.log(
    `${replayed.length} traces: difference in percentage points, median ${percent(quantile(off, 0.5)).trim()}, ` +
      `p90 ${percent(quantile(off, 0.9)).trim()}`,
  );
} else console.warn(`SKIPPED: there are no traces at ${folder}.`);
