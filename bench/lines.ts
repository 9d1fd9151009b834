/**
 * Files of lines, from 1,000 to 50,000 of about 2 KB: whether the last lines take as long and as much
 * memory as the first. `npm run build && node bench/lines.ts [dist/cli.js]`. Each command is a process
 * of its own.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { peak, peakMeasuredBy, time, type Child } from "./children.ts";
import { missed, ms, row, times } from "./rows.ts";
import { countedText, createRandom } from "./text.ts";

const cli = process.argv[2] ?? fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "promptcost-bench-"));

/** Few lines, half of them, all. */
const sizes = [1000, 25_000, 50_000] as const;

/** So many characters a line. */
const lineLength = 2000;

/** How lines belong to runs: each is one, or five that lie far apart. */
const shapes = {
  "a run each": (): null => null,
  "five a run": (index: number, count: number): string => `r${String(index % (count / 5))}`,
} as const;

const commands = {
  check: { words: ["check", "--as-of", "2026-11-24"], exits: [0, 2] },
  "replay --dry-run": { words: ["replay", "--dry-run"], exits: [0] },
} as const;

/** A folder with one fixture of so many lines. */
function writeFolder(
  count: number,
  runOf: (index: number, count: number) => string | null,
): string {
  const folder = mkdtempSync(join(scratch, "lines-"));
  const random = createRandom(6);
  const lines = Array.from({ length: count }, (_, index) => {
    const content = countedText(random, 1000).slice(0, lineLength - 120);
    const request = {
      model: "claude-sonnet-4-5",
      max_tokens: 100,
      messages: [{ role: "user", content }],
    };
    const run = runOf(index, count);
    return JSON.stringify(run === null ? { request } : { run, request });
  });
  mkdirSync(join(folder, "f"));
  writeFileSync(join(folder, "f/lines.jsonl"), `${lines.join("\n")}\n`);
  writeFileSync(join(folder, "promptcost.yml"), "scenarios: { a: { fixtures: f/*.jsonl } }\n");
  return folder;
}

/** What a line costs in the second half, over what it costs in the first. */
function growth([few, half, all]: readonly [number, number, number]): number {
  return (all - half) / (sizes[2] - sizes[1]) / ((half - few) / (sizes[1] - sizes[0]));
}

function measure(shape: keyof typeof shapes): void {
  const folders = sizes.map((count) => writeFolder(count, shapes[shape]));
  for (const [name, { words, exits }] of Object.entries(commands)) {
    const children = folders.map((folder): Child => ({ words: [cli, ...words], folder, exits }));
    const [few = 0, half = 0, all = 0] = time(children, 3);
    const slower = growth([few, half, all]);
    row(
      `${name}, ${shape}: 1,000, 25,000, 50,000`,
      `${ms(few)}, ${ms(half)}, ${ms(all)} = ${times(slower)}`,
      slower <= 1.1,
      "<= 1.10x",
    );
    const [least = 0, less = 0, most = 0] = children.map((child) => peak(child, scratch));
    const larger = growth([least, less, most]);
    row(
      "  peak",
      `${least.toFixed(0)}, ${less.toFixed(0)}, ${most.toFixed(0)} MiB = ${times(larger)}`,
      larger <= 1.1,
      "<= 1.10x",
    );
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

console.log(`node ${process.version}; medians; peak: ${peakMeasuredBy}`);
try {
  measure("a run each");
  measure("five a run");
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${String(missed())} targets missed`);
process.exitCode = missed() === 0 ? 0 : 1;
