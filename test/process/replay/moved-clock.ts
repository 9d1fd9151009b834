/** A process whose clock is moved, as after a journey, a flat battery or a suspend. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { scratchFolder } from "../../repositories/scratch-repository.ts";

/**
 * The environment of a process whose clock is wrong by so many milliseconds, at once or from when
 * `move` is called.
 */
export function movedClock(byMs: number): {
  readonly env: Readonly<Record<string, string>>;
  readonly move: () => void;
} {
  const folder = scratchFolder();
  const [path, flag] = [join(folder, "clock.mjs"), join(folder, "moved")];
  writeFileSync(
    path,
    `import { existsSync } from "node:fs";
const now = Date.now;
Date.now = () => now() + (existsSync(${JSON.stringify(flag)}) ? ${String(byMs)} : 0);
`,
  );
  return {
    env: { NODE_OPTIONS: `--import=${pathToFileURL(path).href}` },
    move: () => writeFileSync(flag, ""),
  };
}

/** The environment of a process whose clock is wrong from its start. */
export function wrongClock(byMs: number): Readonly<Record<string, string>> {
  const { env, move } = movedClock(byMs);
  move();
  return env;
}
