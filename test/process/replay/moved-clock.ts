/** A process whose clock is wrong, as after a journey, a flat battery or a suspend. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { scratchFolder } from "../../repositories/scratch-repository.ts";

/** The environment of a process whose clock is wrong by so many milliseconds. */
export function wrongClock(byMs: number): Readonly<Record<string, string>> {
  const path = join(scratchFolder(), "clock.mjs");
  writeFileSync(path, `const now = Date.now;\nDate.now = () => now() + ${String(byMs)};\n`);
  return { NODE_OPTIONS: `--import=${pathToFileURL(path).href}` };
}
