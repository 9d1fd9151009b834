import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { quantile, replayTraces } from "../../scripts/traces/replay.ts";

const folder = fileURLToPath(new URL("../../../shared/corpus/traces", import.meta.url));
const present = existsSync(folder);
if (!present) console.warn(`SKIPPED: no arrivals were replayed, ${folder} is not here.`);

/** The sources with short traces: the rest is `npm run traces`. */
const sources = /^(?:cipher-box|context-evaluator|spotter|agentv|entire-skills)__/;

test.runIf(present)(
  "replayed arrivals are read from the cache as often as they were, per trace",
  () => {
    const replayed = replayTraces(folder, (file) => sources.test(file));
    const off = replayed.map(({ recorded, projected }) => Math.abs(projected - recorded));
    expect(replayed.length).toBeGreaterThan(90);
    expect(quantile(off, 0.5)).toBeLessThan(0.015);
    expect(quantile(off, 0.9)).toBeLessThan(0.06);
  },
);
