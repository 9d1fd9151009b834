#!/usr/bin/env node
import { runCommandLine } from "./cli/command-line.ts";

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  process.exitCode = await runCommandLine({
    words: process.argv.slice(2),
    folder: process.cwd(),
    env: process.env,
    isTerminal: process.stdout.isTTY,
    print: (text) => process.stdout.write(text),
    warn: (text) => process.stderr.write(text),
  });
} catch (error) {
  // 1 would say that a budget is exceeded.
  process.exitCode = 2;
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  process.stderr.write(`promptcost: this should not have happened; please report it.\n${stack}\n`);
}
