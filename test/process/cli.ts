import { join } from "node:path";
import { plainEnvironment, runProcess, type Outcome } from "../repositories/scratch-repository.ts";

const cli = join(import.meta.dirname, "../../dist/cli.js");

/**
 * `dist/cli.js` as a user runs it: a process in a folder, with no key and no token unless given.
 */
export function promptcost(
  folder: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  killAfterMs?: number,
): Promise<Outcome> {
  return runProcess(process.execPath, [cli, ...words], {
    folder,
    env: { ...plainEnvironment(folder), ...env },
    ...(killAfterMs === undefined ? {} : { killAfterMs }),
  });
}
