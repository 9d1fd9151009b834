/**
 * Child processes by the clock: some in turn, round after round, so that a busy moment of the
 * machine falls on all of them alike.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What is run: node with some words, in a folder. */
export interface Child {
  readonly words: readonly string[];
  readonly folder: string;
  /**
   * What it may end with; anything else stops the measuring, since a program that fails is quick.
   */
  readonly exits: readonly number[];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

function run(child: Child, env: NodeJS.ProcessEnv = process.env): number {
  const from = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, [...child.words], {
    cwd: child.folder,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ms = Number(process.hrtime.bigint() - from) / 1e6;
  if (status === null || !child.exits.includes(status))
    throw new Error(
      `node ${child.words.join(" ")} ended with ${String(status)}: ${String(stderr).slice(0, 2000)}`,
    );
  return ms;
}

/** Median milliseconds of each child. A first round is not counted: it fills the file cache. */
export function time(children: readonly Child[], rounds: number): readonly number[] {
  for (const child of children) run(child);
  const times = children.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, child] of children.entries()) times[index]?.push(run(child));
  return times.map(median);
}

export const peakMeasuredBy =
  process.platform === "linux"
    ? "VmHWM of /proc/self/status, read at exit"
    : "process.resourceUsage().maxRSS at exit";

/** The median of three runs, MiB: a peak depends on when the collector came round. */
export function peak(child: Child, scratch: string): number {
  const gauge = createPeakGauge(scratch);
  const peaks = Array.from({ length: 3 }, () => {
    run(child, { ...process.env, ...gauge.env });
    return gauge.readMiB();
  });
  return median(peaks);
}

/** Measures the peak of a process that is started with `env`. */
export interface PeakGauge {
  readonly env: Readonly<Record<string, string>>;
  /** The peak of the last such process, once it has ended. */
  readonly readMiB: () => number;
}

/** `scratch`: a folder for the gauge's own two files. */
export function createPeakGauge(scratch: string): PeakGauge {
  const [script, answer] = [join(scratch, "peak.cjs"), join(scratch, "peak.txt")];
  writeFileSync(script, hook);
  return {
    env: { NODE_OPTIONS: `--require ${script}`, BENCH_PEAK: answer },
    readMiB: () => {
      const kib = Number(readFileSync(answer, "utf8"));
      rmSync(answer);
      return kib / 1024;
    },
  };
}

/**
 * Peak of the resident set, MiB, of node alone: what it starts (git) is another process. Where
 * there is /proc it is the high-water mark of the process's own memory; `maxRSS` would begin with
 * what this process had when it forked.
 */
const hook = `const { readFileSync, writeFileSync } = require("node:fs");
process.on("exit", () => {
  let kib = process.resourceUsage().maxRSS;
  try { kib = Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "latin1"))[1]); } catch {}
  writeFileSync(process.env.BENCH_PEAK, String(kib));
});
`;
