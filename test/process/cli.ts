import { readFileSync } from "node:fs";
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

/** The codes of the problems that a command's JSON holds. */
export function codesOf(stdout: string): readonly string[] {
  return JSON.parse(stdout).problems.map(({ code }: { code: string }) => code);
}

export function readText(root: string, path: string): string {
  return readFileSync(join(root, path), "utf8");
}
