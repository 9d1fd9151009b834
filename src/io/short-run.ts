/** How V8 runs a command: most are over within a second, and hold most of what they read to the end. */
import { setFlagsFromString } from "node:v8";

/**
 * Keeps the space for new objects as small as it starts. It would grow to 16 MiB twice over: a check
 * of 500 exchanges takes a third less memory for 2 to 4 % more CPU in collections.
 */
const smallNewSpace = "--semi-space-growth-factor=1";

/**
 * How often a function runs before it is compiled again, and better: in a second few earn back what
 * compiling them takes, in other threads and in memory. A check of 500 exchanges takes a fifth less
 * CPU so, one of 20,000 as much as before.
 */
const lateCompilation = [
  "--invocation-count-for-maglev=10000",
  "--invocation-count-for-turbofan=50000",
];

/** By major version of Node: the flags its V8 is known to take. An unknown one would be said out loud. */
const flags: ReadonlyMap<string, readonly string[]> = new Map([
  // It counts bytecode, not calls.
  ["20", [smallNewSpace, "--interrupt-budget=600000"]],
  ["22", [smallNewSpace, ...lateCompilation]],
  ["24", [smallNewSpace, ...lateCompilation]],
]);

/**
 * So many bytes of files that are read as text make a run a long one. In the small space it starts
 * with, half of the time of such a run would go into collections; a busy machine makes V8 halve that
 * space once more.
 */
const longRunBytes = 24 * 2 ** 20;
const growingNewSpace = "--semi-space-growth-factor=2";

let bytesRead = 0;
let isShort = false;

/** To be told of each file that is read as text, with its bytes: V8 reads this flag when it collects. */
export function noteTextRead(bytes: number): void {
  bytesRead += bytes;
  if (!isShort || bytesRead < longRunBytes) return;
  isShort = false;
  setFlagsFromString(growingNewSpace);
}

/** Lets the space for new objects stay as small as it is, however much is read. */
export function holdNewSpace(): void {
  isShort = false;
}

/** To be called before the code of a command is loaded. */
export function prepareShortRun(): void {
  const own = shortRunFlags(process.versions.node);
  for (const flag of own) setFlagsFromString(flag);
  isShort = own.includes(smallNewSpace);
}

/** The flags for a version of Node, `24.1.0`; none where it is not known what its V8 takes. */
export function shortRunFlags(version: string): readonly string[] {
  const [major = ""] = version.split(".");
  return flags.get(major) ?? [];
}
