/** A process whose clock is moved, as after a journey, a flat battery or a suspend. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { scratchFolder } from "../../repositories/scratch-repository.ts";

/**
 * The environment of a process whose clock goes wrong by so many milliseconds, and from so many of
 * its own life on.
 */
export function movedClock(byMs: number, fromMs = 0): Readonly<Record<string, string>> {
  const path = join(scratchFolder(), "clock.mjs");
  writeFileSync(
    path,
    `const now = Date.now;
Date.now = () => now() + (performance.now() >= ${String(fromMs)} ? ${String(byMs)} : 0);
`,
  );
  return { NODE_OPTIONS: `--import=${pathToFileURL(path).href}` };
}
