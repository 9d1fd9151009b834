#!/usr/bin/env node
import { runCommandLine } from "./cli/command-line.ts";
import { describeCrash, endCrashesWithTwo, tolerateClosedOutput, type Crash } from "./io/crash.ts";

const usualColumns = 80;

endCrashesWithTwo(tell);
tolerateClosedOutput((code) => {
  process.stderr.write(`promptcost: its output cannot be written (${code}).\n`);
  process.exit(2);
});

try {
  process.exitCode = await runCommandLine({
    words: process.argv.slice(2),
    folder: currentFolder(),
    env: process.env,
    isTerminal: process.stdout.isTTY,
    // A terminal that does not say how wide it is has 0 columns, or none.
    errorColumns: () => (process.stderr.isTTY ? process.stderr.columns || usualColumns : null),
    print: (text) => process.stdout.write(text),
    warn: (text) => process.stderr.write(text),
    isOwnProcess: true,
    pauseMs: (ms) => ms,
  });
} catch (error) {
  process.exitCode = 2;
  tell(describeCrash(error));
}

/** Null: it was removed. */
function currentFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

function tell({ name, frames }: Crash): void {
  process.stderr.write(
    `promptcost: this should not have happened (${name}); please report it.\n${frames}\n`,
  );
}
